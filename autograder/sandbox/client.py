"""The grader's end of the sandbox: start fork servers, talk to children, watch their clocks."""

from __future__ import annotations

import json
import os
import secrets
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.errors import (
    ChannelClosed,
    ChildStopped,
    ProtocolError,
    SandboxUnavailable,
    ServerGone,
)
from autograder.sandbox import messages
from autograder.sandbox.canary import CONTENT as CANARY
from autograder.sandbox.channel import Reader, frame, receive, send
from autograder.sandbox.confine import require_confinement, require_fork
from autograder.sandbox.limits import LEAST_WALL_SECONDS, WALL_FACTOR, Limits
from autograder.sandbox.scratch import Scratch
from autograder.sandbox.zygote import Zygote

_TICK = 0.05
_BOTH = select.POLLIN | select.POLLOUT
_THIS_THREAD = "thread-self"
"""What Linux calls the thread that asks, in `/proc`."""
GRACE = 0.25
"""Part of a time limit, and seconds, until code that ignores an interruption is killed."""

STILL_RAN = -1
"""Returned instead of a wait status if the child had not ended by itself."""


class Server:
    """A fork server of our own; close it when done. Threads may share it.

    Before it is used, a child of its own tries whether the sandbox holds.
    """

    def __init__(
        self, confined: bool = True, zygote: Zygote | None = None, figures: bool = False
    ) -> None:
        """Start a server from a process that may already be there; see `Zygote.serve`.

        Raises `ServerGone` if that process has ended.
        """
        require_fork()
        if confined:
            require_confinement()
        self.confined, self.gone = confined, False
        self._lock, self._spare_lock = threading.Lock(), threading.Lock()
        self._spare: Connection | None = None
        self._zygote = zygote or Zygote()
        self._is_ours = zygote is None
        self._folder = tempfile.mkdtemp(prefix=f"grader-{os.getpid()}-")
        self._control, theirs = socket.socketpair()
        self.process = 0
        try:
            with theirs:
                self._start(theirs, figures)
            if confined:
                self._require_walls()
        except BaseException:
            self.close()
            raise

    def _start(self, theirs: socket.socket, figures: bool) -> None:
        send(self._control, {"folder": self._folder})
        try:
            self._zygote.serve(theirs, figures)
            theirs.close()
            ready = receive(self._control)
        except (ProtocolError, ServerGone):
            if not self._is_ours:
                raise ServerGone("The process that sandbox servers come from ended.") from None
            output = self._zygote.last_words()
            raise SandboxUnavailable(messages.NOT_STARTED.format(output=output)) from None
        self.process = int(ready["process"])
        if self.confined and ready["tasks"] != 1:
            raise SandboxUnavailable(messages.HAS_THREADS)

    def _require_walls(self) -> None:
        """Raise `SandboxUnavailable` if a child can do what the sandbox should refuse."""
        file = Path(self._folder) / "canary"
        file.write_text(CANARY, encoding="ascii")
        connection = self._fork(Limits(), {"canary": str(file)})
        try:
            escapes = connection.request(None, seconds=10)
        except ChildStopped as stop:
            raise SandboxUnavailable(messages.NOT_TRIED.format(why=stop.detail)) from None
        finally:
            connection.close()
        if "refused" in escapes:
            raise SandboxUnavailable(messages.NOT_CONFINED.format(why=escapes["refused"]))
        done = [str(what) for what in escapes["escapes"]]
        if file.read_text("ascii") != CANARY:
            done.append("change a file")
        if done:
            what = ", ".join(messages.ESCAPES.get(one, one) for one in done)
            raise SandboxUnavailable(
                messages.CANARY_ESCAPED.format(what=what, advice=messages.UNCONFINED_ADVICE)
            )

    def fork(self, limits: Limits) -> Connection:
        """Return a new child, confined and ready: the one that `prepare` made, if there is one."""
        with self._spare_lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            with suppress(ChildStopped):
                if spare.limits == limits:
                    spare.wait_until_ready()
                    if not spare.has_ended():
                        return spare
            spare.close()
        connection = self._fork(limits, {})
        connection.wait_until_ready()
        return connection

    def prepare(self, limits: Limits) -> None:
        """Begin to make the next child; it confines itself while others work."""
        with self._spare_lock:
            if self._spare is None:
                self._spare = self._fork(limits, {})

    def _fork(self, limits: Limits, more: dict[str, str]) -> Connection:
        scratch = Path(tempfile.mkdtemp(prefix="scratch-", dir=self._folder))
        ours, theirs = socket.socketpair()
        request = {
            "fork": True,
            "scratch": str(scratch),
            "limits": asdict(limits),
            "confined": self.confined,
            **more,
        }
        with theirs:
            try:
                child = int(self._ask(request, [theirs.fileno()])["child"])
            except ServerGone:
                ours.close()
                raise
        return Connection(self, ours, child, Scratch(scratch, limits), limits)

    def reap(self, child: int, patience: float) -> int:
        """Kill a child if it is still running; return its wait status, or `STILL_RAN`."""
        return int(self._ask({"kill": child, "patience": patience}, [])["status"])

    def _ask(self, request: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], descriptors)
                return dict(receive(self._control))
            except (ProtocolError, OSError):
                self.gone = True
                raise ServerGone("The sandbox server ended.") from None

    def close(self) -> None:
        """End the server and with it every child."""
        if self._spare is not None:
            self._spare.forget()
        if self._is_ours and not self.process:
            self._zygote.close()  # it may still be importing, and nothing came from it
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
            self._control.settimeout(5)
            try:
                while self._control.recv(1 << 16):  # until it ends
                    pass
            except TimeoutError:
                os.kill(self.process, signal.SIGKILL)
        self._control.close()
        if self._is_ours:
            self._zygote.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Connection:
    """One child: requests, each with a limit on the CPU time it may take."""

    def __init__(
        self, server: Server, channel: socket.socket, child: int, scratch: Scratch, limits: Limits
    ) -> None:
        self._server, self._channel, self._child = server, channel, child
        self._scratch, self._limits = scratch, limits
        self._alive = True
        self._cpu_seconds = self._queued = 0.0
        self._grader_queued = _waited_for_a_processor(_THIS_THREAD)
        self._watched = 0.0
        self._address_space = self._stat(20)
        self.reading_seconds = 0.0
        """CPU seconds that its replies have cost the grader."""
        channel.setblocking(False)
        self._reader, self._unsent = Reader(channel), bytearray()
        self._poll = select.poll()
        self._poll.register(channel, select.POLLIN)

    @property
    def limits(self) -> Limits:
        """The limits that the child has set itself."""
        return self._limits

    def forget(self) -> None:
        """Close this end; the child ends with its server."""
        self._alive = False
        self._channel.close()

    def wait_until_ready(self) -> None:
        """Raise `SandboxUnavailable` if the child could not confine itself."""
        answer = self.request(None, seconds=10)
        if "refused" in answer:
            self.close()
            raise SandboxUnavailable(f"The child could not be confined: {answer['refused']}")

    def has_ended(self) -> bool:
        """Return whether the child has ended, though what it sent before may still be there."""
        ends = select.POLLHUP | select.POLLERR
        return any(event & ends for _, event in self._poll.poll(0))

    def request(self, message: Any, seconds: float) -> dict[str, Any]:
        """Send a message (None: only listen) and wait for the reply; see `requests`."""
        return next(self.requests([message], seconds))

    def requests(self, messages: Sequence[Any], seconds: float) -> Iterator[dict[str, Any]]:
        """Send messages all at once, and yield the reply to each, in their order.

        Raises `ChildStopped` when the child dies, takes more CPU time for one of them than
        `seconds`, or its own "seconds" (or five times that of wall time), fills its scratch folder,
        starts too many threads, or answers with something that is not a reply.
        """
        tokens = [None if message is None else secrets.token_hex(8) for message in messages]
        for message, token in zip(messages, tokens, strict=True):
            if message is not None:
                self._unsent += frame({**message, "token": token})
        self._send()
        return self._replies(messages, tokens, seconds)

    def _replies(
        self, messages: Sequence[Any], tokens: Sequence[str | None], seconds: float
    ) -> Iterator[dict[str, Any]]:
        for number, (message, token) in enumerate(zip(messages, tokens, strict=True), start=1):
            limit = self._limits.reply_bytes(message)
            allowed = float((message or {}).get("seconds", seconds))
            try:
                reply = self._wait_for_reply(limit, allowed)
                if number == len(messages) and not self._reader.is_empty:
                    raise ProtocolError("There is more than one frame.")
            except ProtocolError as error:
                patience = 1.0 if isinstance(error, ChannelClosed) else 0.0
                raise self._died(str(error), patience) from None
            yield self._checked(reply, token)

    def _wait_for_reply(self, limit: int, seconds: float) -> Any:
        cpu_began = self.cpu_seconds()
        deadline = time.monotonic() + max(WALL_FACTOR * seconds, LEAST_WALL_SECONDS)
        grace = seconds * GRACE + GRACE  # the child interrupts itself, if its code lets it
        while True:
            began = time.thread_time()
            whole, reply = self._reader.take(limit)
            self.reading_seconds += time.thread_time() - began
            if whole:
                if not isinstance(reply, dict) or "files" not in reply:
                    return reply
                if not self._scratch.carry_out(reply["files"]):
                    return None
                continue
            self._poll.modify(self._channel, _BOTH if self._unsent else select.POLLIN)
            events = self._poll.poll(_TICK * 1000)
            self._watch()
            if any(event & ~select.POLLOUT for _, event in events):
                self._reader.read()
            if self._unsent:
                self._send()
            computed = self.cpu_seconds() - cpu_began
            if computed > seconds + grace or self._is_past(deadline):
                self.close()
                reason = "TimeLimit" if computed > seconds / 2 else "Waited"
                raise ChildStopped(reason, f"{seconds:g}")

    def _send(self) -> None:
        """Send as much as the channel takes."""
        with suppress(BlockingIOError, OSError):  # a closed channel is noticed in reading
            while self._unsent:
                del self._unsent[: self._channel.send(self._unsent[: 1 << 16])]

    def _checked(self, reply: Any, token: str | None) -> dict[str, Any]:
        """Check that a reply repeats its request's token, so that a forged one is found at once."""
        if not isinstance(reply, dict) or reply.get("token") != token:
            raise self._died(messages.NO_REPLY)
        return reply

    def _died(self, why: str, patience: float = 0.0) -> ChildStopped:
        """Return what is known about the end of a child that no longer follows the protocol."""
        status = self.close(patience)
        if status == STILL_RAN:
            why = messages.CLOSED_CHANNEL
        elif os.WIFSIGNALED(status):
            why = messages.BY_SIGNAL.format(number=os.WTERMSIG(status))
        elif os.WIFEXITED(status):
            why = messages.BY_ITSELF.format(number=os.WEXITSTATUS(status))
        return ChildStopped("Stopped", why)

    def _watch(self) -> None:
        """Inspect the child at every tick, however quickly it answers."""
        now = time.monotonic()
        if now - self._watched >= _TICK:
            self._watched = now
            if self._scratch.is_full():
                self.close()
                raise ChildStopped("Stopped", messages.FULL_SCRATCH)
            if self._threads() > self._limits.threads:
                self.close()
                raise ChildStopped("Stopped", messages.TOO_MANY_THREADS)

    def _threads(self) -> int:
        """Return the child's number of threads; a resource limit would count its whole user's."""
        return self._stat(17)

    def grown(self) -> int:
        """Return by how many bytes its address space has grown since this was asked last."""
        before, self._address_space = self._address_space, self._stat(20)
        return self._address_space - before

    def _stat(self, field: int) -> int:
        """Return a number that Linux tells about the child; 0 if it tells nothing."""
        try:
            stat = Path(f"/proc/{self._child}/stat").read_text("ascii", "replace")
        except OSError:
            return 0
        return int(stat.rpartition(")")[2].split()[field])

    def cpu_seconds(self) -> float:
        """Return the CPU time that the child has used, or wall time if the system cannot tell."""
        if not sys.platform.startswith("linux"):
            return time.monotonic()
        with suppress(OSError):  # once it has ended, what it had used before
            self._cpu_seconds = time.clock_gettime((~self._child << 3) | 2)
        return self._cpu_seconds

    def queued_seconds(self) -> float:
        """Return how long others have kept the child from its reply, if Linux tells.

        They used the processor for which it waited, or the grader, which had not read its reply.
        """
        waited = _waited_for_a_processor(str(self._child))
        self._queued = max(self._queued, waited)  # once it has ended, what it had before
        return self._queued + max(_waited_for_a_processor(_THIS_THREAD) - self._grader_queued, 0.0)

    def _is_past(self, deadline: float) -> bool:
        late = time.monotonic() - deadline
        return late > 0 and late > self.queued_seconds()

    def close(self, patience: float = 0.0) -> int:
        """End the child, at once or after some seconds; return its wait status, or `STILL_RAN`."""
        if not self._alive:
            return 0
        self._alive = False
        self.queued_seconds()
        self._channel.close()
        status = self._server.reap(self._child, patience)
        self._scratch.delete()
        return status


def _waited_for_a_processor(process: str) -> float:
    """Return how many seconds a process waited while others computed; 0 if nothing tells."""
    with suppress(OSError, IndexError, ValueError):
        return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[1]) / 1e9
    return 0.0
