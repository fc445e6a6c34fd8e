# IA Événements. Everything installs what it needs first; the second time that costs nothing.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) packaging/bootstrap.py
VENV = .venv/bin/python
CODE = ia_events main.py tests benchmarks packaging/translations.py docs
UV = .venv/.lock/bin/python -m uv
# Other code is for machines that have no such folder yet.
PRESENT = $(wildcard $(CODE))

.DEFAULT_GOAL := help
.PHONY: help run test install tools check format lock fuzz bench screenshots translations clean

help: ## This list
	@echo "IA Événements: what can be made"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/    make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-22s%s\n", $$1, $$2 }'

run: ## Open the program, on a demonstration event the first time (without a screen: the same day in the terminal)
	@$(BOOTSTRAP) run

test: ## Run the tests (ARGS="-k badge -x" goes to pytest)
	@$(BOOTSTRAP) test $(ARGS)

install: ## Install everything both need, and nothing else
	@$(BOOTSTRAP) install

tools:
	@$(BOOTSTRAP) tools

check: tools ## Style, types and the arrows between packages
	$(VENV) -m ruff check --output-format concise .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy $(PRESENT)
	.venv/bin/lint-imports --no-logo

format: tools ## Put the code in its form, and mend what ruff can mend
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .

fuzz: install ## Ten thousand spoiled lists: none may crash, hang, or be imported by half (MUTATIONS=2000 for fewer)
	IA_EVENTS_MUTATIONS=$(or $(MUTATIONS),10000) $(VENV) -m pytest -q tests/spreadsheets/test_fuzz.py $(ARGS)

bench: tools ## The measurements, as ratios
	$(VENV) -m benchmarks $(ARGS)

screenshots: install ## The pictures of the user guide, from the running program
	$(VENV) -m docs.screenshots $(ARGS)
	$(VENV) -m docs.papers

translations: tools ## Bring the English sentences up to date with the French ones
	$(VENV) packaging/translations.py

lock: ## Write requirements*.txt again from pyproject.toml, with the hashes of every platform
	@$(BOOTSTRAP) environment
	@$(VENV) -m venv .venv/.lock
	@.venv/.lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--generate-hashes --group build --output-file requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
		--generate-hashes --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove everything that was installed or made here
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
