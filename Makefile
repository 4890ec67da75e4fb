# make demo: see it work.   make test: everything a change must pass.   README says how without make.
PYTHON ?= python3
# extras that the tests may use, e.g. make test EXTRAS=pdf,similar,cel,parquet,lsp; without them their tests are skipped by name
EXTRAS ?=
# versions known to work together; make test CONSTRAINTS= takes the newest instead
CONSTRAINTS ?= constraints.txt
PYTEST_ARGS ?= -n auto

comma := ,
PIP := .venv/bin/python -m pip --disable-pip-version-check install --quiet
TESTED := .venv/.installed-test$(addprefix -,$(subst $(comma),-,$(EXTRAS)))
# installing compiles the rules; edited ones work at once, but are read more slowly until then
RULE_FILES = $(wildcard rules/*/*.yaml)
DEMO_INPUTS = $(wildcard examples/laoting-2022.txt examples/*faulty*)

# programs of peers for make measure, e.g. PEERS="node_modules/.bin peers/bin"; those that are not found are skipped by name
PEERS ?=

.PHONY: demo test lint format coverage rules docs constraints cost measure clean

demo: .venv/.installed
ifneq ($(DEMO_INPUTS),)
	.venv/bin/perflint check $(DEMO_INPUTS) --fail-on never
else
	.venv/bin/perflint --version
	.venv/bin/perflint check --help
endif

test: lint
	.venv/bin/python -m pytest $(PYTEST_ARGS)

lint: $(TESTED)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

format: $(TESTED)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

coverage: $(TESTED)
	.venv/bin/python -m pytest $(PYTEST_ARGS) --cov --cov-report=term --cov-report=html

rules: .venv/.installed
	.venv/bin/perflint rules test

# writes the pages of rules and check kinds anew from what rules/ says
docs: .venv/.installed
	.venv/bin/perflint rules docs -o docs/rules

# writes constraints.txt anew from the newest versions that pass together
constraints:
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(MAKE) test CONSTRAINTS= EXTRAS=pdf,similar,cel,parquet,lsp,spark
	.venv/bin/python -m pip freeze --exclude-editable > constraints.txt

# counts the instructions that checking a project takes (needs valgrind) and holds them against benchmarks/instructions.json
cost: .venv/.installed
	.venv/bin/python benchmarks/instructions.py

# the table of docs/performance.md, beside the peers
measure: .venv/.installed
	.venv/bin/python benchmarks/run.py --sizes 1000,10000 --runs 3 --peer-runs 3,1 $(addprefix --peers ,$(PEERS))

clean:
	rm -rf .venv build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache rules/compiled.json

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "perflint needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml hatch_build.py $(RULE_FILES)
	$(PIP) -e .
	touch $@

$(TESTED): .venv/bin/python pyproject.toml hatch_build.py $(CONSTRAINTS) $(RULE_FILES)
	$(PIP) $(if $(CONSTRAINTS),-c $(CONSTRAINTS)) -e '.[test$(addprefix $(comma),$(EXTRAS))]'
	touch $@ .venv/.installed
