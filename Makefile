# The only door. Each target installs what it needs itself.
.PHONY: help demo assets test check test-browser pictures test-postgres test-oidc test-api test-wire test-restore check-content bench bench-records bench-england bench-measures bench-measures-england bench-verdicts bench-web bench-web-short bench-web-postgres accept generate audit tools

# Programs, tests and benches are chosen by name out of the whole workspace: chosen
# by package, each would have the query engine built again with other features.

# What `make demo` is built as: `dev` is far quicker to build, and slower to run.
PROFILE ?= release
BROWSER_MODULES := tests/browser/node_modules/.package-lock.json

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: tools assets ## Build, import an invented council's plan with a year of history, write its papers and serve it (ARGS=--no-serve: only the papers; PROFILE=dev: quicker to build, slower to run)
	cargo build --workspace --bin sightline --profile $(PROFILE)
	target/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))/sightline demo --out demo $(ARGS)

test: tools assets ## Every test that needs no database server (fuzz corpora for a bounded time included)
	cargo test --workspace

check: tools assets ## Format, lints, allowed directions, generated files
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- --deny warnings
	cargo xtask tidy

check-content: tools assets ## Load every measure and case list, and run their cases
	cargo build --workspace --bin sightline
	target/debug/sightline measure check --content content

test-browser: tools assets $(BROWSER_MODULES) ## Walk the pages in a real browser, as every role, at two widths, with and without JavaScript
	scripts/install-chromium
	cargo build --workspace --bin sightline
	node --test --test-reporter=spec tests/browser/main.test.mjs

pictures: ## Make the guide's pictures anew, while walking the pages
	PICTURES=docs/guide/src/pictures $(MAKE) test-browser

test-postgres: tools assets ## The store's suite and the reading of records on a real PostgreSQL, and an outage of it; installed and started here
	tests/postgres/run.sh

test-oidc: tools assets ## Single sign-on against a real OpenID Connect provider, installed and started here
	tests/oidc/run.sh

test-api: tools assets ## The JSON API against its own OpenAPI document, with schemathesis, installed here
	tests/api/run.sh

test-wire: tools assets ## The door for analytics with real psql and psycopg, installed here, with TLS and without
	tests/wire/run.sh

test-restore: tools assets ## Back up a demonstration, restore it elsewhere, with its key and without
	tests/restore/run.sh

bench: tools assets bench-verdicts ## Measure what we promise, and fail when a promise is missed
	cargo bench --workspace --bench promises

bench-records: tools assets ## Measure loading, checking and making children's records
	cargo bench --workspace --bench records
	cargo bench --workspace --bench synthetic
	cargo bench --workspace --bench quality

bench-england: tools assets ## Make, write and load ten years of all of England's councils, one after the other
	cargo bench --workspace --bench synthetic -- --england

bench-measures: tools assets ## Measure counting every measure of a large council, and opening their pages
	cargo bench --workspace --bench measures
	cargo bench --workspace --bench web -- --measures

bench-measures-england: tools ## Count every measure of all of England's councils, and some beside DuckDB and Polars, installed here
	scripts/bench-measures-england

bench-verdicts: ## How often verdicts are right, into docs/verdict-simulation.md, and how long they take
	cargo bench --quiet --package sightline-domain --bench verdicts > docs/verdict-simulation.md

bench-web-short: tools assets ## Measure the web application under fifty people for twenty seconds
	cargo bench --workspace --bench web -- --short

bench-web: tools assets ## Measure the web application under fifty and five hundred people, for seven minutes
	cargo bench --workspace --bench web

bench-web-postgres: tools assets ## The same on a real PostgreSQL, installed and started here
	tests/postgres/bench.sh

accept: tools assets ## Accept changed snapshots and rewrite generated files; then read the diff
	INSTA_UPDATE=always cargo test --workspace
	cargo xtask generate

generate: tools assets ## Rewrite docs/cli.md, docs/errors.md and schemas/
	cargo xtask generate

audit: tools ## Licences, advisories and sources of every dependency
	cargo deny --version >/dev/null 2>&1 || cargo install --locked cargo-deny
	cargo deny check

$(BROWSER_MODULES): tests/browser/package-lock.json | tools
	npm ci --prefix tests/browser --ignore-scripts --no-progress --loglevel=error
	@touch $@

# The web pages' style sheet and script. npm runs only when the lock changed,
# the build only when a source did.
WEB := crates/sightline-web
NODE_MODULES := $(WEB)/node_modules/.package-lock.json
ASSETS_BUILT := $(WEB)/assets/built/.stamp
ASSET_SOURCES := $(WEB)/package.json $(wildcard $(WEB)/assets/*.* $(WEB)/assets/styles/* docs/guide/src/pictures/*)

assets: $(ASSETS_BUILT) ## Build the style sheet and the script of the web pages

$(NODE_MODULES): $(WEB)/package-lock.json | tools
	npm ci --prefix $(WEB) --ignore-scripts --no-progress --loglevel=error
	@touch $@

$(ASSETS_BUILT): $(ASSET_SOURCES) $(NODE_MODULES)
	node $(WEB)/assets/build.mjs
	@touch $@

tools:
	@scripts/install-tools
