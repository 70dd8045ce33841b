"""Make nbformat's nodes of plain data, and send them to other processes, quickly.

A node checks each item that is put into it, which takes most of the time for making one.
"""

from __future__ import annotations

import copyreg
from typing import Any

from nbformat import NotebookNode


def node_of(data: Any) -> Any:
    """Return plain data as `nbformat.from_dict` does: dicts as nodes, and tuples as lists."""
    if isinstance(data, dict):
        items = data.items()
        return _node({key: one if type(one) is str else node_of(one) for key, one in items})
    if isinstance(data, (list, tuple)):
        return [one if type(one) is str else node_of(one) for one in data]  # most are lines
    return data


def _node(items: dict[str, Any]) -> NotebookNode:
    """Return a node of items that are nodes themselves where they have to be."""
    node = NotebookNode()
    dict.update(node, items)
    return node


def _reduced(node: NotebookNode) -> tuple[Any, ...]:
    return _node, (dict(node),)


copyreg.pickle(NotebookNode, _reduced)
