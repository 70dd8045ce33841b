"""Confine a child that is about to run a student's code; no privilege and no daemon needed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import sysconfig
from functools import cache
from pathlib import Path

import course_lib
from autograder.errors import SandboxUnavailable
from autograder.sandbox import landlock, messages, seccomp
from autograder.sandbox.limits import Limits
from course_lib.language import in_a_row

if sys.platform != "win32":  # which has none, and never gets as far as a limit
    import resource

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63


def require_confinement() -> None:
    """Raise `SandboxUnavailable` if a part of the sandbox is missing."""
    require_fork()
    missing = None
    if not sys.platform.startswith("linux"):
        missing = messages.NEEDS_LINUX.format(platform=sys.platform)
    elif landlock.version() == 0:
        missing = messages.NO_LANDLOCK
    else:
        missing = seccomp.available()
    if missing:
        raise SandboxUnavailable(in_a_row(missing, messages.UNCONFINED_ADVICE))


def require_fork() -> None:
    """Raise `SandboxUnavailable` if not even unconfined work can be graded."""
    if not hasattr(os, "fork"):
        raise SandboxUnavailable(messages.NO_FORK.format(platform=sys.platform))


@cache
def readable_folders() -> tuple[Path, ...]:
    """Return all folders that a child can read: Python's own, shared libraries, `course_lib`."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    found = [Path(sysconfig.get_path(name)) for name in names]
    found += [Path(sysconfig.get_path(name, vars=base)) for name in ("stdlib", "platstdlib")]
    found += [Path(path) for path in ("/lib", "/lib64", "/usr/lib", "/usr/lib64")]
    found += [Path(path) for path in ("/etc/ld.so.cache", "/usr/share/zoneinfo", "/etc/localtime")]
    found.append(Path("/usr/share/fonts"))
    found.append(Path(course_lib.__file__).parent)
    return tuple(dict.fromkeys(path.resolve() for path in found))


def secret_places(course: Path) -> list[Path]:
    """Return what students' code must not read: the course folder and the hidden tests."""
    return [course, Path(__file__).parents[2] / "grader_tests"]


def refuse_readable(secrets: list[Path]) -> None:
    """Raise `SandboxUnavailable` if a path that must stay hidden is inside a readable folder."""
    for secret in secrets:
        for folder in readable_folders():
            if secret.resolve().is_relative_to(folder):
                form = messages.READABLE_SECRET
                raise SandboxUnavailable(form.format(secret=secret, folder=folder))


def confine(scratch: Path, limits: Limits) -> None:
    """Confine this process: memory, CPU, files, capabilities, paths, system calls.

    There must be one thread: Landlock holds for the thread that asks for it.
    """
    if len(os.listdir("/proc/self/task")) != 1:
        raise SandboxUnavailable("The process to be confined has more than one thread.")
    set_limits(limits)
    _drop_capabilities()
    allowed = [(folder, landlock.READ) for folder in readable_folders()]
    allowed += [(Path("/dev/null"), landlock.DEVICE), (Path("/dev/urandom"), landlock.READ_FILE)]
    allowed.append((scratch, landlock.SCRATCH))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(allowed)
    seccomp.install()


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent is gone (Linux)."""
    if sys.platform.startswith("linux"):
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        _prctl(_PR_SET_DUMPABLE, 0)


def set_limits(limits: Limits) -> None:
    """Set resource limits, which hold even without the rest of the sandbox."""
    seconds = int(limits.submission_seconds) + 5
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform.startswith("linux"):
        wanted[resource.RLIMIT_AS] = limits.memory_bytes
    for kind, limit in wanted.items():
        hard = resource.getrlimit(kind)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, limit))


def _drop_capabilities() -> None:
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            _prctl(_PR_CAPBSET_DROP, capability)
        except OSError:  # an ordinary user may not, and has none to drop
            break
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if landlock.libc().capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")


def _prctl(option: int, value: int) -> None:
    words = [ctypes.c_ulong(word) for word in (value, 0, 0, 0)]
    if landlock.libc().prctl(ctypes.c_int(option), *words) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")
