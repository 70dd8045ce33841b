"""The trusted side: sandbox, verdicts, nbgrader plug-ins, batch grading, reports, command line."""

import sys

# jsonschema, which every notebook library imports, takes a second to build the grammar of a format
# that no notebook uses, unless the package of that grammar is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
