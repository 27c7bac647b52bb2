# Two commands do everything on a machine with Python 3.11 or newer: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
RUNNER := lite_build/check/runner/run-notebook.mjs
RUNNER_SOURCES := $(shell find extensions -name node_modules -prune -o -type f -name '*.ts' -print) package-lock.json
NODE_HOME = $$($(BIN)/python -c 'from lite_build.runtime.node import node_executable as n; print(n().parent)')
NPM_CLI = $$($(BIN)/python -c 'from lite_build.runtime.node import npm_cli; print(npm_cli())')
NPM = PATH="$(NODE_HOME):$$PATH" node "$(NPM_CLI)"

.PHONY: serve build test lint bench wheels clean
.DELETE_ON_ERROR:

serve: $(BIN)/.installed $(RUNNER)
	$(BIN)/lite-build serve --port $(PORT)

build: $(BIN)/.installed $(RUNNER)
	$(BIN)/lite-build build

test: $(BIN)/.installed $(RUNNER)
	$(BIN)/python -m tests.browser.find_browser --install
	$(BIN)/python -m pytest $(PYTEST)

lint: $(BIN)/.installed node_modules/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(NPM) run --silent lint

bench: $(BIN)/.installed $(RUNNER)
	$(BIN)/python -m tests.browser.find_browser --install
	$(BIN)/python -m tests.bench

wheels: $(BIN)/.installed $(RUNNER)
	$(BIN)/python -m build --wheel --outdir build/wheels .

clean:
	rm -rf .venv node_modules dist build lite_build/check/runner extensions/lab/lib extensions/litewidget/share

$(BIN)/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[test,lint,demo]'
	touch $@

node_modules/.installed: package-lock.json | $(BIN)/.installed
	$(NPM) ci --no-fund --no-audit --loglevel=error
	touch $@

$(RUNNER): $(RUNNER_SOURCES) | node_modules/.installed
	$(NPM) run --silent build
