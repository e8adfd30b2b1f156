.DEFAULT_GOAL := help
.PHONY: help run test lint bench guard accuracy evasion fuzz fuzz-short deploy tools clean-tools

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Chat through the real Lambda on this machine; stays up until Ctrl-C (ONCE=1: only the tour)
	@scripts/run

test: ## Everything: Rust tests, real clients against real binaries, deployable builds
	@scripts/test

lint: ## Formatting, clippy, rustdoc, licences and bans, Python, shell
	@scripts/lint

bench: ## Time of a decision beside word filters, and of the round trip on the emulator
	@scripts/bench

guard: ## Instructions of a decision against those written down (needs valgrind; scripts/guard --write renews)
	@scripts/guard

accuracy: ## What is found and what wrongly accused, beside peers, on public data: rewrites docs/accuracy.md
	@scripts/accuracy

evasion: ## What is found of disguised words, and what in ordinary lines of many languages: rewrites docs/evasion.md
	@scripts/evasion

fuzz: ## Hostile input for folding, rules, rulebooks and patterns: SECONDS_EACH=60 each
	@scripts/fuzz

fuzz-short: ## The same inputs every time, a few seconds each
	@RUNS=5000 scripts/fuzz

deploy: ## Build for Lambda and deploy with SAM: APP_INSTANCE_ARN=… [STACK=channel-flow] [ARCH=arm64]
	@scripts/deploy

tools: ## Install the pinned tools into .venv and .tools (test, lint and deploy do it themselves)
	@scripts/install

clean-tools: ## Remove the installed tools
	@rm -rf .venv .tools
