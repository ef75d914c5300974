# Lingban needs Python 3.12 or newer, make and a package index; everything else is set up here.

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_DEFAULT_TIMEOUT ?= 120
export PIP_RETRIES ?= 10
INSTALL := $(BIN)/python -m pip install -qq

.DEFAULT_GOAL := help
.PHONY: help run demo test check soak bench faults lock format docs clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/.runtime ## Start the whole office here, the 2017 programme announced (LINGBAN_PORT, default 8000)
	@exec $(BIN)/lingban run

demo: .venv/.runtime ## The same, with the season played to mid-November 2017 (a first look, takes a minute)
	@exec $(BIN)/lingban run --demo

test: .venv/.ready ## Run the tests; ARGS are handed to pytest
	@$(BIN)/python -m pytest $(ARGS)

check: .venv/.ready ## Check layout, style, walls between packages, types and generated files
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/basedpyright
	@$(BIN)/python -m tools.generated --check

soak: .venv/.ready ## Fuzz for long, with many seeds and big data
	@$(BIN)/python -m pytest -m soak $(ARGS)

bench: .venv/.ready ## Measure beside a baseline; one JSON line per figure
	@$(BIN)/python -m tests.load.bench

faults: .venv/.ready ## Break the running system on purpose and count what was lost or doubled
	@$(BIN)/python -m tests.faults.run

lock: .venv/.ready ## Write requirements.lock and requirements-dev.lock anew
	@sh tools/lock

format: .venv/.ready ## Let the machine do the layout
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

docs: .venv/.ready ## Write the generated files anew (docs/events.md, schemas, asyncapi.yaml)
	@$(BIN)/python -m tools.generated

clean: ## Remove what tools have made here; an installation's data stays
	@rm -rf .venv build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. A stamp stands for an installation that went through; a lost, broken or
# too old interpreter in .venv makes a new one.
.venv/.runtime: requirements.lock pyproject.toml tools/find-python
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || { \
	  python=$$(sh tools/find-python) && echo "Making .venv with $$python" && \
	  "$$python" -m venv --clear .venv; }
	@echo "Installing what Lingban runs on"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready: .venv/.runtime requirements-dev.lock
	@echo "Installing what tests and checks need"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
