# Two commands do all their own set-up:  make demo  (a simulated class, graded)  and  make test.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LAB_FOLDER  := course
LAB_OPTIONS :=
SITE_OPTIONS := --serve
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test site lab build lint lock clean

help:  ## show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.python pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.core
	$(PIP) install --quiet --constraint constraints.txt --editable '.[test,torch,site,cluster,postgres]'
	@touch $@

$(VENV)/.site: $(VENV)/.core
	$(PIP) install --quiet --constraint constraints.txt --editable '.[site]'
	@touch $@

demo: $(VENV)/.core  ## simulate a class of 30 for lesson 01, grade it, write feedback and a report
	$(BIN)/autograder demo

test: $(VENV)/.test  ## run every test
	$(BIN)/python -m pytest -n auto --maxprocesses=4

site: $(VENV)/.site  ## make the course's website and show it on this machine
	$(BIN)/autograder site $(SITE_OPTIONS)

lab: $(VENV)/.core  ## open the course in JupyterLab
	PATH="$(CURDIR)/$(BIN):$$PATH" jupyter lab --config=nbgrader_config.py --ServerApp.root_dir=$(LAB_FOLDER) $(LAB_OPTIONS)

build: $(VENV)/.core  ## execute the lessons and make the students' notebooks
	$(BIN)/autograder build

lint: $(VENV)/.test  ## ruff and mypy
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

lock:  ## choose the newest versions that fit pyproject.toml and write them into constraints.txt
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet '.[test,torch,site,cluster,postgres]'
	{ sed -n '/^#/p' constraints.txt; build/lock/bin/python -m pip freeze --all --exclude pip --exclude perceptron-to-backpropagation | sed 's/+cpu//'; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:  ## remove the environment (a TA's grading/ folder stays)
	rm -rf $(VENV) build _build website/node_modules *.egg-info
