# tcm-tui: `make demo` shows it, `make test` tests it. Both make their own virtual environment.

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# The first Python that is new enough and can make a virtual environment.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && { echo $$p; break; }; done)
# One more than there are processors: those that walk through the real program mostly wait for it.
WORKERS ?= $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 )))

# Byte code once, at installation: without it every start takes three times as long.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check format messages bench soak clean

help:  ## Show what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

demo: $(VENV)/.ready  ## Open the sample company (offline, SQLite)
	@$(BIN)/tcm-tui demo

test: $(VENV)/.ready-dev  ## Run the tests; those of a missing server are left out and named
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal

soak: $(VENV)/.ready-dev  ## Run the endurance loops in full (an hour)
	@TCM_SOAK=1 $(BIN)/pytest -n $(WORKERS) --dist worksteal --timeout 3600

check: $(VENV)/.ready-dev  ## Lint, types, import contracts, what the wheel holds
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.wheel

format: $(VENV)/.ready-dev  ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: $(VENV)/.ready-dev  ## Bring the translations in line with the source, and compile them
	@$(BIN)/python -m tests.messages

bench: $(VENV)/.ready-dev  ## Measure speed, as ratios against floors and peers in the same run
	@$(BIN)/python -m benchmarks

clean:  ## Remove what make and the tests have made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/.made: constraints.txt
ifdef UV
	@$(UV) venv --quiet --allow-existing --python '>=3.11' $(VENV)
else
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
endif
	@touch $@

$(VENV)/.ready: $(VENV)/.made pyproject.toml $(wildcard tcm_tui/i18n/locales/*/LC_MESSAGES/*.po)
ifdef UV
	@$(UV) pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[documents,mfa]'
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[documents,mfa]'
endif
	@$(BIN)/python -m compileall -q tcm_tui
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.made pyproject.toml $(wildcard tcm_tui/i18n/locales/*/LC_MESSAGES/*.po)
ifdef UV
	@$(UV) pip install --quiet --python $(BIN)/python -c constraints.txt --group dev -e '.[documents,mfa,postgres]'
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev -e '.[documents,mfa,postgres]'
endif
	@touch $@ $(VENV)/.ready
