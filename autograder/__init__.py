"""The way of a lesson from its text to a graded class: build, collect, grade, verify, feedback, report, export."""

import sys

# jsonschema, which nbformat imports, imports a grammar of international addresses if there is one: two seconds in every
# process, for a check that no notebook's schema asks for. Here there is none.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
