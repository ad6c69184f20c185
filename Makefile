# make run and make test need Go and nothing else set up.
.DEFAULT_GOAL := help
SHELL := /bin/bash
GO ?= go
BIN := bin/frivilligsentral

export CGO_ENABLED ?= 0

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

.PHONY: build
build: ## build the program into bin/
	$(GO) build -trimpath -ldflags='-s -w' -o $(BIN) ./cmd/frivilligsentral

.PHONY: run
run: build ## build, start a private Postgres, fill it with the demo municipality, serve
	@exec ./$(BIN) serve

# Test programs are linked without what only a debugger reads, and vet is part of
# check. The limit is for a machine that does many other things at the same time.
TESTFLAGS := -vet=off -ldflags='-s -w' -timeout 60m

.PHONY: test
test: chromium ## every test, browser journeys included
	$(GO) test $(TESTFLAGS) ./...

# A leap day, the last day of a year, and both nights when the clock is changed.
DATES := 2028-02-29T11:00:00+01:00 2026-12-31T23:30:00+01:00 2027-03-28T01:30:00+01:00 2027-10-31T02:30:00+02:00

.PHONY: dates
dates: ## the tests of internal and web (browser journeys left out) on the days that are hard
	@packages=$$($(GO) list ./internal/... ./web/... | grep -v /e2e) || exit 1; for at in $(DATES); do \
	  echo "At $$at"; FRIVILLIGSENTRAL_TEST_NOW=$$at $(GO) test -count=1 $(TESTFLAGS) $$packages || exit 1; done

.PHONY: race
race: chromium ## every test with the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race $(TESTFLAGS) ./...

.PHONY: check
check: ## format, vet, lint, unused code; generated files, schema and translations current
	@test -z "$$(gofmt -l cmd internal migrations web)" || { gofmt -l cmd internal migrations web; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(MAKE) --no-print-directory generate
	$(MAKE) --no-print-directory texts
	@git diff --exit-code --stat -- '*_templ.go' '*.po' migrations/schema.sql || { echo 'Generated files are not current: run make generate texts and commit.'; exit 1; }

.PHONY: generate
generate: ## generate the templ code and the schema dump
	$(GO) tool templ generate -log-level error
	$(GO) run ./migrations/cmd/dumpschema

.PHONY: texts
texts: ## bring the translation files in step with the source
	$(GO) run ./internal/i18n/cmd/extract

.PHONY: assets
assets: ## rebuild css, js, fonts and icons from the pinned npm packages (needs Node.js)
	cd web && npm ci --no-audit --no-fund && bash assets/build.sh

.PHONY: bench
bench: ## measure against docs/benchmarks.md and write it anew (loads a million activities: takes a while)
	$(GO) run ./internal/bench/cmd/bench

.PHONY: fuzz
fuzz: ## fuzz every parser for ten seconds each
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg 2>/dev/null | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 10s $$pkg || exit 1; done; done

# Browser tests need Chromium; on Debian and Ubuntu it is installed when that is allowed.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo 'Installing Chromium for the browser tests'; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo 'Browser tests need Chromium: install the package chromium.'; exit 1; fi; }

.PHONY: clean
clean: ## remove what was built (not the data in .state)
	rm -rf bin
