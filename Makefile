# `make run` and `make test` need Python 3.11 or newer, make, and a package registry that pip reaches.

PYTHON ?= python3
JOBS ?= auto
ARGS ?=

RUN := .venv/bin
DEV := .venv-dev/bin
FLASK := $(RUN)/flask --app wsgi
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard mal/translations/*/LC_MESSAGES/*.po))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHONUTF8 := 1

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: environment ## Start the site with demo data on http://127.0.0.1:8000 (PORT, DATABASE_URL, MAL_*)
	@$(FLASK) db upgrade
	@$(FLASK) demo load --if-empty
	@exec $(FLASK) serve

.PHONY: test
test: environment-dev ## Run all tests, on SQLite and on a PostgreSQL of their own (ARGS="-k calendar", JOBS=0)
	@$(DEV)/python -m pytest -n $(JOBS) --maxprocesses 4 --dist worksteal $(ARGS)

.PHONY: lint
lint: environment-dev ## Check style, types, who imports whom, templates and locks
	$(DEV)/ruff check .
	$(DEV)/ruff format --check .
	$(DEV)/mypy
	$(DEV)/lint-imports
	$(DEV)/djlint templates --lint --quiet
	@! grep -nE '://|--(extra-)?index|--find-links|--trusted-host' requirements.lock dev.lock

.PHONY: format
format: environment-dev ## Put the code into the house style
	$(DEV)/ruff check --fix .
	$(DEV)/ruff format .

.PHONY: bench
bench: environment-dev ## Measure the pages and the guard against bare ones of the same run
	@$(DEV)/python -m tests.bench $(ARGS)

.PHONY: screenshots
screenshots: environment-dev ## Take pictures of the key pages into instance/gallery (ARGS="folder --only week")
	@$(DEV)/python -m tests.gallery $(ARGS)

.PHONY: help-pictures
help-pictures: environment-dev ## Take the pictures of the help anew, from the pages as they are (ARGS="--only ask-when")
	@$(DEV)/python -m tests.gallery --help-pictures $(ARGS)

.PHONY: messages
messages: environment-dev ## Bring the message catalogues up to date with the code, and make those that are missing
	@$(DEV)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output --omit-header \
		-o mal/translations/messages.pot .
	@for language in $(LANGUAGES); do \
		$(DEV)/pybabel -q update -i mal/translations/messages.pot -d mal/translations -l $$language --init-missing \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120 || exit 1; \
	done
	@rm -f mal/translations/messages.pot
LANGUAGES := pl uk

.PHONY: lock
lock: environment-dev ## Resolve the dependencies anew into both locks
	$(DEV)/uv pip compile $(LOCK_OPTIONS) -o requirements.lock
	$(DEV)/uv pip compile $(LOCK_OPTIONS) --group test --group lint -o dev.lock
LOCK_OPTIONS := pyproject.toml --quiet --universal --generate-hashes --no-header --no-annotate $(ARGS)

# The two environments never touch each other. The copy of the lock inside tells what was installed last,
# so that a second start installs nothing.
.PHONY: environment
environment: .venv/bin/python
	@cmp -s requirements.lock .venv/installed.lock || { \
		echo "Installing what the site needs into .venv …" && \
		$(RUN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
		cp requirements.lock .venv/installed.lock; }
	@$(MAKE) --no-print-directory BABEL=$(RUN)/pybabel catalogues
	@$(RUN)/python -m mal.shared.assets

.PHONY: environment-dev
environment-dev: .venv-dev/bin/python
	@cmp -s dev.lock .venv-dev/installed.lock || { \
		echo "Installing what the tests need into .venv-dev …" && \
		$(DEV)/python -m pip install --quiet --require-hashes -r dev.lock && \
		cp dev.lock .venv-dev/installed.lock; }
	@$(MAKE) --no-print-directory BABEL=$(DEV)/pybabel catalogues
	@$(DEV)/python -m mal.shared.assets

%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.13 …" >&2; exit 1; }
	@rm -f $*/installed.lock
	@$(PYTHON) -m venv $* || { rm -rf $*; \
		echo "Python's venv module is needed (on Debian: apt-get install python3-venv)." >&2; exit 1; }

.PHONY: catalogues
catalogues: $(CATALOGUES)
	@:

%.mo: %.po
	@$(BABEL) -q compile -i $< -o $@

.PHONY: clean
clean: ## Remove both environments and all caches; the data under instance/ stays
	rm -rf .venv .venv-dev mal/packed .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(CATALOGUES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
