# Everything a person or a job needs. The first run on a machine sets up .venv from the lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= 2
TOOLS := .cache/tools
TOOL_NAMES := $(basename $(notdir $(wildcard tests/tools/*.txt)))

.DEFAULT_GOAL := help
.PHONY: build dashboard test lint bench bench-audit bench-read bench-scale faults spark tools superset audit lock clean help

build: $(VENV)/.installed ## set up, build and publish warehouse/juesuan.duckdb from the committed tables
	$(BIN)/juesuan build --progress

dashboard: $(VENV)/.installed dashboards/dist/index.html ## build the pages (Node >= 20) and make the site from the published warehouse
	$(BIN)/juesuan dashboard

test: $(VENV)/.installed-dev ## set up and run every test; what cannot run here is listed as skipped, with the reason
	$(BIN)/ruff check
	$(BIN)/python -m pytest -n $(JOBS) -rs

lint: $(VENV)/.installed-dev ## set up and run ruff, mypy and sqlfluff
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes $(JOBS) models tests/dbt dashboards/queries
	@if $(HAS_NODE); then $(MAKE) dashboards/node_modules/.installed && npm --prefix dashboards run --silent lint; \
	  else echo "dashboards/: not linted, Node 20 or newer is missing (缺少 Node 20 以上，未检查)"; fi

bench: $(VENV)/.installed-dev ## measure the build and the check on the five reports, into benchmarks/
	$(BIN)/python benchmarks/build.py

bench-audit: $(VENV)/.installed-dev ## measure the audit on generated reports with and without errors, into benchmarks/
	$(BIN)/python -m benchmarks.audit

faults: $(VENV)/.installed-dev ## damaged documents, killed builds, full disks, readers beside publishes, at length; prints what was measured
	$(BIN)/python -m tests.faults

bench-read: $(VENV)/.installed-dev ## measure the readers beside others on PDFs and scans, into benchmarks/
	$(BIN)/python -m benchmarks.read

bench-scale: $(VENV)/.installed-dev ## measure generated reports, 100 to 100,000, beside what one would write instead, into benchmarks/ and docs/
	$(BIN)/python -m benchmarks.scale

spark: $(VENV)/.installed-dev ## the committed reports on DuckDB and on Spark (Java >= 17): times, and every mart row by row
	$(BIN)/python -m benchmarks.spark

tools: $(addprefix $(TOOLS)/,$(addsuffix /.installed,$(TOOL_NAMES))) ## set up the other projects' programs that some tests use, each in its own environment

superset: $(VENV)/.installed-dev ## try the Superset dashboard: installs a Superset, imports, runs every chart and compares
	$(BIN)/python dashboards/superset/try.py

audit: $(TOOLS)/audit/.installed $(VENV)/.installed-dev ## ask of every locked package for known weaknesses and its licence
	$(BIN)/python .ci/audit $(TOOLS)/audit $(VENV)

lock: ## write the lock files anew from the versions that pyproject.toml allows (KEEP=1: keep the versions locked)
	./.ci/lock $(PYTHON) $(if $(KEEP),keep)

clean: ## remove the environment, the warehouse and everything tools left
	rm -rf $(VENV) .cache warehouse site dashboards/dist dashboards/node_modules target logs build ./*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

HAS_JAVA := java -version 2>&1 | awk -F '"' '/version/ { exit !(int($$2) >= 17) } END { if (!NR) exit 1 }'
HAS_NODE := node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' 2>/dev/null && npm --version >/dev/null 2>&1

dashboards/dist/index.html: dashboards/node_modules/.installed dashboards/index.html dashboards/build.mjs $(shell find dashboards/src dashboards/styles -type f)
	npm --prefix dashboards run --silent build

dashboards/node_modules/.installed: dashboards/package-lock.json dashboards/package.json
	@$(HAS_NODE) || \
	  { echo "Node 20 or newer with npm is needed to build the pages (构建网页需要 Node 20 以上和 npm)" >&2; exit 1; }
	npm --prefix dashboards ci --ignore-scripts --no-audit --no-fund
	@touch $@

# So that the first build starts as fast as all others.
WARM = $(BIN)/python -m compileall -q loaders && $(BIN)/python -m loaders.warehouse.warm

# The stamps are younger than what they were made from, so a changed lock file installs again and nothing else does.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	$(WARM)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock requirements-spark.lock requirements.lock pyproject.toml | $(BIN)/python
	@$(HAS_JAVA) || echo "Spark is not set up, Java 17 or newer is missing (缺少 Java 17 以上，未安装 Spark)"
	$(PIP) install --require-hashes -r requirements-dev.lock $$($(HAS_JAVA) && echo -r requirements-spark.lock)
	$(PIP) install --no-build-isolation --no-deps -e .
	$(WARM)
	@touch $@ $(VENV)/.installed

$(TOOLS)/%/.installed: tests/tools/%.txt
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/python -m pip --disable-pip-version-check --quiet install -r $<
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 (需要 Python 3.11 以上)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
