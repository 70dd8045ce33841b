"""Make .venv beside this file: JupyterLab and what the notebooks import. See README.md.

Every Python from 2.7 on can read it, so that an old one is refused with a sentence: no annotations,
no f-strings, only ASCII, and imports at the top that Python 2 has too.
"""

from __future__ import print_function

import io
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PROGRAMS = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(PROGRAMS, "python.exe" if os.name == "nt" else "python")
PLACE = os.path.join(VENV, "made-in.txt")

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
BEGIN = """Installing into .venv: JupyterLab, NumPy, Matplotlib, and what they need. This downloads
about 120 MB from the Python Package Index, and takes a minute or two."""
STEP = "\r  {packages} packages found, {megabytes:.0f} MB downloaded"
LAST_STEP = ", now installing them"
FAILED = """The installation failed. The last lines of the output:

{output}

If the network was the problem, run this again. If not, show these lines to your instructor."""
READY = """Ready. Now, and each time you want to work, in this folder:

    {jupyter} lab
"""


_SIZE = re.compile(r"\s*Downloading \S+ \(([\d.]+) ([kM])B\)")


def main():
    # type: () -> int
    """Make or repair the environment; return the process's exit code."""
    sentence = refusal()
    if sentence is None:
        print(BEGIN)
        sys.stdout.flush()
        output = make_environment() or install()
        sentence = FAILED.format(output=output) if output else None
    if sentence is not None:
        print(sentence, file=sys.stderr)
        return 1
    leave_out()
    print(READY.format(jupyter=os.path.join(".venv", os.path.basename(PROGRAMS), "jupyter")))
    return 0


def refusal():
    # type: () -> str | None
    """Return why this Python will not do, and which will; None if it does."""
    major, minor = sys.version_info[:2]
    if not (3, 11) <= (major, minor) <= (3, 13):
        again = "py -3.13 install.py" if os.name == "nt" else "python3.13 install.py"
        return WRONG_PYTHON.format(found="{}.{}".format(major, minor), again=again)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return NO_VENV
    return None


def make_environment():
    # type: () -> str | None
    """Make an environment unless this folder has one; return the output if that failed."""
    place = "{} with Python {}".format(HERE, sys.version)
    if os.path.exists(PLACE):
        with io.open(PLACE, encoding="utf-8") as file:
            if file.read() == place:
                return None
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        return done.stdout.decode(errors="replace")
    with io.open(PLACE, "w", encoding="utf-8") as file:
        file.write(place)
    return None


def install():
    # type: () -> str | None
    """Install what the course needs; return the end of pip's output if that failed."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--constraint", "constraints.txt", "--requirement", "requirements.txt"]
    lines, packages, megabytes = [], 0, 0.0
    with subprocess.Popen(
        command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        for raw in running.stdout or ():
            line = raw.decode(errors="replace").rstrip()
            lines.append(line)
            size = _SIZE.match(line)
            if size:
                megabytes += float(size.group(1)) / (1 if size.group(2) == "M" else 1000)
            if size or line.startswith(("Collecting ", "Processing ")):
                packages += not size
                print(STEP.format(packages=packages, megabytes=megabytes), end="")
            if line.startswith("Installing collected packages"):
                print(LAST_STEP, end="")
            sys.stdout.flush()
    print()
    return "\n".join(lines[-10:]) if running.returncode else None


def leave_out():
    # type: () -> None
    """Turn off the parts of JupyterLab that would only be in a student's way."""
    folder = os.path.join(VENV, "etc", "jupyter", "labconfig")
    os.makedirs(folder, exist_ok=True)
    text = json.dumps({"disabledExtensions": dict.fromkeys(LEFT_OUT, True)}, indent=2)
    with io.open(os.path.join(folder, "page_config.json"), "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
