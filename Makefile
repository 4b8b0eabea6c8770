# E.V.A.: `make help` lists the targets. PYTHON=/path/to/python3.11 chooses the interpreter of .venv.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
CODE := policies tools memory agents bots evals eva.py tests
WORKERS ?= 2
.DEFAULT_GOAL := help
.PHONY: help run install check test bench lock clean
.NOTPARALLEL:

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

run: ## install the core if it is missing, then talk: printf '/statut\n' | make -s run
	@requirements/install.sh core
	@exec $(BIN)/eva chat

install: ## install the core and every locked extra
	@requirements/install.sh all

check: install ## lint, format, types, import contracts
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports

test: check ## everything that check does, then the tests
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

bench: install ## measure this machine: make bench GROUPS="start kernel"
	@$(BIN)/eva bench $(GROUPS)

lock: ## write requirements/*.txt again from pyproject.toml
	@requirements/lock.sh

clean: ## remove .venv, caches and build leftovers; never any state
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
