# Everything sets itself up: Python 3.11 or later and a package index are all that is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3.14 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
unexport PYTHONDONTWRITEBYTECODE  # the programs that tests start would all be compiled anew
READY := $(VENV)/.ready

.PHONY: install demo test soak check format lint types contracts fresh lock clean

install: $(READY)  ## set up everything, every extra included

$(READY): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $(READY)

demo: $(READY)  ## the whole product in a minute: no network, no token
	$(BIN)/otklik demo

test: $(READY)
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup

soak: $(READY)  ## for as long as one likes, and longer than `test` can: bad input at every door
	$(BIN)/python tests/soak/doors.py --minutes $(or $(MINUTES),10)

check: format lint types contracts fresh test

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy monitor bot

contracts: $(READY)
	$(BIN)/lint-imports --no-cache

fresh: $(READY)  ## what is generated and committed must be what the code would generate
	$(BIN)/otklik schema | diff - sources.schema.json

lock:  ## after a change of pyproject.toml
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --all-extras pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --all-extras --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis build dist
