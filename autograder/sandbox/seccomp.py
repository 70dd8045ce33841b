"""The system-call filter: what Python and NumPy need to compute and draw, and nothing else.

A list of what is allowed, so that calls of newer kernels are refused too. Refused calls give
ENOSYS, on which the C library falls back (clone3 to clone, whose flags a filter can read).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import cache, partial
from typing import Any

from autograder.sandbox import landlock, messages

ALLOWED = """
    read write readv writev pread64 pwrite64 preadv pwritev lseek close close_range
    stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat
    getcwd chdir getdents getdents64 statfs fstatfs
    mmap munmap mremap mprotect madvise brk msync mincore membarrier
    futex futex_waitv set_robust_list get_robust_list rseq set_tid_address
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait sigaltstack
    restart_syscall pause alarm setitimer getitimer
    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times getrusage
    sched_yield sched_getaffinity getcpu sysinfo uname getrandom
    getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups
    getpgrp getpgid getsid getrlimit umask
    select pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    pipe pipe2 dup dup2 dup3 eventfd2 ftruncate
    exit exit_group
"""
PRETENDED = "flock fsync fdatasync"
"""Calls that succeed without doing anything. Two students who may read the same file could signal
to each other by locking it, or by keeping the disk busy; in its own folder, nobody needs either."""

CLONE_THREAD = 0x00010000
O_TMPFILE = 0o20000000
"""The flag's own bit: Python's constant also has the one for a folder."""
TERMINAL_QUERIES = (0x5401, 0x5413, 0x541B)  # TCGETS, TIOCGWINSZ, FIONREAD
CLOSE_ON_EXEC = (0x5450, 0x5451, 0x5421)  # FIONCLEX, FIOCLEX, FIONBIO
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 1030)  # duplicate, descriptor and status flags, ask for locks
FCNTL_LOCKS = (6, 7, 37, 38)  # set a lock, for the process or the descriptor; pretended


_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_INSTRUCTION, _NUMBER = struct.Struct("=HBBI"), struct.Struct("=I")
_JUMP_IF_EQUAL = 0x15
_ITSELF = 0x7AC0FFEE
"""The number of no process: Linux has none as large."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def available() -> str | None:
    """Return None if the filter can be installed here, else what is missing."""
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError):
        return str(messages.NO_LIBSECCOMP)
    return None


def install() -> None:
    """Install the filter in this process, for good."""
    program = bytearray(prepare())
    places = [
        place
        for place, (code, _, _, number) in enumerate(_INSTRUCTION.iter_unpack(program))
        if code == _JUMP_IF_EQUAL and number == _ITSELF
    ]
    for place in places:
        _NUMBER.pack_into(program, (place + 1) * _INSTRUCTION.size - _NUMBER.size, os.getpid())
    code = (ctypes.c_char * len(program)).from_buffer(program)
    whole = _Program(len(program) // _INSTRUCTION.size, ctypes.addressof(code))
    words = map(ctypes.c_ulong, (_MODE_FILTER, ctypes.addressof(whole), 0, 0))
    if landlock.libc().prctl(ctypes.c_int(_PR_SET_SECCOMP), *words) != 0:
        raise OSError(ctypes.get_errno(), "the system-call filter could not be installed")


@cache
def prepare() -> bytes:
    """Return the program of the filter, in which `_ITSELF` stands for the process's number.

    A server makes it once, before it forks; each process puts in its own number.
    """
    with os.fdopen(os.memfd_create("filter"), "w+b") as file:
        _rules().export_bpf(file)
        file.seek(0)
        return file.read()


def _rules() -> Any:
    import pyseccomp as seccomp

    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    rules.set_attr(seccomp.Attr.CTL_NNP, 1)
    allow, arg = partial(_allow, rules), seccomp.Arg
    for name in ALLOWED.split():
        allow(name)
    allow("clone", arg(0, seccomp.MASKED_EQ, CLONE_THREAD, CLONE_THREAD))
    for name in ("tgkill", "kill"):
        allow(name, arg(0, seccomp.EQ, _ITSELF))
    for name in ("sendto", "recvfrom"):  # on the one socket there is; none can be made
        allow(name, arg(4, seccomp.EQ, 0))
    allow("prlimit64", arg(0, seccomp.EQ, 0), arg(2, seccomp.EQ, 0))
    _allow_open(rules)
    for command in FCNTL_COMMANDS:
        allow("fcntl", arg(1, seccomp.EQ, command))
    for request in TERMINAL_QUERIES + CLOSE_ON_EXEC:
        allow("ioctl", arg(1, seccomp.EQ, request))
    pretend = partial(_add, rules, seccomp.ERRNO(0))
    for name in PRETENDED.split():
        pretend(name)
    for command in FCNTL_LOCKS:
        pretend("fcntl", arg(1, seccomp.EQ, command))
    return rules


def _allow_open(rules: Any) -> None:
    """Allow files to be opened in three modes, and truncated only in those that write.

    Before Linux 6.2 Landlock asks only for the right to read when a file is opened to be read and
    truncated; and for none at all in the fourth mode, which neither reads nor writes.
    """
    import pyseccomp as seccomp

    for name, position in (("open", 1), ("openat", 2)):
        for mode in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
            refused = O_TMPFILE | (os.O_TRUNC if mode == os.O_RDONLY else 0)
            mask = os.O_ACCMODE | refused
            _allow(rules, name, seccomp.Arg(position, seccomp.MASKED_EQ, mask, mode))


def _allow(rules: Any, name: str, *conditions: object) -> None:
    import pyseccomp as seccomp

    _add(rules, seccomp.ALLOW, name, *conditions)


def _add(rules: Any, action: object, name: str, *conditions: object) -> None:
    import pyseccomp as seccomp

    try:
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    except (OSError, ValueError):
        return
    if number >= 0:
        rules.add_rule(action, number, *conditions)
