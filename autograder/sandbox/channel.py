"""Frames of JSON over a socket: four bytes of length, then the text."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from autograder.errors import ChannelClosed, MessageTooLong, ProtocolError

_LENGTH = struct.Struct(">I")
MAX_FRAME = 64_000_000


def frame(message: Any, limit: int = MAX_FRAME) -> bytes:
    """Return the frame of one JSON value, or raise `MessageTooLong` if it is over `limit` bytes."""
    data = json.dumps(message).encode("ascii")
    if len(data) > limit:
        raise MessageTooLong
    return _LENGTH.pack(len(data)) + data


def send(channel: socket.socket, message: Any, limit: int = MAX_FRAME) -> None:
    """Send one JSON value, or raise `MessageTooLong` if it has more than `limit` bytes."""
    try:
        channel.sendall(frame(message, limit))
    except OSError as error:
        raise ChannelClosed(f"The channel is closed: {error}") from error


class Reader:
    """Collects frames from bytes as they come, so that the reader can look at the clock."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel, self._data = channel, bytearray()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has arrived beyond the frames that were taken."""
        return not self._data

    def read(self) -> None:
        """Read what has arrived. May block."""
        try:
            chunk = self._channel.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError as error:
            raise ChannelClosed(f"The channel is closed: {error}") from error
        if not chunk:
            raise ChannelClosed("The other side closed the channel.")
        self._data += chunk

    def take(self, limit: int = MAX_FRAME) -> tuple[bool, Any]:
        """Return (True, message) if a whole frame has arrived."""
        if len(self._data) < _LENGTH.size:
            return False, None
        (length,) = _LENGTH.unpack_from(self._data)
        if length > limit:
            raise ProtocolError(f"A frame of {length} bytes is too big.")
        end = _LENGTH.size + length
        if len(self._data) < end:
            return False, None
        text = bytes(self._data[_LENGTH.size : end])
        del self._data[:end]
        return True, _parsed(text)


def receive(channel: socket.socket) -> Any:
    """Wait for one JSON value, and leave those behind it in the channel."""
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size))
    if length > MAX_FRAME:
        raise ProtocolError(f"A frame of {length} bytes is too big.")
    return _parsed(_exactly(channel, length))


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = []
    while size > 0:
        try:
            part = channel.recv(min(size, 1 << 20))
        except OSError as error:
            raise ChannelClosed(f"The channel is closed: {error}") from error
        if not part:
            raise ChannelClosed("The other side closed the channel.")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"A frame is not JSON: {error}") from error
