"""Runs a page's commands as a reader would: in order, in one shell, in a checkout of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("autograder", "benchmarks", "course_lib", "datasets", "docs", "grader_tests", "notebooks",
         "tests")  # fmt: skip
FILES = ("pyproject.toml", "constraints.txt", "nbgrader_config.py", "Makefile", "README.md",
         "LICENSE", "LICENSE-PROSE")  # fmt: skip
NOT_NEEDED = ("torch*", "triton*", "nvidia*", "cuda*", "functorch*", "__pycache__")
WHEEL = "optimization_course-0.1.0-py3-none-any.whl"
STUDENTS = ("ada", "ben", "cem")

SERVERS = {
    "jupyter lab": "is running at",
    "dask scheduler": "Scheduler at",
    "dask worker": "Registered to",
}
"""Commands that run until they are stopped -> what they say once they are ready."""

STAND_INS = {"10.0.0.5": "127.0.0.1"}
"""An address in the text -> the one that a test may use."""

PRELUDE = """
set -eo pipefail
trap 'echo "Failed with status $?, line $LINENO of the script: $BASH_COMMAND"' ERR
started=()
trap 'for one in "${started[@]}"; do kill -9 -- "-$one" 2> /dev/null || true; done' EXIT
serve() {
    local ready=$1 log
    log=$(mktemp)
    shift
    setsid "$@" > "$log" 2>&1 < /dev/null &
    local one=$!
    started+=("$one")
    for _ in $(seq 1200); do
        grep -q "$ready" "$log" && return 0
        kill -0 "$one" 2> /dev/null || break
        sleep 0.1
    done
    cat "$log"
    return 1
}
"""


def make_environment(folder: Path) -> None:
    """A virtual environment like this one, of the checkout in which it stands.

    Its files are hard links to this one's, so that it costs no time, and installing into it
    leaves this one alone.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    here = Path(sysconfig.get_path("purelib"))
    there = next((folder / "lib").glob("python*/site-packages"))
    shutil.copytree(
        here,
        there,
        copy_function=_link,
        ignore=shutil.ignore_patterns(*NOT_NEEDED, "_editable_impl_*"),
        dirs_exist_ok=True,
    )
    (there / "_editable_impl_optimization_course_grader.pth").write_text(str(folder.parent))
    for script in Path(sys.executable).parent.iterdir():
        if not (folder / "bin" / script.name).exists() and script.is_file():
            text = script.read_bytes().replace(sys.prefix.encode(), str(folder).encode())
            (folder / "bin" / script.name).write_bytes(text)
            (folder / "bin" / script.name).chmod(0o755)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def make_checkout(folder: Path) -> Path:
    """A checkout with an environment in it, as `make` leaves it, and with what readers bring."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy2(ROOT / file, folder / file)
    make_environment(folder / ".venv")
    for stamp in ("installed", "installed-test"):
        (folder / ".venv" / stamp).touch()
    hand_in(folder)
    return folder


def hand_in(checkout: Path) -> None:
    """What a class has handed in to `adam`, and what the pages call by name."""
    solved = ROOT / "notebooks" / "adam" / "adam.ipynb"
    for student in STUDENTS:
        place = checkout / "submitted" / student / "adam"
        place.mkdir(parents=True)
        shutil.copyfile(solved, place / "adam.ipynb")
    (checkout / "mine.py").write_text("def adam_step(*arguments, **named):\n    return None\n")


def script(texts: Iterable[str]) -> str:
    """The blocks as one script: what runs until it is stopped is started, and waited for."""
    lines = [PRELUDE]
    for line in "\n".join(texts).replace("\\\n", " ").splitlines():
        for written, used in STAND_INS.items():
            line = line.replace(written, used)
        server = next((name for name in SERVERS if line.startswith(f"{name} ")), None)
        lines.append(f"serve '{SERVERS[server]}' {line}" if server else line)
    return "\n".join(lines) + "\n"


def run_in(folder: Path, texts: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """Runs the blocks in a folder, as somebody who has just opened a shell there."""
    home = folder.parent / "home"
    settings = home / ".jupyter"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "jupyter_server_config.py").write_text(
        "c.ServerApp.open_browser = False\nc.ServerApp.allow_root = True\nc.ServerApp.port = 0\n"
    )
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "LC_"))}
    path = [entry for entry in os.environ["PATH"].split(os.pathsep) if entry not in _own_programs()]
    env = {
        **kept,
        "PATH": os.pathsep.join([str(home / "bin"), *path]),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(settings),
        "PYTEST_ADDOPTS": "--collect-only --quiet -p no:cacheprovider",
        "PYTHON": sys.executable,
    }
    (home / "bin").mkdir(exist_ok=True)
    python = home / "bin" / "python"
    python.unlink(missing_ok=True)
    python.symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    return subprocess.run(
        ["bash", "-c", script(texts)],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1_200,
    )


def _own_programs() -> set[str]:
    return {str(Path(sys.executable).parent)}
