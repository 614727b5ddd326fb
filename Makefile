# `make` on a fresh Debian 12 with Python 3.11 needs nothing else for `make demo`. See `make help`.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
export PYTHONPATH := src
# starting Python a hundred times over is quicker with compiled files
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo demo-reset test lint bench bench-matching mutants vendor messages lock clean
help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: .venv/base.stamp  ## the demo district on http://localhost:8000 (PORT=, DATABASE_URL=); Ctrl-C stops everything
	@exec $(PY) -m liandong.cli demo --port $(PORT)

demo-reset: .venv/base.stamp  ## forget what was entered and start the demo afresh
	@exec $(PY) -m liandong.cli demo --port $(PORT) --reset

test: .venv/dev.stamp  ## everything that CI runs
	@tools/browser.sh
	@$(MAKE) --no-print-directory lint
	@$(PY) -m liandong.cli messages
	@$(PY) tools/run_tests.py

lint: .venv/dev.stamp  ## ruff, mypy --strict, import contracts
	@.venv/bin/ruff check .
	@LIANDONG_PROFILE=test LIANDONG_VAR=var/test .venv/bin/mypy
	@LIANDONG_PROFILE=test LIANDONG_VAR=var/test .venv/bin/lint-imports

mutants: .venv/dev.stamp  ## break one promise at a time; each must turn its named test red
	@$(PY) -m liandong.cli messages
	@$(PY) tools/mutants.py

bench: .venv/dev.stamp  ## measure, and print one table with ratios
	@$(PY) -m liandong.cli messages
	@$(PY) -m benchmarks

bench-matching: .venv/dev.stamp  ## measure the matching engine beside its baselines (LONG=--long for all sizes)
	@$(PY) -m benchmarks.matching $(LONG)

vendor:  ## bring the front-end files from npm again (needs Node; users do not)
	@cd vendor && npm ci --ignore-scripts && node vendor.mjs

messages: .venv/dev.stamp  ## collect the texts of the interface for translation, and compile them
	@$(PY) -m liandong.cli messages --collect

lock: .venv/dev.stamp  ## lock the dependencies again
	@.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/base.txt
	@.venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-annotate --extra dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt

.venv/base.stamp: requirements/base.txt
	@PYTHON=$(PYTHON) tools/install.sh requirements/base.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt
	@PYTHON=$(PYTHON) tools/install.sh requirements/dev.txt
	@touch $@ .venv/base.stamp

clean:  ## stop the databases and forget every local file
	@-$(PY) -m liandong.cli stop
	@-LIANDONG_VAR=var/test $(PY) -m liandong.cli stop
	@rm -rf var .venv .mypy_cache .ruff_cache .hypothesis
