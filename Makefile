# `make` says what there is. Python 3.11 to 3.13 and make are all that has to be here beforehand.

PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= test
ARGS ?=
UNCONFINED ?=
SEED ?=
TORCH = 2.13.0

PY = $(VENV)/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
STRIP = $(PY) -m nbstripout --keep-id --extra-keys metadata.language_info.version
NOTEBOOKS = $(wildcard notebooks/*/*.ipynb)
DECLARED = pyproject.toml course_lib/pyproject.toml constraints.txt

# Modules of the machine's own would stand before the ones installed here.
unexport PYTHONPATH
unexport PYTHONHOME

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo quick test coverage bench lint format examples seeds strength docs constraints clean distclean

help: ## Says what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  PYTHON=python3.12   the interpreter that $(VENV) is made with"
	@echo "  UNCONFINED=1        with demo: grade without the sandbox, where the kernel has none"
	@echo "  SEED=7              with demo: draw other hidden numbers, from another course secret"
	@echo "  EXTRAS=test,torch,dask,postgres   with test: install these too, so that nothing is skipped"
	@echo "  ARGS='-k adam -x'   with test: more arguments for pytest"

demo: $(VENV)/installed ## Grades a made-up class of 30 in build/demo and checks every mark
	$(VENV)/bin/course demo $(if $(UNCONFINED),--unconfined) $(if $(SEED),--seed $(SEED))

quick: $(VENV)/installed-$(EXTRAS) ## Runs the tests that start no process, no server and no browser
	$(PY) -m pytest -q -n auto -m "not processes and not slow" $(ARGS)

test: $(VENV)/installed-$(EXTRAS) ## Runs every test that this machine can
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

# Not with every test: it adds half to the time of one that stays in its process, and what runs in
# a process of its own, as students' code does, is not measured.
coverage: $(VENV)/installed-$(EXTRAS) ## Measures which lines the quick tests run; writes build/coverage
	$(PY) -m pytest -q -n auto -m "not processes and not slow" --cov --cov-report= $(ARGS)
	@$(PY) -m coverage html --quiet --directory build/coverage
	@echo "The quick tests run `$(PY) -m coverage report --format=total`% of all lines: build/coverage/index.html"

bench: $(VENV)/installed-$(EXTRAS) ## Measures grading beside nbgrader, and sliders; writes build/bench.json
	$(PY) -m benchmarks.grading
	$(PY) -m benchmarks.grading growth
	$(PY) -m benchmarks.sliders

lint: $(VENV)/installed-$(EXTRAS) ## Checks style, types, spelling, and that notebooks hold no outputs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m codespell_lib .
	$(if $(NOTEBOOKS),$(STRIP) --verify $(NOTEBOOKS))

format: $(VENV)/installed-$(EXTRAS) ## Mends what lint finds, as far as a program can
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	$(if $(NOTEBOOKS),$(STRIP) $(NOTEBOOKS))

examples: $(VENV)/installed-$(EXTRAS) ## Writes the worked examples that `check` shows, from grader_tests
	$(PY) -m grader_tests.engine.examples

seeds: $(VENV)/installed-$(EXTRAS) ## Judges all known mistakes and trivial functions with 1,000 seeds each
	SEEDS=1000 $(PY) -m pytest -n auto --dist worksteal -q tests/exercises/test_luck.py $(ARGS)

strength: $(VENV)/installed-$(EXTRAS) ## Mutates every solution, and writes docs/strength.md
	$(PY) -m grader_tests.strength.score

docs: $(VENV)/installed-$(EXTRAS) ## Builds the documentation as a site, build/site/index.html
	$(PY) -m sphinx --quiet --fail-on-warning --keep-going --fresh-env --write-all -d build/doctrees docs build/site
	@echo "Open build/site/index.html"

constraints: ## Pins what pyproject.toml newly asks for; UPGRADE=1 takes the newest of everything
	@$(check_python)
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@echo "torch==$(TORCH)" > build/lock/torch.txt
	build/lock/bin/uv pip compile pyproject.toml course_lib/pyproject.toml --all-extras \
	    --universal --python-version 3.11 --fork-strategy fewest $(if $(UPGRADE),--upgrade) \
	    --constraint build/lock/torch.txt --no-annotate --no-emit-index-url \
	    --custom-compile-command "make constraints" --quiet --output-file constraints.txt

clean: ## Takes away what demo, tests and tools left behind; keeps .venv
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

distclean: clean ## The same, and .venv
	rm -rf $(VENV)

$(VENV)/installed: $(DECLARED)
	@$(install) --editable .
	@touch $@

$(VENV)/installed-%: $(DECLARED)
	@$(install) --editable ".[$*]"
	@touch $@

# The build backend comes first and from the same list, so that building fetches nothing of its own.
define install
$(check_venv) && \
echo "Installing into $(VENV): the first time this takes a few minutes." && \
$(PIP) hatchling editables && $(PIP) --no-build-isolation
endef

define check_venv
if ! $(PY) -m pip --version > /dev/null 2>&1; then $(check_python) && $(PYTHON) -m venv $(VENV); fi
endef

define check_python
{ command -v "$(PYTHON)" > /dev/null || { \
    echo "There is no $(PYTHON) here. Install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=python3.12" >&2; \
    exit 1; }; } && \
{ "$(PYTHON)" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" || { \
    echo "This needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is `$(PYTHON) --version 2>&1`. Name another one: make PYTHON=python3.12" >&2; \
    exit 1; }; } && \
{ "$(PYTHON)" -c "import ensurepip, venv" 2> /dev/null || { \
    echo "$(PYTHON) cannot make a virtual environment: its modules venv and ensurepip are missing. On Debian and Ubuntu, as root: apt-get install python3-venv" >&2; \
    exit 1; }; }
endef
