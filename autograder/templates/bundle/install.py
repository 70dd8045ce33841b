"""Make .venv beside this file: JupyterLab and what the notebooks import. See README.md.

With --update it brings an older folder, in which a student has worked, up to date instead.

Every Python from 2.7 on can read it, so that an old one is refused with a sentence: no annotations,
no f-strings, only ASCII, and imports at the top that Python 2 has too.
"""

from __future__ import print_function

import io
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PROGRAMS = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(PROGRAMS, "python.exe" if os.name == "nt" else "python")
PLACE = os.path.join(VENV, "made-in.txt")
COURSE = "optimization-course"
START = "start_here.ipynb"
START_URL = "/lab/tree/" + START
NEEDED = ("requirements.txt", "constraints.txt")
FILES = ("install.py", "requirements.txt", "constraints.txt", START)

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
NOT_UNPACKED = """Beside install.py there is no {file}.
Unpack the whole zip, and run this in the folder that comes out of it:

    {folder}"""
BEGIN = """Installing into .venv: JupyterLab, NumPy, Matplotlib, and what they need. This downloads
about 120 MB from the Python Package Index, and takes a minute or two."""
STEP = "\r  Packages found: {packages}, MB downloaded: {megabytes:.0f}"
LAST_STEP = ", now installing them"
FAILED = """The installation failed. The last lines of the output:

{output}

If the network was the problem, run this again. If not, show these lines to your instructor."""
USAGE = """Run it without anything to install the course in this folder. To bring an older folder up
to date, in which you have worked, run:

    {command} FOLDER"""
OLDER = """You have worked in this folder already:

    {folder}

Its lessons can be brought up to date from here. Your answers, your experiments and your own cells
stay as they are, and your notebooks are copied first."""
ASK = "Do that now? Type y for yes, n to install a second folder here: "
LATER = """To do so, stop this with Ctrl + C and run:

    {command} "{folder}"
"""
NAME_FOLDER = """Name the folder in which you have worked so far, the one with your lessons in it:

    {command} "{example}"

You can drag the folder from your file manager into the terminal instead of typing its name."""
NO_LESSONS = "The folder {folder} has no lessons in it in which you could have worked."
UPDATING = "Bringing {folder} up to date."
NOT_COPIED = """A file could not be copied into {folder}: {error}
Close the programs that use it, make room, and run this again."""
READY = """Ready. Now, and each time you want to work, in this folder:

    {jupyter} lab
"""


_SIZE = re.compile(r"\s*Downloading \S+ \(([\d.]+) ([kM])B\)")


def main(words=()):
    # type: (tuple[str, ...]) -> int
    """Make or repair the environment, or update an older folder; return the exit code."""
    sentence = refusal()
    if hasattr(sys.stdout, "reconfigure"):  # a folder's name may have letters that it lacks
        sys.stdout.reconfigure(errors="replace")
    if sentence is None and words and words[0] != "--update":
        sentence = USAGE.format(command=update_command())
    if sentence is None and (words or prefers_update()):
        return update(words[1:])
    sentence = sentence or what_is_missing()
    if sentence is None:
        print(BEGIN)
        sys.stdout.flush()
        output = make_environment() or install()
        sentence = FAILED.format(output=output) if output else None
    if sentence is not None:
        print(sentence, file=sys.stderr)
        return 1
    leave_out()
    begin_at_the_start_page()
    print(READY.format(jupyter=os.path.join(".venv", os.path.basename(PROGRAMS), "jupyter")))
    return 0


def update_command():
    # type: () -> str
    """Return the command that updates a folder."""
    return ("py" if os.name == "nt" else "python3") + " install.py --update"


def prefers_update():
    # type: () -> bool
    """Return whether there is one older folder near this one, and the student wants to keep it."""
    found = [] if os.path.exists(VENV) else older_folders()
    if len(found) != 1:
        return False
    print(OLDER.format(folder=found[0]))
    print("")
    if sys.stdin is None or not sys.stdin.isatty():
        print(LATER.format(command=update_command(), folder=found[0]))
        return False
    return input(ASK).strip().lower().startswith("y")


