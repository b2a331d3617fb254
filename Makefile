# FLChain: what a person types. Each target is one command that works from a fresh clone with the .NET 10 SDK.
CONFIGURATION ?= Release
CLI = dotnet run --project trainer-sdk/FLChain.Cli -c $(CONFIGURATION) --
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help build demo paper-tables simulate test test-fabric interop browser bench bench-fabric format paper lint pack clean

help: ## Print what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build everything
	dotnet build FLChain.sln -c $(CONFIGURATION) --nologo -v q

demo: ## Play the whole story on the embedded consortium (options in ARGS, see: make demo ARGS=--help)
	$(CLI) demo $(ARGS)

paper-tables: ## Print Tables III and IV of the paper beside what the contracts paid, cell by cell
	dotnet run --project tests/FLChain.Simulation -c Release -- paper-tables

simulate: ## Play thousands of federations with mixed strategies on the real contracts (options in ARGS)
	dotnet run --project tests/FLChain.Simulation -c Release -- simulate $(ARGS)

test: ## Run every test; optional parts that are missing are skipped by name
	dotnet test --solution FLChain.sln -c $(CONFIGURATION)

test-fabric: ## Run conformance, the story, failing nodes and a joining organization on real Fabric (needs FABRIC_HOME)
	network/fabric/network.sh check
	dotnet build trainer-sdk/FLChain.Cli -c Release --nologo -v q
	FLCHAIN_TEST_FABRIC=1 dotnet test --project tests/FLChain.Conformance.Tests -c $(CONFIGURATION)
	FLCHAIN_TEST_FABRIC=1 dotnet test --project tests/FLChain.EndToEnd.Tests -c $(CONFIGURATION) --filter-namespace FLChain.EndToEnd.Tests.OnFabric

interop: ## Restore the official Node packages that the interoperability tests use (needs Node and npm)
	cd tests/interop && npm ci --ignore-scripts --no-audit --no-fund

browser: ## Restore what the gateway's pages and their tests take from npm (needs Node and npm; build again afterwards)
	cd gateway/browser && npm ci --ignore-scripts --no-audit --no-fund
	cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund

bench: ## Measure, print a table and write bench.json (sections in ARGS, see: make bench ARGS=--help)
	dotnet run --project tests/FLChain.Benchmarks -c Release -- $(ARGS)

paper: ## Replay the paper's section VI on MNIST; hours; goes on where it was (options in ARGS, see: make paper ARGS=--help)
	dotnet run --project tests/FLChain.Benchmarks -c Release -- paper $(ARGS)

bench-fabric: ## Measure our chaincode beside the official Node chaincode on a Fabric network (needs FABRIC_HOME and make interop)
	dotnet build trainer-sdk/FLChain.Cli -c Release --nologo -v q
	dotnet run --project tests/FLChain.Benchmarks -c Release -- shim fabric

format: ## Format the code
	dotnet format FLChain.sln

# The analyzers run in every build, with warnings as errors; what is left is the form.
lint: ## Fail where the code is not formatted
	dotnet format whitespace FLChain.sln --verify-no-changes --no-restore
	dotnet format style FLChain.sln --verify-no-changes --no-restore

pack: build ## Pack the flchain command as a .NET tool into artifacts/
	dotnet pack trainer-sdk/FLChain.Cli -c Release -o artifacts --nologo

clean: ## Remove everything that was built or restored
	git clean -fdXq -e '!.idea' -e '!.vs' -e '!network/fabric/.data'
