"""The sandbox holds on older kernels, whose Landlock is simulated by asking for fewer rights."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import landlock

pytestmark = pytest.mark.needs("landlock")

CONFINED = """
import ctypes, fcntl, json, mmap, os, sys
from pathlib import Path
from autograder.sandbox import confine, landlock, seccomp
from autograder.sandbox.limits import Limits

version, folder, scratch = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
landlock.version = lambda: version
confine.readable_folders = lambda: (folder,)
seccomp.prepare()
libc = ctypes.CDLL(None, use_errno=True)
os.chdir(scratch)
confine.confine(scratch, Limits())


def call(function, *arguments):
    if function(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def flags(value, mode=0o600):
    return lambda path: os.close(os.open(path, value, mode))


def openat2(path):
    how = (ctypes.c_uint64 * 3)(os.O_RDONLY | os.O_TRUNC, 0, 0)
    call(libc.syscall, 437, -100, os.fsencode(path), ctypes.byref(how), 24)


def shorten(path):
    with open(path, "rb") as file:
        os.ftruncate(file.fileno(), 0)


def map_shared(path):
    with open(path, "rb") as file:
        mmap.mmap(file.fileno(), 4)[:] = b"gone"


WAYS = {
    "read and truncate": flags(os.O_RDONLY | os.O_TRUNC),
    "read, create and truncate": flags(os.O_RDONLY | os.O_TRUNC | os.O_CREAT),
    "neither read nor write, and truncate": flags(3 | os.O_TRUNC),
    "neither read nor write": flags(3),
    "write and truncate": flags(os.O_WRONLY | os.O_TRUNC),
    "read, write and truncate": flags(os.O_RDWR | os.O_TRUNC),
    "append": flags(os.O_WRONLY | os.O_APPEND),
    "create for reading": lambda path: flags(os.O_RDONLY | os.O_CREAT)(path + ".new"),
    "an unnamed file": lambda path: flags(os.O_TMPFILE | os.O_RDWR)(os.path.dirname(path)),
    "truncate": lambda path: os.truncate(path, 0),
    "ftruncate": shorten,
    "fallocate": lambda path: call(libc.fallocate, os.open(path, os.O_RDONLY), 3, 0, 4096),
    "creat": lambda path: call(libc.syscall, 85, os.fsencode(path), 0o600),
    "openat2": openat2,
    "mmap": map_shared,
    "unlink": os.unlink,
    "rename": lambda path: os.rename(path, path + ".old"),
    "rename onto it": lambda path: os.rename("own", path),
    "link": lambda path: os.link(path, "linked"),
    "symlink": lambda path: os.symlink(path, path + ".link"),
    "chmod": lambda path: os.chmod(path, 0),
    "set its times": lambda path: os.utime(path),
    "set an attribute": lambda path: os.setxattr(path, "user.a", b"b"),
    "set one of the open file": lambda path: os.setxattr(open(path).fileno(), "user.a", b""),
    "set its flags": lambda path: fcntl.ioctl(open(path), 0x40086602, b"\\x10" + bytes(7)),
    "copy into it": lambda path: os.copy_file_range(open("own").fileno(), open(path).fileno(), 4),
    "send into it": lambda path: os.sendfile(open(path).fileno(), open("own").fileno(), 0, 4),
}
HONEST = {
    "write": lambda: open("own", "w").write("text"),
    "read": lambda: open("own").read(),
    "append": lambda: open("own", "a").write("more"),
    "update": lambda: open("own", "r+").truncate(2),
    "exclusive": lambda: open("other", "x").close(),
    "lock": lambda: fcntl.flock(open("own"), 2),
    "lock a range": lambda: fcntl.lockf(open("own", "a"), 2),
    "sync": lambda: os.fsync(os.open("own", os.O_RDWR)),
    "lock what another has locked": lambda: fcntl.flock(open(folder / "library.py"), 2 | 4),
}


def outcome(action, *arguments):
    try:
        action(*arguments)
    except (OSError, ValueError) as error:
        return str(error)
    return "done"


honest = {name: outcome(action) for name, action in HONEST.items()}
path = str(folder / "library.py")
hostile = {name: outcome(action, path) for name, action in WAYS.items()}
print(json.dumps([honest, hostile, open(path).read()]))
"""
TEXT = "def useful(): ...\n"


@pytest.fixture(params=[1, 2, 3, 5, "newest"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> list[object]:
    """What a confined child could do to a library's file, and in its own folder."""
    newest = landlock.version()
    version = newest if request.param == "newest" else request.param
    if version > newest:
        pytest.skip(f"this kernel has Landlock {newest}")
    folder, scratch = tmp_path / "library", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    (folder / "library.py").write_text(TEXT)
    with open(folder / "library.py") as neighbour:
        fcntl.flock(neighbour, fcntl.LOCK_EX)
        done = subprocess.run(
            [sys.executable, "-c", CONFINED, str(version), str(folder), str(scratch)],
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr[-500:]
    assert (folder / "library.py").read_text() == TEXT
    assert [path.name for path in folder.iterdir()] == ["library.py"]
    answer: list[object] = json.loads(done.stdout)
    return answer


def test_a_file_that_may_be_read_can_be_changed_in_no_way(told: list[object]) -> None:
    honest, hostile, text = told
    assert isinstance(honest, dict)
    assert isinstance(hostile, dict)
    assert {name for name, outcome in hostile.items() if outcome == "done"} == set()
    assert {name for name, outcome in honest.items() if outcome != "done"} == set()
    assert text == TEXT


def test_locking_a_file_that_another_reads_locks_nothing(told: list[object]) -> None:
    honest = told[0]
    assert isinstance(honest, dict)
    assert honest["lock what another has locked"] == "done"
