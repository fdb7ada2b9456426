# What a contributor types. The work is in ops/; each line there says what it does.
.DEFAULT_GOAL := help
.PHONY: help run test check fmt update e2e slow deny bench bench-pages bench-rotation

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\): ## /  make \1\t/p' Makefile | expand -t 18
run: ## build everything and serve a demo county on http://127.0.0.1:8080
	@ops/run.sh
test: ## everything CI runs: lints, SQLite, PostgreSQL, frontend, browser, contract
	@ops/test.sh
check: ## the quick part: formatting, lints, tests on SQLite
	@ops/test.sh format lint spelling rust_sqlite
fmt: ## format Rust and TypeScript
	@ops/fmt.sh
update: ## rewrite the generated files: openapi.json, docs, TypeScript types
	@ops/update.sh
e2e: ## the browser journeys alone
	@ops/test.sh browser_sqlite
slow: ## the same tests in the sizes a release wants: hours; appends to docs/evidence.md
	@ops/slow.sh
deny: ## licences, sources and banned crates of what is built in (deny.toml)
	@ops/deny.sh
bench: ## measure on both databases: N=100000 cases, ROUNDS=5; appends to docs/performance.md
	@ops/bench.sh
bench-pages: ## measure the list of cases in a slowed-down browser; appends to docs/performance.md
	@ops/bench-pages.sh
bench-rotation: ## size, objective, bound, gap, seconds of rosters: SIZES, SEEDS="1 2 3", TIGHT, SECONDS_EACH, RANDOM_INSTANCES
	@ops/bench-rotation.sh
