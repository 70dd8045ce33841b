"""The exceptions of `grader_tests`.

DefinitionError(ValueError)    a topic's files contradict each other; said to its author
"""

from __future__ import annotations


class DefinitionError(ValueError):
    """Raised where the files of an exercise contradict each other; the message names the place."""
