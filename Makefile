# Everything a person or a job needs. The first run on a machine sets up .venv from the lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= 2
TOOLS := .cache/tools
TOOL_NAMES := $(basename $(notdir $(wildcard tests/tools/*.txt)))

.DEFAULT_GOAL := help
.PHONY: build test lint bench bench-audit tools lock clean help

build: $(VENV)/.installed ## set up, build and publish warehouse/juesuan.duckdb from the committed tables
	$(BIN)/juesuan build --progress

test: $(VENV)/.installed-dev ## set up and run every test; what cannot run here is listed as skipped, with the reason
	$(BIN)/ruff check
	$(BIN)/python -m pytest -n $(JOBS) -rs

lint: $(VENV)/.installed-dev ## set up and run ruff, mypy and sqlfluff
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes $(JOBS) models tests/dbt

bench: $(VENV)/.installed-dev ## measure the build and the check on the five reports, into benchmarks/
	$(BIN)/python benchmarks/build.py

bench-audit: $(VENV)/.installed-dev ## measure the audit on generated reports with and without errors, into benchmarks/
	$(BIN)/python -m benchmarks.audit

tools: $(addprefix $(TOOLS)/,$(addsuffix /.installed,$(TOOL_NAMES))) ## set up the other projects' programs that some tests use, each in its own environment

lock: ## write both lock files anew from the versions that pyproject.toml allows
	./.ci/lock $(PYTHON)

clean: ## remove the environment, the warehouse and everything tools left
	rm -rf $(VENV) .cache warehouse target logs build ./*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The stamps are younger than what they were made from, so a changed lock file installs again and nothing else does.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install -r requirements-dev.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@ $(VENV)/.installed

$(TOOLS)/%/.installed: tests/tools/%.txt
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install -r $<
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 (需要 Python 3.11 以上)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
