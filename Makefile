# E.V.A.: `make help` lists the targets. PYTHON=/path/to/python3.11 chooses the interpreter of .venv.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
CODE := policies tools memory agents bots evals eva.py tests
WORKERS ?= 2
.DEFAULT_GOAL := help
.PHONY: help run install check test mutate bench lock clean
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

mutate: install ## change policies/ in small ways, a test must notice each: make mutate FILE=policies/floors.py
	@PYTHONHASHSEED=0 $(BIN)/python -m tests.mutation --workers $(WORKERS) $(ARGS) $(FILE)

bench: install ## measure this machine: make bench GROUPS="start kernel"
	@$(BIN)/eva bench $(GROUPS)

adversary: install ## attack the loss floors of every ruleset: make adversary ARGS="house --steps 50000"
	@$(BIN)/python -m evals.adversary $(ARGS)

lock: ## write requirements/*.txt again from pyproject.toml
	@requirements/lock.sh

clean: ## remove .venv, caches and build leftovers; never any state
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
