# One command for each thing. This file only calls; the logic is in Python, with tests.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup env lock audit

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { gsub(/\$$\$$/, "$$", $$2); printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Find, download or build everything the project runs; seconds when it is all there
	@$(PYTHON) -m toolchain setup

env: ## Print what a shell needs for plain pulumi and kubectl: eval "$$(make -s env)"
	@$(PYTHON) -m toolchain env

lock: ## Write every requirements*.txt, with hashes, from its requirements*.in; UPGRADE=yes for what is behind those too
	@$(PYTHON) -m toolchain lock $(if $(UPGRADE),--upgrade)

audit: ## Advisories on every version that is locked; fails where the advisory service does not answer
	@$(PYTHON) -m toolchain audit

.PHONY: fmt browser lint unit test test-long test-clients lab-up lab-down preflight preview up destroy verify demo new-stack docs faults bench
STACK ?= $(if $(filter frr,$(ROUTER)),frr,dev)
FROM ?= dev
VENV := .venv/bin
WORKERS ?= 2
# Also where the shell forbids bytecode: else every process of the suite compiles the project again.
PYTEST = PYTHONDONTWRITEBYTECODE= $(VENV)/pytest
PARALLEL = $(PYTEST) -n $(WORKERS) --dist loadfile
# One more for the lab, whose tests come first, see tests/lab_first.py.
WHOLE = $(PYTEST) -n $$(($(WORKERS) + 1)) --dist loadfile --no-loadscope-reorder
ENVIRONMENT = settings="$$($(VENV)/python -m toolchain env)" && eval "$$settings"
PULUMI = $(ENVIRONMENT) && pulumi stack select --create --non-interactive $(STACK) && pulumi

# Said before anything is done, and once.
.PHONY: ready root
ready:
	@test -x $(VENV)/python || { printf 'make: this clone is not set up: there is no .venv\n  hint: make setup\n' >&2; exit 1; }

root:
	@$(PYTHON) -m lab.root

fmt: ready ## Put the sources into the one format
	@$(VENV)/ruff format -q . && $(VENV)/ruff check -q --fix .

browser: ready ## The browser that tests open the report's page in; 0.3 GB in the cache
	@$(PYTHON) -m toolchain setup --only browser

lint: ready ## Lint, types, format, arrows between the folders; quick
	@$(VENV)/ruff format --check -q . && $(VENV)/ruff check -q . && $(VENV)/mypy . && $(VENV)/pytest -q tests/unit/test_layers.py

unit: ready ## All that is pure, and the lab's router over SSH: no root, no engine; under a minute
	@$(PARALLEL) -q --hypothesis-profile unit -m "not root and not engine and not lab" tests/unit tests/docs

test: setup browser lint ## Everything it needs, then all tests but the long ones, the lab included (root)
	-@$(VENV)/python -m toolchain setup --only monitoring
	-@$(VENV)/python -m toolchain setup --only yaml
	-@$(VENV)/python -m toolchain setup --only state
	@$(WHOLE) -m "not long"

test-long: setup browser ## Before a release: every test, many random cases, and the whole fault matrix (root); hours
	-@$(VENV)/python -m toolchain setup --only monitoring
	-@$(VENV)/python -m toolchain setup --only yaml
	-@$(VENV)/python -m toolchain setup --only state
	@$(WHOLE)
	@$(PARALLEL) --hypothesis-profile explore tests/unit
	@$(VENV)/python -m tests.faults
	@$(VENV)/python -m tests.faults --beside
	@$(VENV)/python -m tests.faults --platform frr

test-clients: ready ## netmiko, scrapli, NAPALM, Ansible and ntc-templates against the lab's router
	@$(VENV)/pytest tests/clients

faults: ready ## Cut, refuse and reboot at every line that is typed, and mend it; most of an hour
	@$(VENV)/python -m tests.faults

bench: ready ## Ours beside Ansible, netmiko, NAPALM and scrapli; CLAIMS=yes takes an hour, ALL=yes many
	@$(VENV)/python -m bench $(if $(ALL),--all,$(if $(CLAIMS),--claims))

docs: ready ## Write what is made from the model: docs/configuration.md, docs/checks.md, the JSON Schema
	@$(VENV)/python -m model.reference

lab-up: root ready ## Bring the lab up (root); does nothing when it is up; ROUTER=frr for FRR in place of IOS-XE
	@$(VENV)/python -m lab up $(if $(ROUTER),--router $(ROUTER))

lab-down: root ready ## Remove every trace of the lab (root), also after a crash
	@$(VENV)/python -m lab down

preflight: ready ## Can what STACK=dev describes work? Needs no engine, router or cluster
	@$(VENV)/python -m preflight --stack $(STACK)

new-stack: ready ## Write the file of STACK=prod from that of FROM=dev, without anything encrypted in that
	@$(VENV)/python -m adopt.new_stack --stack $(STACK) --from $(FROM)

preview: ready ## What `make up` would change, router lines included; STACK=dev unless told
	@$(PULUMI) preview --diff --stack $(STACK)

up: ready ## Apply the stack
	@$(PULUMI) up --stack $(STACK)

destroy: ready ## Take the stack off the router and the cluster
	@$(PULUMI) destroy --stack $(STACK)

verify: ready ## Does the running network do what the stack means?
	@$(ENVIRONMENT) && $(VENV)/python -m verify --stack $(STACK)

demo: root setup ## From a fresh machine to a verified network in the lab (root); ROUTER=frr for a real FRR
	@$(VENV)/python -m lab.demo $(if $(ROUTER),--router $(ROUTER))

# Former names; the next release drops them.
.PHONY: check check-stack
check: lint
	@echo 'make check is now make lint' >&2

check-stack: preflight
	@echo 'make check-stack is now make preflight' >&2
