"""`course open`: the kernel of an opened submission runs nothing outside the sandbox."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from course_folder import Folder, set_source
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from autograder.course.folder import Course
from autograder.walled.opening import KERNEL, Opening, _command, prepare

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.processes]


@pytest.fixture(scope="module")
def opening(graded: Folder) -> Opening:
    notebook = set_source(graded.solved("ewa"), "reflection", "<script>alert(1)</script>")
    graded.hand_in("olga", "ewa", notebook)
    return prepare(Course(graded.root), "olga", "ewa", browser=False)


@pytest.fixture(scope="module")
def client(opening: Opening) -> Iterator[Any]:
    folder = opening.notebook.parent / ".jupyter" / "kernels"
    specs = KernelSpecManager(kernel_dirs=[str(folder)], ensure_native_kernel=False)
    manager = KernelManager(kernel_name=KERNEL, kernel_spec_manager=specs)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    yield client
    client.stop_channels()
    manager.shutdown_kernel()


def run(client: Any, code: str) -> tuple[str, list[dict[str, Any]]]:
    """The status of the reply, and the contents of all outputs."""
    outputs: list[dict[str, Any]] = []
    kinds = ("stream", "error", "display_data", "execute_result")

    def hook(message: dict[str, Any]) -> None:
        if message["header"]["msg_type"] in kinds:
            outputs.append(message["content"])

    reply = client.execute_interactive(code, output_hook=hook, timeout=120, stop_on_error=False)
    return str(reply["content"]["status"]), outputs


@pytest.mark.parametrize(("user", "allowed"), [(0, 1), (1000, 0)])
def test_root_of_a_container_can_open_one(
    user: int, allowed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert _command(tmp_path / "ewa.ipynb", browser=False).count("--allow-root") == allowed


def test_cells_share_their_names_and_show_results(client: Any) -> None:
    assert run(client, "x = 20\nx + 1")[1][0]["data"]["text/plain"] == "21"
    status, outputs = run(client, "print(x)\n1 / 0")
    assert status == "error"
    assert outputs[0]["text"] == "20\n"
    assert outputs[1]["ename"] == "ZeroDivisionError"


@pytest.mark.parametrize(
    "code",
    [
        "open({secret!r}).read()",
        "open('/etc/passwd').read()",
        "import socket; socket.create_connection(('127.0.0.1', 8888))",
        "import subprocess; subprocess.run(['true'])",
        "open('/tmp/escaped-from-the-walled-kernel', 'w')",
    ],
)
def test_nothing_leaves_the_sandbox(client: Any, graded: Folder, code: str) -> None:
    secret = str(graded.root / ".course_secret")
    tried = code.format(secret=secret)
    body = "\n".join(f"    {line}" for line in tried.split("; "))
    _, outputs = run(client, f"try:\n{body}\n    print('escaped')\nexcept BaseException:\n    pass")
    assert "escaped\n" not in [output.get("text") for output in outputs]


def test_outputs_are_sanitized_because_jupyterlab_trusts_them(client: Any) -> None:
    code = (
        "from IPython.display import HTML, Javascript, display\n"
        "display(HTML('<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)>'))\n"
        "display(Javascript('alert(1)'))"
    )
    outputs = run(client, code)[1]
    assert outputs[0]["data"]["text/html"].startswith("<b>bold</b>")
    assert "alert" not in json.dumps(outputs)
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert kinds <= {"text/html", "text/plain"}


def test_a_cell_that_ends_the_process_costs_itself_alone(client: Any) -> None:
    run(client, "kept = 5")
    text = json.dumps(run(client, "import os\nos._exit(0)")[1])
    assert "ended the whole Python process" in text
    assert run(client, "kept")[1][0]["data"]["text/plain"] == "5"


def test_the_copy_is_private_and_has_no_hidden_test(opening: Opening) -> None:
    assert stat.S_IMODE(opening.notebook.parent.stat().st_mode) == 0o700
    text = opening.notebook.read_text("utf-8")
    assert "grader_tests" not in text
    notebook = json.loads(text)
    assert notebook["metadata"]["kernelspec"]["name"] == KERNEL
    [reflection] = [cell for cell in notebook["cells"] if cell["id"] == "reflection"]
    assert "shown as written" in "".join(reflection["source"])
    assert opening.environment["JUPYTER_NO_CONFIG"] == "1", "nbgrader's Validate runs outside"
    assert any("allowed_kernelspecs={'course-walled'}" in word for word in opening.command)
