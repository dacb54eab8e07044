# One command for each thing. This file only calls; the logic is in Python, with tests.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup env

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { gsub(/\$$\$$/, "$$", $$2); printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Find, download or build everything the project runs; seconds when it is all there
	@$(PYTHON) -m toolchain setup

env: ## Print what a shell needs for plain pulumi and kubectl: eval "$$(make -s env)"
	@$(PYTHON) -m toolchain env
