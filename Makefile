# `make` lists the targets. Python 3.11 to 3.13 and make are the only requirements.

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

# They would put the machine's own modules before those installed here.
unexport PYTHONPATH
unexport PYTHONHOME

# Else each of the hundreds of processes that tests start would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo quick test coverage bench lint format examples seeds edits strength explain figures translations docs constraints clean distclean

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  PYTHON=python3.12   the interpreter for creating $(VENV)"
	@echo "  UNCONFINED=1        with demo: grade without the sandbox, where the kernel does not support it"
	@echo "  SEED=7              with demo: draw other hidden numbers, from another course secret"
	@echo "  EXTRAS=test,torch,dask,postgres   with test: install these too, so that nothing is skipped"
	@echo "  ARGS='-k adam -x'   with test: more arguments for pytest"

demo: $(VENV)/installed ## Grades a made-up class of 30 in build/demo, and checks every mark
	$(VENV)/bin/course demo$(if $(UNCONFINED), --unconfined)$(if $(SEED), --seed $(SEED))

quick: $(VENV)/installed-$(EXTRAS) ## Runs the quick tests, which start no process, no server and no browser
	$(PY) -m pytest -q -n auto --dist worksteal -m "not processes and not slow" $(ARGS)

test: $(VENV)/installed-$(EXTRAS) ## Runs every test that this machine supports
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

# Only the quick tests: measuring takes half as long again, and does not cover code that runs in a
# process of its own, such as students' code.
coverage: $(VENV)/installed-$(EXTRAS) ## Measures which lines the quick tests run; writes build/coverage
	$(PY) -m pytest -q -n auto -m "not processes and not slow" --cov --cov-report= $(ARGS)
	@$(PY) -m coverage html --quiet --directory build/coverage
	@echo "The quick tests run `$(PY) -m coverage report --format=total`% of all lines: build/coverage/index.html"

bench: $(VENV)/installed-$(EXTRAS) ## Times grading, compared with nbgrader, and sliders; writes build/bench.json
	$(PY) -m benchmarks.grading
	$(PY) -m benchmarks.sliders
	$(PY) -m benchmarks.hostile 40

lint: $(VENV)/installed-$(EXTRAS) ## Checks style, types and spelling, and that notebooks have no outputs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m codespell_lib .
	$(if $(NOTEBOOKS),$(STRIP) --verify $(NOTEBOOKS))

format: $(VENV)/installed-$(EXTRAS) ## Fixes automatically what it can of what lint finds
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	$(if $(NOTEBOOKS),$(STRIP) $(NOTEBOOKS))

examples: $(VENV)/installed-$(EXTRAS) ## Writes the worked examples that `check` shows, from grader_tests
	$(PY) -m grader_tests.engine.examples

seeds: $(VENV)/installed-$(EXTRAS) ## Judges all known mistakes and trivial functions with 1,000 seeds each
	SEEDS=1000 $(PY) -m pytest -n auto --dist worksteal -q tests/exercises/test_luck.py $(ARGS)

edits: $(VENV)/installed-$(EXTRAS) ## Grades right notebooks after 1,000 random edits of each of three
	EDITS=1000 $(PY) -m pytest -n auto --dist worksteal -q tests/autograder/grading/test_random_edits.py $(ARGS)

strength: $(VENV)/installed-$(EXTRAS) ## Mutates every solution, or those of ARGS='TOPIC', and writes docs/strength.md
	$(PY) -m grader_tests.strength.score $(ARGS)

explain: $(VENV)/installed-$(EXTRAS) ## Explains wrong functions of all kinds, and writes docs/explained.md
	$(PY) tests/support/explained.py $(ARGS)

figures: $(VENV)/installed-$(EXTRAS) ## Runs the lessons; writes build/figures/index.html with every figure, light and dark
	$(PY) tests/support/figures.py $(ARGS)

translations: $(VENV)/installed-$(EXTRAS) ## Extracts and merges messages; lists what has no translation
	$(PY) -m autograder.translation $(ARGS)

docs: $(VENV)/installed-$(EXTRAS) ## Builds the documentation as a site: build/site/index.html
	$(PY) -m sphinx --quiet --fail-on-warning --keep-going --fresh-env --write-all -d build/doctrees docs build/site
	@echo "Open build/site/index.html"

constraints: ## Pins new dependencies of pyproject.toml; UPGRADE=1 upgrades all of them
	@$(check_python)
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@echo "torch==$(TORCH)" > build/lock/torch.txt
	build/lock/bin/uv pip compile pyproject.toml course_lib/pyproject.toml --all-extras \
	    --universal --python-version 3.11 --fork-strategy fewest $(if $(UPGRADE),--upgrade) \
	    --constraint build/lock/torch.txt --no-annotate --no-emit-index-url \
	    --custom-compile-command "make constraints" --quiet --output-file constraints.txt

clean: ## Deletes what demo, tests and tools left behind; keeps .venv
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

distclean: clean ## Does the same, and deletes .venv
	rm -rf $(VENV)

$(VENV)/installed: $(DECLARED)
	@$(install) --editable .
	@touch $@

$(VENV)/installed-%: $(DECLARED)
	@$(install) --editable ".[$*]"
	@touch $@

# The build backend is installed first, from the same list, so that the build downloads nothing.
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
    echo "$(PYTHON) was not found. Install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=python3.12" >&2; \
    exit 1; }; } && \
{ "$(PYTHON)" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" || { \
    echo "This needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is `$(PYTHON) --version 2>&1`. Choose another one: make PYTHON=python3.12" >&2; \
    exit 1; }; } && \
{ "$(PYTHON)" -c "import ensurepip, venv" 2> /dev/null || { \
    echo "$(PYTHON) cannot create a virtual environment: its modules venv and ensurepip are missing. On Debian and Ubuntu, as root: apt-get install python3-venv" >&2; \
    exit 1; }; }
endef
