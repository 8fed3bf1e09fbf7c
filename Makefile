# Everything a person does here, by name: `make help`. Nothing but Python 3.11+ is needed;
# what else it takes goes into .venv, which is made anew whenever pyproject.toml changes.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
CHECKED := compiler tests specs/demo
FORMATTED := $(CHECKED) generated

# The environment is .venv alone, whatever the caller's shell has set up for other projects.
# Without bytecode every `dwmap` that a test starts would compile the compiler first.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE
export PYTHONNOUSERSITE := 1

.DEFAULT_GOAL := help
.PHONY: help demo test long check format lint types imports specs docs environment clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: .venv/run.stamp ## Build specs/, synchronize two example systems, show every step
	@$(BIN)/dwmap build specs
	@$(BIN)/python specs/demo

test: .venv/dev.stamp ## Run the whole test suite
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

long: .venv/dev.stamp ## Run the long random tests, which take minutes
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m long

check: ## Run everything that a change must pass (the same script as CI)
	@.ci/run

format: .venv/dev.stamp ## Put code and specs into their canonical form
	@$(BIN)/ruff check --quiet --fix $(CHECKED)
	@$(BIN)/black --quiet $(FORMATTED)
	@$(BIN)/dwmap fmt specs

lint: .venv/dev.stamp ## Check that `make format` has nothing to do
	@$(BIN)/black --quiet --check --diff $(FORMATTED)
	@$(BIN)/ruff check --quiet $(CHECKED)

types: .venv/dev.stamp ## Check types: compiler, runtime, generated code, tests
	@$(BIN)/mypy

imports: .venv/dev.stamp ## Check the import law
	@$(BIN)/lint-imports --no-logo

specs: .venv/dev.stamp ## Check that specs/ is clean, formatted, and generated/ fresh
	@$(BIN)/dwmap check specs
	@$(BIN)/dwmap fmt --check specs
	@$(BIN)/dwmap build --check specs

docs: .venv/run.stamp ## Write the documentation site of specs/
	@$(BIN)/dwmap docs specs

environment: .venv/dev.stamp ## Make or renew .venv with all that developers need

clean: ## Remove everything that these commands have made, .venv included
	@rm -rf .venv build dist site demo .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis .dwmap_cache
	@find compiler tests generated -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment for users is made in seconds; tools for developers are added on demand.
.venv/run.stamp: .venv/bin/python pyproject.toml
	@echo "Installing dwmap into .venv ..." >&2
	@$(INSTALL) --editable '.[run]'
	@touch $@

.venv/dev.stamp: .venv/bin/python pyproject.toml
	@echo "Installing dwmap and the tools of its developers into .venv ..." >&2
	@$(INSTALL) --editable '.[dev]'
	@touch .venv/run.stamp $@

.venv/bin/python:
	@python=$$(.ci/python) && "$$python" -m venv --clear .venv
