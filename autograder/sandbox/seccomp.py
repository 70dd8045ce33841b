"""The system-call filter: what Python and NumPy need to compute and draw, and nothing else.

A list of what is allowed, so that calls of newer kernels are refused too. Refused calls give
ENOSYS, on which the C library falls back (clone3 to clone, whose flags a filter can read).
"""

from __future__ import annotations

import errno
import os
from functools import cache, partial
from typing import Any

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
    pipe pipe2 dup dup2 dup3 eventfd2 ftruncate fsync fdatasync flock
    exit exit_group
"""

CLONE_THREAD = 0x00010000
O_TMPFILE = 0o20000000
TERMINAL_QUERIES = (0x5401, 0x5413, 0x541B)  # TCGETS, TIOCGWINSZ, FIONREAD
CLOSE_ON_EXEC = (0x5450, 0x5451, 0x5421)  # FIONCLEX, FIOCLEX, FIONBIO
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 5, 1030)  # duplicate, descriptor and status flags, read locks


def available() -> str | None:
    """Return None if the filter can be installed here, else what is missing."""
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError):
        return (
            "The library libseccomp is missing. On Debian and Ubuntu: apt install libseccomp2; "
            "on Fedora: dnf install libseccomp."
        )
    return None


def install() -> None:
    """Install the filter in this process, for good."""
    import pyseccomp as seccomp

    rules = prepare()
    for name in ("tgkill", "kill"):
        _allow(rules, name, seccomp.Arg(0, seccomp.EQ, os.getpid()))
    rules.load()


@cache
def prepare() -> Any:
    """Return the rules that every process shares: a server makes them once, before it forks."""
    import pyseccomp as seccomp

    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    rules.set_attr(seccomp.Attr.CTL_NNP, 1)
    allow, arg = partial(_allow, rules), seccomp.Arg
    for name in ALLOWED.split():
        allow(name)
    allow("clone", arg(0, seccomp.MASKED_EQ, CLONE_THREAD, CLONE_THREAD))
    for name in ("sendto", "recvfrom"):  # on the one socket there is; none can be made
        allow(name, arg(4, seccomp.EQ, 0))
    allow("prlimit64", arg(0, seccomp.EQ, 0), arg(2, seccomp.EQ, 0))
    allow("open", arg(1, seccomp.MASKED_EQ, O_TMPFILE, 0))
    allow("openat", arg(2, seccomp.MASKED_EQ, O_TMPFILE, 0))
    for command in FCNTL_COMMANDS:
        allow("fcntl", arg(1, seccomp.EQ, command))
    for request in TERMINAL_QUERIES + CLOSE_ON_EXEC:
        allow("ioctl", arg(1, seccomp.EQ, request))
    return rules


def _allow(rules: Any, name: str, *conditions: object) -> None:
    import pyseccomp as seccomp

    try:
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    except (OSError, ValueError):
        return
    if number >= 0:
        rules.add_rule(seccomp.ALLOW, number, *conditions)
