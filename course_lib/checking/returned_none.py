"""Say why a function returns None, from its own source."""

from __future__ import annotations

import ast

from course_lib.checking import messages
from course_lib.checking.helpers import is_print
from course_lib.checking.own_source import definition_of, own_nodes


def why_none(function: object) -> str:
    """Return a hint for a function all of whose results are None."""
    definition = definition_of(function)
    if definition is None:
        return messages.RETURNS_NONE
    nodes = [*own_nodes(definition)]
    returns = [node for node in nodes if isinstance(node, ast.Return)]
    values = [node.value for node in returns if node.value is not None]
    if all(map(is_print, values)) and any(map(is_print, nodes)):
        return messages.PRINTS_RESULT
    if not returns:
        return messages.NO_RETURN
    return messages.BARE_RETURN if not values else messages.RETURNS_NONE
