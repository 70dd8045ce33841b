"""The exceptions of `grader_tests`.

DefinitionError(ValueError)    a topic's files contradict each other; its author sees the message
"""

from __future__ import annotations


class DefinitionError(ValueError):
    """Raised if the files of an exercise contradict each other; the message names the place."""
