"""Notebooks are written byte for byte as nbformat writes them."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

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