def update(words):
    # type: (tuple[str, ...]) -> int
    """Update a student's folder: its environment first, then its lessons; return the exit code."""
    found = [] if words else older_folders()
    if not words and len(found) != 1:
        example = found[0] if found else os.path.join("..", "..", COURSE)
        print(NAME_FOLDER.format(command=update_command(), example=example), file=sys.stderr)
        return 1
    folder = os.path.abspath(os.path.expanduser(words[0] if words else found[0]))
    if not is_older_folder(folder):
        example = os.path.join("..", "..", COURSE)
        print(NO_LESSONS.format(folder=folder), file=sys.stderr)
        print(NAME_FOLDER.format(command=update_command(), example=example), file=sys.stderr)
        return 1
    print(UPDATING.format(folder=folder))
    sys.stdout.flush()
    try:
        bring_files(folder)
    except (IOError, OSError) as error:
        print(NOT_COPIED.format(folder=folder, error=error), file=sys.stderr)
        return 1
    code = subprocess.call([sys.executable, os.path.join(folder, "install.py")], cwd=folder)
    if code:
        return code
    python = os.path.join(folder, os.path.relpath(str(PYTHON), HERE))
    return subprocess.call([python, "-m", "course_lib.update", HERE, folder])


def bring_files(folder):
    # type: (str) -> None
    """Copy what is installed, and the instructions, into an older folder."""
    names = sorted(os.listdir(HERE))
    wheels = [name for name in names if name.endswith(".whl")]
    for name in sorted(os.listdir(folder)):
        if re.match(r"optimization_course-.*[.]whl$", name) and name not in wheels:
            os.remove(os.path.join(folder, name))
    for name in names:
        if name in wheels or name.startswith("README.") or name in FILES:
            shutil.copyfile(os.path.join(HERE, name), os.path.join(folder, name))


def is_older_folder(folder):
    # type: (str) -> bool
    """Return whether a folder is another one than this, and has a lesson or an installation."""
    if not os.path.isdir(folder) or os.path.realpath(folder) == os.path.realpath(HERE):
        return False
    names = [os.path.join(name, name + ".ipynb") for name in os.listdir(folder)]
    here = any(os.path.exists(os.path.join(folder, name)) for name in names)
    return here or os.path.exists(os.path.join(folder, ".venv", "made-in.txt"))


def older_folders():
    # type: () -> list[str]
    """Return the folders near this one in which the course was installed."""
    found = []
    for near in (os.path.dirname(HERE), os.path.dirname(os.path.dirname(HERE))):
        for name in sorted(os.listdir(near)) if os.access(near, os.R_OK) else ():
            for folder in (os.path.join(near, name), os.path.join(near, name, COURSE)):
                installed = os.path.exists(os.path.join(folder, ".venv", "made-in.txt"))
                if installed and folder != HERE and folder not in found:
                    found.append(folder)
    return found


def refusal():
    # type: () -> str | None
    """Return why this Python will not do, and which will; None if it does."""
    major, minor = sys.version_info[:2]
    if not (3, 11) <= (major, minor) <= (3, 13):
        other = "py -3.13 install.py" if os.name == "nt" else "python3.13 install.py"
        return WRONG_PYTHON.format(found="{}.{}".format(major, minor), again=other)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return NO_VENV
    return None


def what_is_missing():
    # type: () -> str | None
    """Return what to do if somebody took this file alone out of the zip; None if all is here."""
    for name in NEEDED:
        if not os.path.exists(os.path.join(HERE, name)):
            return NOT_UNPACKED.format(file=name, folder=COURSE)
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
    # What somebody set for other environments would install elsewhere, or nothing.
    set_for_others = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    own = {key: os.environ[key] for key in os.environ if key not in set_for_others}
    own["PIP_USER"] = "0"
    command = [str(PYTHON), "-I", "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--constraint", "constraints.txt", "--requirement", "requirements.txt"]
    lines, packages, megabytes = [], 0, 0.0
    with subprocess.Popen(
        command, cwd=HERE, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
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
    write_json(folder, "page_config.json", {"disabledExtensions": dict.fromkeys(LEFT_OUT, True)})


def begin_at_the_start_page():
    # type: () -> None
    """Let JupyterLab open the start page first, and list it before the folders of the lessons.

    The dates of the files say nothing: in the zip, all of them are the same.
    """
    if os.path.exists(os.path.join(HERE, START)):
        folder = os.path.join(VENV, "etc", "jupyter")
        write_json(folder, "jupyter_lab_config.json", {"LabApp": {"default_url": START_URL}})
    folder = os.path.join(VENV, "share", "jupyter", "lab", "settings")
    browser = {"sortNotebooksFirst": True, "showLastModifiedColumn": False}
    write_json(folder, "overrides.json", {"@jupyterlab/filebrowser-extension:browser": browser})


def write_json(folder, name, content):
    # type: (str, str, dict[str, object]) -> None
    """Write settings as JSON."""
    os.makedirs(folder, exist_ok=True)
    with io.open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=2))


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
