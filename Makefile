# Everything sets itself up: Python 3.11 or later and a package index are all that is needed.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3.14 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
unexport PYTHONDONTWRITEBYTECODE  # the programs that tests start would all be compiled anew
READY := $(VENV)/.ready
SLOWER := $(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock  # where only pip was told of the index

.DEFAULT_GOAL := help
.PHONY: help fast links

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name told; do \
	  echo "$$told" | fold -s -w 66 | sed "1s/^/$$(printf '%-11s' "$$name")/; 2,\$$s/^/           /; s/ *$$//"; done

.PHONY: install demo test long soak bench pictures check format lint types contracts fresh lock package image clean

install: $(READY)  ## set up everything, every extra included

# An environment without pip is one whose making was broken off.
$(READY): requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	-test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock || $(SLOWER)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)

demo: $(READY)  ## the whole product in a minute: no network, no token
	$(BIN)/otklik demo

test: $(READY)  ## the tests, on both cores: under three minutes
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not long"

long: $(READY)  ## the other tests: whole days and kills, storms, hostile sites, and everything on PostgreSQL too; three minutes more
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m long

KILLS ?= 100

soak: export PYTHONPATH := tests
soak: $(READY)  ## for an hour or two the real program is killed, stopped, starved and attacked; KILLS=1000 for a night
	$(BIN)/python tests/soak/first_day.py
	$(BIN)/python tests/soak/kills.py --kills $(KILLS)
	$(BIN)/python tests/soak/kills.py --kills $$(( ($(KILLS) + 4) / 5 )) --postgres
	$(BIN)/python tests/soak/commits.py
	$(BIN)/python tests/soak/commits.py --every 10 --postgres
	$(BIN)/python tests/soak/stops.py
	$(BIN)/python tests/soak/full_disk.py
	$(BIN)/python tests/soak/database.py
	$(BIN)/python -W ignore tests/soak/postgres.py
	$(BIN)/python tests/soak/steps.py
	$(BIN)/python tests/soak/parity.py
	$(BIN)/python tests/soak/workers.py
	$(BIN)/python tests/soak/leaks.py
	$(BIN)/python tests/soak/doors.py --minutes $(or $(MINUTES),10)
	$(BIN)/python -m pytest -q -n 2 -m hypothesis --hypothesis-profile default  # at random
	OTKLIK_EVERY_DATABASE=1 $(BIN)/python -m pytest -q -m one_database -k postgresql --timeout 600

bench: $(READY)  ## what it costs, beside others, and how long it keeps anybody waiting: an hour; ROW=stall for one row, RUNS=1 for a glance, STRICT=1
	PYTHONPATH=.:tests $(BIN)/python -m benchmarks $(ROW) $(if $(RUNS),--runs $(RUNS)) $(if $(STRICT),--strict)

pictures: $(READY)  ## after a change of what cards, digests or charts look like: draws docs/pictures anew
	PYTHONPATH=.:tests $(BIN)/python -m pictures

check: format lint types contracts fresh test long  ## all that CI runs

fast: format lint types contracts  ## what a commit has to pass, without the tests: half a minute, most of it types

format: $(READY)  ## whether everything is laid out by ruff
	$(BIN)/ruff format --check .

lint: $(READY)  ## ruff and bandit
	$(BIN)/ruff check .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml monitor bot

types: $(READY)  ## mypy, strict
	$(BIN)/mypy monitor bot benchmarks

contracts: $(READY)  ## which room may import which
	$(BIN)/lint-imports --no-cache

fresh: $(READY)  ## what is generated and committed must be what the code would generate
	$(BIN)/otklik schema | diff - sources.schema.json
	$(BIN)/python tests/reference.py en | diff - docs/sources.md
	$(BIN)/python tests/reference.py ru | diff - docs/sources.ru.md
	$(BIN)/python tests/licences.py | diff - docs/licences.md

lock:  ## both lock files anew, after a change of pyproject.toml
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --all-extras pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --all-extras --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

package: $(READY)  ## both packages, the wheel in an empty environment, every command there, and a first day in both languages
	rm -rf build/package
	$(BIN)/python tests/package/walk.py --keep build/package
	PYTHONPATH=tests $(BIN)/python tests/soak/first_day.py --otklik build/package/environment/bin/otklik

links: $(READY)  ## whether the addresses outside that our pages name still answer; needs a network
	$(BIN)/python tests/links.py

image:  ## the steps of the Dockerfile without an engine, then a container's life with a read-only root; needs root
	$(PYTHON) tests/image/steps.py

clean:  ## everything away that can be made again
	rm -rf $(VENV) .venv-bench .mypy_cache .ruff_cache .hypothesis build dist
