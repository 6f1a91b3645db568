# `make run` and `make test` are all that a checkout needs: each makes .venv and whatever it lacks.
.DEFAULT_GOAL := help
.PHONY: help run test soak lint format bench wheel clean libraries

BIN := .venv/bin

# Written last, so a .venv without it is half made. It holds the checkout's place, since a .venv's paths are absolute.
STAMP := .venv/complete

# The newest Python that will do, one that can make a .venv first; python3 wins a tie.
find_python = for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$name -c "import ctypes, sys, venv; from importlib.util import find_spec; \
	minor = sys.version_info[1] if sys.version_info[0] == 3 else 0; \
	11 <= minor <= 14 and print(int(find_spec('ensurepip') is not None), minor, '$$name')" 2>/dev/null; \
	done | sort -s -n -k1,1 -k2,2 | tail -1 | cut -d' ' -f3

# Copied, moved, or its Python gone: then .venv is made anew.
$(shell grep -qsxF "$$(pwd -P)" $(STAMP) && $(BIN)/python -c 'import msgspec' 2>/dev/null || rm -f $(STAMP))

help:
	@echo "make run [FILE=experiment.json]   open the window; with no display, train without one"
	@echo "make test                         every check: lint, format, contracts, types, tests"
	@echo "make soak                         the trials of make test in full; this takes hours"
	@echo "make bench                        speed beside PyTorch, which it installs"
	@echo "make lint | format | wheel | clean"

run: $(STAMP) libraries
	@$(BIN)/bpstudio $(if $(FILE),"$(FILE)")

test: lint
	$(BIN)/pytest -n logical --maxprocesses 4
	@echo "make test: ruff, import contracts, mypy and pytest have all passed."

soak: $(STAMP) libraries
	@$(BIN)/python -m tests.trials --full

lint: $(STAMP) libraries
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[bench]'
	@$(BIN)/python -m tests.benchmarks

wheel: $(STAMP)
	$(BIN)/python -m build --wheel --no-isolation

clean:
	rm -rf .venv dist .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

libraries: $(STAMP)
	@$(BIN)/python -m bpstudio.system_libraries --install

# An old but whole .venv is brought up to date in place, which takes seconds; any other is made anew.
$(STAMP): pyproject.toml constraints.txt
	@python=$$($(find_python)); \
	if [ -z "$$python" ]; then \
		echo "bpstudio needs Python 3.11 to 3.14. On Debian or Ubuntu: sudo apt-get install -y python3 python3-venv" >&2; \
		exit 2; \
	fi; \
	$$python -m bpstudio.system_libraries --install --venv || exit; \
	if [ ! -e $@ ]; then \
		echo "Making .venv with $$($$python --version), once; this takes about a minute."; \
		$$python -m venv --clear .venv || exit; \
	fi; \
	rm -f $@
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt hatchling
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]'
	@pwd -P > $@
