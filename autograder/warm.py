"""Imported once, before processes are forked that grade: what grading imports, and nbformat's schema, compiled."""

import gc

import nbformat

from . import cli, grading  # cli: started by its script, a command is imported by every process that it starts

__all__ = ["cli", "grading"]

nbformat.validate(nbformat.v4.new_notebook())
gc.collect()
gc.freeze()  # so that the collectors of forked processes leave the pages that they share alone
