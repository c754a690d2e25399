#!/bin/sh
# Installs what is missing and nothing twice: the Makefile calls it with what it wants.
#
#   edition   Python packages in .venv, Pango for the PDF, the fonts of the house style
#   test      the same and the test suite's packages; goes on without Pango where it may not install it
#   lint      ruff, mypy and types
#   judges    all of it, and the outside programs that the tests ask for their opinion
#
# System packages come from apt-get (as root, or by sudo without a password) or from Homebrew. Where neither is allowed the script
# prints the command and stops. Python packages come with the versions and checksums of the lock files beside this script.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:?"edition, test, lint or judges"}

pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
fonts="fonts-linuxlibertine fonts-ebgaramond fonts-noto-core fonts-sil-ezra fonts-hosny-amiri"
brew_fonts="font-linux-libertine font-eb-garamond font-noto-serif font-noto-serif-hebrew font-noto-naskh-arabic font-amiri"

say() { printf '• %s\n' "$*"; }
stop() {
    printf 'stopped: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }
quietly() { # runs a command; its output is shown only if it fails
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# Python

find_python() {
    for each in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if has "$each" && "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$each"
            return
        fi
    done
}

missing_python() { # the Debian packages that are needed to make a virtual environment
    if [ -z "$python" ]; then
        echo "python3 python3-venv"
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
}

# System packages

missing_debs() {
    for each in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$each" 2>/dev/null)" = installed ] || echo "$each"
    done
}

missing_judges() { # command=package …; only the packages whose command is not there
    for each in "$@"; do
        has "${each%%=*}" || echo "${each#*=}"
    done
}

apt() { # installs packages; fails, having said how, where that is not allowed
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif has sudo && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        printf 'This needs system packages, and installing them needs your password. Run this, then the same command again:\n\n' >&2
        printf '    sudo apt-get update && sudo apt-get install %s\n\n' "$*" >&2
        return 1
    fi
    say "installing with apt-get: $*"
    quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update || say "apt-get update failed; trying with the lists that are there"
    quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"
}

system_debian() {
    needed=$(missing_python)
    [ "$wanted" = lint ] || needed="$needed $(missing_debs $pango $fonts)"
    if [ "$wanted" = judges ]; then
        needed="$needed $(missing_judges java=default-jre-headless jing=jing pdftotext=poppler-utils qpdf=qpdf)"
    fi
    needed=$(echo $needed)
    [ -n "$needed" ] || return 0
    if ! apt $needed; then
        [ "$wanted" = test ] || exit 1
        say "going on without them: tests of the PDF need Pango and the fonts, and will fail or be skipped"
    fi
}

system_mac() {
    if ! has brew; then
        [ "$wanted" = lint ] || stop "Homebrew is not installed" "Install it (brew.sh), then run the same command again."
        return 0
    fi
    formulas=
    if [ "$wanted" != lint ]; then
        formulas=pango
        casks=$brew_fonts
    fi
    [ -n "$python" ] || formulas="$formulas python@3.13"
    [ "$wanted" != judges ] || formulas="$formulas openjdk jing-trang poppler qpdf"
    for each in $formulas; do
        brew list --formula "$each" >/dev/null 2>&1 || { say "installing with brew: $each"; quietly brew install "$each"; }
    done
    for each in ${casks:-}; do
        brew list --cask "$each" >/dev/null 2>&1 || { say "installing with brew: $each"; quietly brew install --cask "$each" || say "$each could not be installed; another font takes its place"; }
    done
}

python=$(find_python)
if has apt-get && has dpkg-query; then
    system_debian
elif [ "$(uname)" = Darwin ]; then
    system_mac
elif [ "$wanted" != lint ]; then
    say "not Debian, Ubuntu or macOS: the system's Pango (1.50 or later) and its fonts are used as they are; \`edition doctor\` says what is missing"
fi
python=$(find_python)
[ -n "$python" ] || stop "no Python 3.11 or later was found" \
    "Debian 12, Ubuntu 24.04 and later: apt-get install python3 python3-venv" \
    "Ubuntu 22.04: apt-get install python3.11 python3.11-venv" \
    "macOS: brew install python@3.13" \
    "If it is somewhere else, name it: make edition PYTHON=/path/to/python3"

# Python packages

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    say "making the virtual environment .venv"
    rm -rf .venv
    quietly "$python" -m venv .venv || stop "the virtual environment could not be made" "On Debian and Ubuntu: apt-get install python3-venv"
fi
mkdir -p .venv/stamps

once() { # name, the files it depends on, "--", the command: does it only if a file has changed since the last time
    name=$1
    shift
    files=
    while [ "$1" != -- ]; do
        files="$files $1"
        shift
    done
    shift
    sum=$(cat $files | cksum)
    [ "$(cat ".venv/stamps/$name" 2>/dev/null)" != "$sum" ] || return 0
    say "installing Python packages: $name"
    quietly "$@" || stop "the Python packages could not be installed" "Is the network there? The last lines above say what pip said."
    echo "$sum" >".venv/stamps/$name"
}

pip=".venv/bin/python -m pip --disable-pip-version-check -q install"
locked() { once "$1" "requirements/$1.txt" -- $pip --require-hashes -r "requirements/$1.txt"; }

case $wanted in
edition) locked run ;;
test | lint) locked test ;; # mypy reads the test suite's packages too
judges) locked test && locked judges ;;
*) stop "what is \"$wanted\"?" "Known: edition, test, lint, judges." ;;
esac
[ "$wanted" != lint ] || locked lint
once edition pyproject.toml -- $pip --no-deps --no-build-isolation -e .
