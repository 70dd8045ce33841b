"""Run a page's commands as a reader would: in order, in one shell, in a fresh checkout."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("autograder", "benchmarks", "course_lib", "datasets", "docs", "grader_tests", "languages",
         "notebooks", "tests")  # fmt: skip
FILES = ("pyproject.toml", "constraints.txt", "nbgrader_config.py", "Makefile", "README.md",
         "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-PROSE")  # fmt: skip
NOT_NEEDED = ("torch*", "triton*", "nvidia*", "cuda*", "functorch*")

SERVERS = {
    "jupyter lab": "is running at",
    "dask scheduler": "Scheduler at",
    "dask worker": "Registered to",
}
"""Commands that run until they are stopped -> what they say once they are ready."""

ELSEWHERE = {
    "make demo": ("tests/autograder/demo/test_demo.py", "run_demo("),
    "make strength": ("tests/exercises/test_strength.py", "measure(name, "),
    "make explain": ("tests/exercises/test_explained.py", "measure(name)"),
    "make lint": (".ci/run", "make lint EXTRAS="),
    "make lint test": (".ci/run", "make test EXTRAS="),
}
"""Commands that take too long here -> where they run all the same, and the words that do it."""

PRELUDE = """
set -eo pipefail
trap 'echo "This failed with status $?: $BASH_COMMAND"' ERR
started=()
trap 'for one in "${started[@]}"; do kill -9 -- "-$one" 2> /dev/null || true; done' EXIT
serve() {
    local ready=$1 log one
    log=$(mktemp)
    shift
    setsid "$@" > "$log" 2>&1 < /dev/null &
    one=$!
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


@dataclass(frozen=True)
class Place:
    """A reader's home folder, and the folder in which they open their shell."""

    home: Path
    start: Path

    def run(self, texts: Iterable[str]) -> subprocess.CompletedProcess[str]:
        """Runs the blocks there, one after the other; the first command that fails ends them."""
        return subprocess.run(
            ["bash", "-c", script(texts)],
            cwd=self.start,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=1_200,
        )

    def _environment(self) -> dict[str, str]:
        """A new shell's: nothing of this process but what its machine needs to install packages.

        `make test` collects the tests without running them, for they are what runs this.
        """
        ours = str(Path(sys.executable).parent)
        others = [one for one in os.environ["PATH"].split(os.pathsep) if one != ours]
        kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        return {
            **kept,
            "PATH": os.pathsep.join([str(self.home / "bin"), *others]),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PYTEST_ADDOPTS": "--collect-only --quiet -p no:cacheprovider",
            "PYTEST_XDIST_AUTO_NUM_WORKERS": "1",  # each would collect them
        }


def make_place(folder: Path) -> Place:
    """A home with Python in it and nothing else; a server of Jupyter's will open no browser."""
    home = folder / "home"
    start = home / "here"
    (home / "bin").mkdir(parents=True)
    start.mkdir()
    for name in ("python", "python3"):
        (home / "bin" / name).symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    (home / ".jupyter").mkdir()
    (home / ".jupyter" / "jupyter_server_config.py").write_text(
        "c.ServerApp.open_browser = False\nc.ServerApp.allow_root = True\nc.ServerApp.port = 0\n"
    )
    return Place(home, start)


def make_checkout(folder: Path) -> None:
    """A checkout with an environment in it, as `make` leaves it, and as the first command does.

    What Python has compiled of a file holds for its copy as well, which has the same time.
    """
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    for file in FILES:
        shutil.copy2(ROOT / file, folder / file)
    make_environment(folder / ".venv")
    for stamp in ("installed", "installed-test"):
        (folder / ".venv" / stamp).touch()


def make_environment(folder: Path, of_the_checkout: bool = True, *without: str) -> None:
    """A virtual environment like this one, of the checkout in which it stands, or of none.

    Its files are links to this one's, so that it takes no time; what is installed into it later
    leaves this one alone. Packages whose names fit a pattern of `without` are left out.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = Path(sysconfig.get_path("purelib"))
    own = packages.relative_to(sys.prefix)
    others = ["_editable_impl_*"] if of_the_checkout else ["_editable_impl_*", "optimization_*"]
    _link_tree(packages, folder / own, *NOT_NEEDED, *others, *without)
    for part in ("share", "etc"):
        if (Path(sys.prefix) / part).is_dir():
            _link_tree(Path(sys.prefix) / part, folder / part)
    if of_the_checkout:
        ours = folder / own / "_editable_impl_optimization_course_grader.pth"
        ours.write_text(str(folder.parent))
    for script in Path(sys.executable).parent.iterdir():
        copy = folder / "bin" / script.name
        if script.is_file() and not copy.exists():
            copy.write_bytes(script.read_bytes().replace(sys.prefix.encode(), bytes(folder)))
            copy.chmod(0o755)


def _link_tree(source: Path, target: Path, *left_out: str) -> None:
    at_the_top = shutil.ignore_patterns(*left_out)

    def ignored(folder: str, names: list[str]) -> set[str]:
        return at_the_top(folder, names) if Path(folder) == source else set()

    shutil.copytree(source, target, copy_function=_link, ignore=ignored, dirs_exist_ok=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def script(texts: Iterable[str]) -> str:
    """The blocks as one script: what runs until it is stopped is started, and waited for."""
    lines = [PRELUDE]
    text = "\n".join(texts).replace("\\\n", " ")
    for written, used in stand_ins().items():
        text = text.replace(written, used)
    for line in text.splitlines():
        command = line.partition(" #")[0].strip()
        server = next((name for name in SERVERS if re.match(rf"(\S+/)?{name}\b", command)), None)
        if command not in ELSEWHERE:
            lines.append(f"serve '{SERVERS[server]}' {line}" if server else line)
    return "\n".join(lines) + "\n"


def stand_ins() -> dict[str, str]:
    """An address in the text -> the one that a test may use, with a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "10.0.0.5:8786": f"127.0.0.1:{port}",
        "--host 10.0.0.5": f"--host 127.0.0.1 --port {port} --no-dashboard",
        "--host 10.0.0.6": "--host 127.0.0.1",
        "--nworkers 4": "--nworkers 2",
    }
