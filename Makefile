# make edition   the sample edition: TEI, PDF, EPUB and a deposit, from nothing
# make test      the test suite
# make lint      ruff and mypy
# make judges    the outside programs that the tests ask for their opinion, where they are installed
# make figures   what building the two editions costs
# make gallery   docs/gallery.md with its pictures, anew
# make locks     the lock files in requirements/, anew
# make clean     what was built goes; .venv stays
#
# Each installs what it needs first, and does nothing twice. PYTHON=/path/to/python3 chooses another Python.

export PYTHON

# Homebrew's libraries are not where macOS looks for them
ifeq ($(shell uname),Darwin)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$(shell brew --prefix 2>/dev/null)/lib"
endif

.PHONY: help edition test lint judges figures gallery locks clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

edition:
	@requirements/install.sh edition
	@echo "• building the sample edition"
	@$(RUN) .venv/bin/edition build sample
	@echo
	@echo "The book         build/sample/reader.pdf"
	@echo "The e-book       build/sample/reader.epub"
	@echo "The TEI          tei/sample/*.xml, each with the log of its repairs"
	@echo "The deposit      build/sample/deposit/, a BagIt bag"
	@echo
	@echo 'Next: ".venv/bin/edition build letter.docx --out made" with a document of yours, or ".venv/bin/edition --help".'

test:
	@requirements/install.sh test
	@$(RUN) .venv/bin/python -m pytest -q -n auto --dist loadfile

lint:
	@requirements/install.sh lint
	@.venv/bin/ruff check .
	@.venv/bin/mypy edition benchmarks
	@.venv/bin/mypy --allow-untyped-defs --allow-incomplete-defs --allow-untyped-calls tests

judges:
	@requirements/install.sh judges

figures:
	@requirements/install.sh edition
	@$(RUN) .venv/bin/python benchmarks/editions.py

gallery:
	@requirements/install.sh edition
	@$(RUN) .venv/bin/python docs/gallery.py

locks:
	@requirements/lock.sh

clean:
	@rm -rf build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
