# Every target sets up .venv by itself: Python 3.11 with its venv module is all that is needed.
# `demo` installs the base only; `check`, `quick`, `test` and `bench` add the development tools, the
# application whose database the tests use, and (.ci/machine) the servers they start.

PYTHON ?= python3
WORKERS ?= auto
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Tests start many processes; without what is compiled kept, each would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo check quick test bench reference clean

help:
	@echo "make demo    a verified deletion and disclosure on an invented company (./demo)"
	@echo "make test    all tests; starts its own database servers on loopback"
	@echo "make check   formatting, lint, types, import layers"
	@echo "make quick   the tests without servers and slow ones, for every day"
	@echo "make bench   the figures of docs/performance.md"
	@echo "make reference TEXTS=DIR    which rule fires on which published policy"
	@echo "make clean   remove .venv and the demo"

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.base: pyproject.toml | .venv/bin/python
	$(PIP) install --editable .
	@touch $@

.venv/.dev: pyproject.toml .ci/machine | .venv/bin/python
	bash .ci/machine
	$(PIP) install --editable '.[desk,dev,ja,oscar,tsa]'
	@# fideslang itself, as the oracle of our exchange: it wants an older pydantic than ours.
	$(PYTHON) -m venv .venv/fideslang
	.venv/fideslang/bin/python -m pip --disable-pip-version-check --quiet install 'fideslang==3.1.4'
	@touch .venv/.base $@

demo: .venv/.base
	@$(BIN)/upheld demo

check: .venv/.dev
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

quick: .venv/.dev
	$(BIN)/pytest -m "not slow and not servers" -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q

test: .venv/.dev
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q

bench: .venv/.dev
	$(BIN)/python bench/run.py
	$(BIN)/python bench/evidence.py
	$(BIN)/python -m bench.discovery
	$(BIN)/python -m bench.policy

reference: .venv/.dev
	@test -n "$(TEXTS)" || { echo "make reference TEXTS=DIR: a folder of published policies (.html, .txt)"; exit 2; }
	$(BIN)/python -m bench.reference "$(TEXTS)" --order "$(ORDER)"

clean:
	rm -rf .venv demo demo-[0-9]*
