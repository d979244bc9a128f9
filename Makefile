# Two commands matter: `make run` serves an evening, `make test` proves the program.
# Everything happens inside .venv; the locks decide what is in it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=

RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: help install install-dev browser office run demo test lint format access soak bench screenshots messages lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "Driegesprek needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps hold what was installed last, so nothing is installed again until a lock changes.
$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install -r requirements.lock
	$(PIP) install --no-deps --build-constraint requirements-dev.lock -e .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	$(PIP) install -r requirements-dev.lock
	@touch $@

install: $(RUNTIME) ## the program's own packages, in .venv

install-dev: $(DEV) ## and those for tests, linting and building

browser: $(DEV) ## a Chromium for the tests that need one
	@sh tests/browser.sh $(BIN)/python

office: ## a LibreOffice for the tests that read our documents back
	@sh tests/office.sh

run: install ## serve; ARGS="--port 9000" and so on
	$(BIN)/python app.py serve $(ARGS)

demo: install ## serve a filled-in evening with simulated phones
	$(BIN)/python app.py demo $(ARGS)

# Two files at a time where time does not matter; what faults do to time is measured alone.
test: browser office lint ## everything: linters, types, all tests
ifeq ($(ARGS),)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --ignore tests/faults
	$(BIN)/python -m pytest tests/faults
else
	$(BIN)/python -m pytest $(ARGS)
endif

lint: $(DEV) ## ruff, mypy, bandit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py facilitation

format: $(DEV) ## tidy the Python files
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

access: browser ## every page and state with axe, in every language and theme
	EVERY_LANGUAGE=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/accessibility

soak: $(DEV) ## long runs with kills and floods (not part of test)
	$(BIN)/python -m tests.soak $(ARGS)

bench: browser ## the phone page's weight on a slow link; 2,000 notes to PDF
	$(BIN)/python -m tests.bench.phone $(ARGS)
	$(BIN)/python -m tests.bench.minutes

screenshots: browser ## renew the pictures in the README
	$(BIN)/python -m tests.screenshots $(ARGS)

messages: $(DEV) ## bring the gettext catalogues up to date with the sources
	$(BIN)/python -m facilitation.locale.update $(ARGS)

lock: ## pin the newest allowed versions (needs uv)
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --extra dev --constraint requirements.lock pyproject.toml \
		--output-file requirements-dev.lock

clean: ## remove what was made here, never data/
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
