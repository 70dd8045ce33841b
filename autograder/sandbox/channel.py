"""Frames of JSON over a socket: four bytes of length, then the text."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

from autograder.errors import ChannelClosed, MessageTooLong, ProtocolError

_LENGTH = struct.Struct(">I")
MAX_FRAME = 64_000_000


def send(channel: socket.socket, message: Any, limit: int = MAX_FRAME) -> None:
    """Send one JSON value, or raise `MessageTooLong` if it has more than `limit` bytes."""
    data = json.dumps(message).encode("ascii")
    if len(data) > limit:
        raise MessageTooLong
    try:
        channel.sendall(_LENGTH.pack(len(data)) + data)
    except OSError as error:
        raise ChannelClosed(f"The channel is closed: {error}") from error


class Reader:
    """Collects a frame from bytes as they come, so that the reader can look at the clock."""

    def __init__(self, channel: socket.socket, limit: int = MAX_FRAME) -> None:
        self._channel, self._limit = channel, limit
        self._data = bytearray()

    def read(self) -> tuple[bool, Any]:
        """Read what has arrived; return (True, message) once the frame is complete. May block."""
        try:
            chunk = self._channel.recv(1 << 20)
        except OSError as error:
            raise ChannelClosed(f"The channel is closed: {error}") from error
        if not chunk:
            raise ChannelClosed("The other side closed the channel.")
        self._data += chunk
        if len(self._data) < _LENGTH.size:
            return False, None
        (length,) = _LENGTH.unpack_from(self._data)
        if length > self._limit:
            raise ProtocolError(f"A frame of {length} bytes is too big.")
        if len(self._data) < _LENGTH.size + length:
            return False, None
        if len(self._data) > _LENGTH.size + length:
            raise ProtocolError("There is more than one frame.")
        try:
            return True, json.loads(bytes(self._data[_LENGTH.size :]))
        except (ValueError, RecursionError) as error:
            raise ProtocolError(f"A frame is not JSON: {error}") from error


def receive(channel: socket.socket, limit: int = MAX_FRAME) -> Any:
    """Wait for one JSON value."""
    reader = Reader(channel, limit)
    while True:
        whole, message = reader.read()
        if whole:
            return message
