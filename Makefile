# Needs Python 3.11 or newer and make; everything else is installed into $(VENV) with the versions of constraints.txt.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
WORKERS ?= 2
DEMO ?= runs/demo

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo app picture test lint odd policies clean
.DELETE_ON_ERROR:

demo: $(VENV)/installed  ## the main job: a surge against its control, and a report
	@rm -rf $(DEMO)
	$(BIN)/corredor run balloon_effect balloon_control --replicates 5 --workers $(WORKERS) --out $(DEMO)
	$(BIN)/corredor report $(DEMO)/balloon_effect --control $(DEMO)/balloon_control
	@echo
	@echo "The report, for a browser: $(CURDIR)/$(DEMO)/balloon_effect/report.html"

app: $(VENV)/installed-app  ## the workshop page, on this machine; ARGS="--host 0.0.0.0" opens it to a room
	$(BIN)/corredor app $(ARGS)

picture: demo  ## the picture of the README
	$(BIN)/corredor plot $(DEMO)/balloon_effect --control $(DEMO)/balloon_control --kind flows-usa --out docs/images/balloon_effect.png

# Every worker would do its linear algebra with as many threads as there are cores, and wait for those of the others.
test: $(VENV)/installed-dev  ## the tests
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/installed-dev  ## style, types, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

odd: $(VENV)/installed  ## write the generated tables of docs/odd.md and docs/region.md
	$(BIN)/python tools/write_odd.py
	$(BIN)/python tools/write_region.py

policies: $(VENV)/installed  ## write the generated table of docs/policies.md
	$(BIN)/python tools/write_policies.py

clean:  ## take away everything that was built, but no runs
	rm -rf $(VENV) .ci/cache build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find model tools tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found. Install one, or name it: make demo PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV): a minute or two, without a word"
	@$(PIP) install -q --no-compile -c constraints.txt -e .  # Python compiles what is imported: a part of it
	@touch $@

$(VENV)/installed-app: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV), with the workshop page: a minute or two, without a word"
	@$(PIP) install -q -c constraints.txt -e ".[app]"
	@touch $@ $(VENV)/installed

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV), with the developers' tools: a minute or two, without a word"
	@$(PIP) install -q -c constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/installed
