# Everything a person or a CI runs, by name. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INCLUDES = $$($(BIN)/python -c "import google.rpc, pathlib; print(pathlib.Path(list(google.rpc.__path__)[0]).parents[1])")
PROTO := protos/tidings/v1/newsroom.proto

.PHONY: help install demo test unit quality bench soak lint types imports audit protos protos-lint clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

install: $(VENV)/.installed ## build .venv and convert the bundled models, once

# torch first: its constraint names the CPU build, which nothing else may widen.
$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/tidings models convert --quiet
	touch $@

demo: install ## run the main job on examples/articles; the report is demo/report.html
	$(BIN)/tidings corpus examples/articles --out demo
	@echo
	@echo "  The report: $(CURDIR)/demo/report.html"

test: install lint types imports protos-lint unit ## everything CI runs

unit: install ## the tests
	$(BIN)/python -m pytest

quality: install ## the full development sets in ../shared through `tidings evaluate`; figures in build/quality
	$(BIN)/python -m tests.quality.full

bench: install ## speed, memory, start-up, cached requests, fairness; 20 minutes; figures and plot in build/bench
	$(BIN)/python -m tests.bench.bench_speed

soak: install ## ten minutes (SOAK_SECONDS) of mixed load with faults; ends with 0 where nothing was wrong, leaked or grew
	$(BIN)/python -m tests.bench.soak

lint: install ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## mypy, strict
	$(BIN)/mypy

imports: install ## imports point one way
	$(BIN)/lint-imports

audit: install ## pinned versions against known vulnerabilities; exit 3 where no advisory service can be reached
	test -x build/audit/bin/pip-audit || { $(BIN)/python -m venv build/audit \
		&& build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1; }
	$(BIN)/python deploy/audit.py build/audit/bin/pip-audit constraints.txt

protos-lint: install ## buf lint, STANDARD and COMMENTS
	mkdir -p build
	$(BIN)/python -m grpc_tools.protoc -Iprotos -I"$(INCLUDES)" --include_imports --include_source_info \
		--descriptor_set_out=build/tidings.binpb $(PROTO)
	$(BIN)/buf lint build/tidings.binpb --config protos/buf.yaml

protos: install ## write the Python stubs again after a change of the .proto
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m grpc_tools.protoc -Iprotos -I"$(INCLUDES)" --python_out=protos \
		--mypy_out=quiet:protos --grpc_python_out=protos --mypy_grpc_out=quiet:protos $(PROTO)

clean: ## remove what was built; models and cache stay
	rm -rf $(VENV) build demo out
