"""Imported once, before processes are forked that grade: what grading imports, and nbformat's schema, compiled."""

import nbformat

from . import grading

__all__ = ["grading"]

nbformat.validate(nbformat.v4.new_notebook())
