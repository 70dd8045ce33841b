"""A Jupyter kernel that hands each cell to the sandbox, and shows what came of it, sanitized.

This process runs none of the student's code. A kernel that ran inside the walls would need sockets
there, and whoever can talk to a socket can talk to other programs on the machine.
"""

from __future__ import annotations

from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.bounded.budget import Budget
from autograder.errors import AutograderError
from autograder.grading.running import sentences
from autograder.grading.submission import close_server, shared_server
from autograder.notebook.cell_outputs import clean_outputs
from autograder.notebook.harmless import make_harmless
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from autograder.walled import messages
from course_lib import __version__

LIMITS = Limits(cell_seconds=30, submission_seconds=3_600)
"""More than in grading: somebody is watching."""


class WalledKernel(Kernel):
    """Answers JupyterLab's requests; the names of the cells live in a child in the sandbox."""

    implementation = "course"
    implementation_version = __version__
    language_info = {  # noqa: RUF012
        "name": "python",
        "mimetype": "text/x-python",
        "file_extension": ".py",
        "codemirror_mode": "python",
        "pygments_lexer": "python3",
    }
    banner = messages.BANNER
    _walled: Session | None = None

    async def do_execute(  # type: ignore[override]
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: Any = None,
        allow_stdin: bool = False,
    ) -> dict[str, Any]:
        """Run a cell in the sandbox; an error in it ends a `Run All`, as usual."""
        try:
            outputs = self._run(code) if code.strip() else []
        except KeyboardInterrupt:
            self._end()
            outputs = [_printed(messages.INTERRUPTED)]
        except AutograderError as error:
            self._end()
            outputs = [_printed(messages.FAILED.format(why=error))]
        if not silent:
            for output in outputs:
                self._show(output)
        failed = [output for output in outputs if output.output_type == "error"]
        reply: dict[str, Any] = {"execution_count": self.execution_count}
        if failed:
            keys = ("ename", "evalue", "traceback")
            return reply | {"status": "error"} | {key: failed[0][key] for key in keys}
        return reply | {"status": "ok", "payload": [], "user_expressions": {}}

    def _run(self, code: str) -> list[NotebookNode]:
        if self._walled is None:
            self._walled = Session(shared_server(confined=True), LIMITS)
        self._walled.budget = Budget(30)  # for each cell anew
        result = self._walled.run(f"[{self.execution_count}]", code)
        cell = new_code_cell(code, outputs=clean_outputs(result.outputs))
        notebook = new_notebook(cells=[cell])
        make_harmless(notebook, Budget())
        said = [_printed(f"{sentence}\n") for sentence in sentences(code, result)]
        return [*notebook.cells[0].outputs, *said]

    def _show(self, output: NotebookNode) -> None:
        content = {key: value for key, value in output.items() if key != "output_type"}
        if output.output_type == "execute_result":
            content["execution_count"] = self.execution_count
        self.send_response(  # type: ignore[no-untyped-call]
            self.iopub_socket, output.output_type, content
        )

    def _end(self) -> None:
        if self._walled is not None:
            self._walled.end()
            self._walled = None

    async def do_shutdown(self, restart: bool) -> dict[str, Any]:
        """End the child, and with it everything that the cells defined."""
        self._end()
        close_server()
        return {"status": "ok", "restart": restart}


def _printed(sentence: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name="stdout", text=sentence)


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=WalledKernel)
