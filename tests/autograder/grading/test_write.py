"""Notebooks are written byte for byte as nbformat writes them."""

import pickle

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.notebook.nodes import node_of
from autograder.notebook.write import notebook_text


def test_a_notebook_is_written_as_nbformat_writes_it() -> None:
    data = {"text/plain": "a\nb", "text/html": "<p>é\u2028\n", "image/png": "aGk=\n"}
    outputs = [
        new_output("stream", name="stdout", text='"quoted"\\\t\x00\x1f\x7f\n\n1'),
        new_output("execute_result", data=data, execution_count=3),
        new_output("error", ename="E", evalue="", traceback=["one", "two"]),
    ]
    code = new_code_cell("a\r\nb\n", outputs=outputs, metadata={"trusted": True, "empty": {}})
    numbers = [0, -1, 10**20, 1.5, 1e300, -0.0, float("nan"), float("inf"), True, False, None]
    cells = [
        code,
        new_markdown_cell("", attachments={"a.png": {"image/png": "aGk="}}),
        new_markdown_cell(
            "one line", metadata={"b": numbers, "a": (1, ["x", 2], []), "é": "\ud800"}
        ),
    ]
    notebook = new_notebook(cells=cells, metadata={"signature": "x", "orig_nbformat": 3})
    expected = nbformat.v4.writes(notebook)
    assert notebook_text(notebook) == expected


def test_a_cell_that_was_written_before_is_written_as_it_is_now() -> None:
    for source, number in (("a", 1), ("a", 1.0), ("a", True), ("b\n", 1), ("b\n", 1)):
        cell = new_code_cell(source, id="one", metadata={"number": number})
        notebook = new_notebook(cells=[cell])
        expected = nbformat.v4.writes(notebook)
        assert notebook_text(notebook) == expected
    empty = new_notebook()
    assert notebook_text(empty) == nbformat.v4.writes(empty)


def kinds(value: object) -> object:
    """Returns a value with the types of all that it contains."""
    if isinstance(value, dict):
        return type(value), {key: kinds(item) for key, item in value.items()}
    return type(value), [*map(kinds, value)] if isinstance(value, list | tuple) else value


def test_nodes_are_what_nbformat_makes_here_and_in_another_process() -> None:
    data: dict[str, object] = {"a": (1, {"b": [{"c": "d"}, "e"]}), "f": {}, "g": [], "h": None}
    node = node_of(data)
    assert kinds(node) == kinds(nbformat.from_dict(data))
    sent = pickle.loads(pickle.dumps(node))
    assert kinds(sent) == kinds(node)
    sent.f = {"new": 1}
    assert isinstance(sent.f, NotebookNode)
    assert node.f == {}
    assert node_of(node) is not node
    assert node_of(node).f is not node.f
