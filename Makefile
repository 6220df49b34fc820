# Two commands for a newcomer: `make lab` and `make test`. Needs Python 3.11 or newer; the rest is set up in .venv.
# A second call starts at once: .venv/.stamp is newer than what it was made from.

.DEFAULT_GOAL := help
.PHONY: help setup lab app test check notebooks accuracy bench speed lock clean
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV ?= $(shell command -v uv 2>/dev/null)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
BENCH := $(VENV)/.bench-stamp

help:  ## this list
	@echo "make TARGET, where TARGET is one of"
	@grep -E '^[a-z]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*  ## /  \1|/' | \
		while IFS='|' read -r name text; do printf '%-12s%s\n' "$$name" "$$text"; done

setup: $(STAMP)  ## the virtual environment .venv, from requirements.lock
	@echo "$(VENV) is ready"

lab: $(STAMP)  ## JupyterLab at notebooks/00-start-here.ipynb (options: make lab ARGS="--port 9000")
	@$(BIN)/sahelkit lab $(ARGS)

app: $(STAMP)  ## the explorer as a web page, without code (options: make app ARGS="--theme dark")
	@$(BIN)/sahelkit app $(ARGS)

test: $(STAMP)  ## package tests, doctests, notebooks, and browser tests where there is a Chromium
	@$(BIN)/python -m pytest -q -n auto --dist loadfile $(ARGS)

check: $(STAMP)  ## style, format and types, then the tests
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(MAKE) test

notebooks: $(STAMP)  ## run every notebook again, store what it shows, and take the pictures of the README
	@$(BIN)/python tests/notebook_files.py notebooks/*.ipynb
	@$(BIN)/python tests/pictures.py
	@SAHELKIT_PICTURES=store $(BIN)/python -m pytest -q tests/browser/test_explorer_looks.py -k picture

accuracy: $(BENCH)  ## accuracy beside other libraries: print the table and write benchmarks/accuracy.md
	@$(BIN)/python -m benchmarks.accuracy

bench: $(BENCH)  ## how fast coding runs, beside other libraries: write benchmarks/results.md, docs/scale.md
	@$(BIN)/python -m benchmarks.bench
	@$(BIN)/python -m benchmarks.scale

speed: $(BENCH)  ## how long the explorer lets wait, beside ipympl: print the table and write benchmarks/explorer.md
	@$(BIN)/python -m benchmarks.explorer

lock:  ## pin anew what pyproject.toml asks for (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 1; }
	@echo "# What make setup installs, on any system and Python 3.11 or newer. Made by make lock; edit pyproject.toml instead." > requirements.lock
	@$(UV) pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --no-header --no-annotate >> requirements.lock
	@echo "# What make accuracy, make bench and make speed add to requirements.lock. Made by make lock; edit pyproject.toml instead." > benchmarks/requirements.lock
	@$(UV) pip compile -q pyproject.toml --extra dev --extra bench -c requirements.lock --universal --python-version 3.11 \
		--no-header --no-annotate | grep -vxF -f requirements.lock >> benchmarks/requirements.lock

clean:  ## remove the virtual environment and all caches
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

# An environment that is broken, or of a Python that is too old, is made anew; else only what changed is installed.
WORKS = $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null

$(STAMP): pyproject.toml requirements.lock
ifneq ($(UV),)
	@echo "Setting up $(VENV) with uv"
	@$(WORKS) || $(UV) venv -q --clear --python '>=3.11' $(VENV)
	@$(UV) pip install -q --python $(BIN)/python -r requirements.lock
	@$(UV) pip install -q --python $(BIN)/python --no-deps -e .
else
	@test -n "$(PYTHON)" || { echo "sahelkit needs Python 3.11 or newer, and there is none here: install it (on Debian and Ubuntu: sudo apt-get install python3 python3-venv), then run make again."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is incomplete here: install it (on Debian and Ubuntu: sudo apt-get install python3-venv), then run make again."; exit 1; }
	@echo "Setting up $(VENV) with pip: once, for a minute or three (uv, where it is installed, needs seconds)"
	@$(WORKS) && $(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
endif
	@touch $@

# The peers of `make accuracy`, `make bench` and `make speed`, beside what is there already.
$(BENCH): $(STAMP) benchmarks/requirements.lock
	@echo "Adding the libraries to compare with to $(VENV)"
ifneq ($(UV),)
	@$(UV) pip install -q --python $(BIN)/python -r benchmarks/requirements.lock
else
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r benchmarks/requirements.lock
endif
	@touch $@
