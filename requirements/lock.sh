#!/bin/sh
# Writes the lock files anew from pyproject.toml: every package with its version and the checksums of its files. Run `make locks`.
#
#   run.txt     the program, and what builds it      make edition
#   test.txt    the same and the test suite          make test
#   lint.txt    ruff, mypy and the types             make lint
#   judges.txt  outside judges that are packages     make judges
#
# The four agree with each other: the later ones are held to run.txt. No address of a package index is written.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools/venv"
"$tools/venv/bin/pip" install -q pip-tools

lock() { # name, then pip-compile's arguments
    name=$1
    shift
    "$tools/venv/bin/pip-compile" -q --generate-hashes --strip-extras --allow-unsafe --no-annotate --no-header \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options -o "requirements/$name.txt" "$@"
    if grep -nE 'index|://' "requirements/$name.txt"; then
        echo "requirements/$name.txt names an address" >&2
        exit 1
    fi
}

extra() { # the packages of one extra of pyproject.toml, a line each
    python3 -c 'import sys, tomllib
print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")' "$1" >"$tools/$1.in"
}

lock run --build-deps-for=editable pyproject.toml
lock test --build-deps-for=editable --extra test --constraint requirements/run.txt pyproject.toml
for name in lint judges; do
    extra "$name"
    lock "$name" --constraint requirements/run.txt --constraint requirements/test.txt "$tools/$name.in"
done
