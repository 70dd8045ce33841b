"""Make .venv beside this file: JupyterLab and what the notebooks import. See README.md.

Python 3.7 and newer can read it, so that an old one is refused with a message.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
PLACE = VENV / "made-in.txt"

# Validate is the part of nbgrader that is for students; the others would greet them with errors.
LEFT_OUT = (
    "@jupyter/nbgrader:assignment-list",
    "@jupyter/nbgrader:course-list",
    "@jupyter/nbgrader:create-assignment",
    "@jupyter/nbgrader:formgrader",
    "@jupyter/nbgrader:menu",
    "@jupyterlab/apputils-extension:announcements",
)

WRONG_PYTHON = """This is Python {found}, and the course needs 3.11, 3.12 or 3.13.
Get 3.13 from python.org, open a new terminal, and run: {again}"""
NO_VENV = """This Python cannot make an environment: its module venv or ensurepip is missing.
On Debian and Ubuntu: sudo apt install python3-venv
Then run this again."""
BEGIN = "Installing into .venv. This takes a minute or two, and downloads about 120 MB."
FAILED = """The installation failed. The last lines of the output:

{output}

If the network was the problem, run this again. If not, show these lines to your instructor."""
READY = """Ready. Now, and each time you want to work, in this folder:

    {jupyter} lab
"""


def main() -> int:
    """Make or repair the environment; return the process's exit code."""
    sentence = refusal()
    if sentence is None:
        print(BEGIN, flush=True)
        output = make_environment() or install()
        sentence = FAILED.format(output=output) if output else None
    if sentence is not None:
        print(sentence, file=sys.stderr)
        return 1
    leave_out()
    print(READY.format(jupyter=os.path.join(".venv", PROGRAMS.name, "jupyter")))
    return 0


def refusal() -> str | None:
    """Return why this Python will not do, and which will; None if it does."""
    major, minor = sys.version_info[:2]
    if not (3, 11) <= (major, minor) <= (3, 13):
        again = "py -3.13 install.py" if os.name == "nt" else "python3.13 install.py"
        return WRONG_PYTHON.format(found=f"{major}.{minor}", again=again)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return NO_VENV
    return None


def make_environment() -> str | None:
    """Make an environment unless this folder has one; return the output if that failed."""
    place = f"{HERE} with Python {sys.version}"
    if PLACE.exists() and PLACE.read_text(encoding="utf-8") == place:
        return None
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        return done.stdout.decode(errors="replace")
    PLACE.write_text(place, encoding="utf-8")
    return None


def install() -> str | None:
    """Install what the course needs; return the end of pip's output if that failed."""
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    command = [*pip, "--constraint", "constraints.txt", "--requirement", "requirements.txt"]
    lines, packages = [], 0
    with subprocess.Popen(
        command, cwd=str(HERE), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        for raw in running.stdout or ():
            line = raw.decode(errors="replace").rstrip()
            lines.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                packages += 1
                print(f"\r  {packages} packages found", end="", flush=True)
            if line.startswith("Installing collected packages"):
                print(", now installing them", end="", flush=True)
    print()
    return "\n".join(lines[-10:]) if running.returncode else None


def leave_out() -> None:
    """Turn off the parts of JupyterLab that would only be in a student's way."""
    settings = VENV / "etc" / "jupyter" / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"disabledExtensions": dict.fromkeys(LEFT_OUT, True)}, indent=2)
    settings.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
