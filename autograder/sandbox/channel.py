"""Frames of JSON over a socket: four bytes of length, then the text."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_LENGTH = struct.Struct(">I")
MAX_FRAME = 64_000_000


class ProtocolError(Exception):
    """The other side closed the channel, or sent what is not a frame."""


class TooBig(Exception):
    """A message is longer than the other side would read."""


class Closed(ProtocolError):
    """The other side closed the channel, perhaps by dying."""


def send(channel: socket.socket, message: Any, most: int = MAX_FRAME) -> None:
    """Sends one JSON value; `TooBig`, and nothing sent, if it has more than `most` bytes."""
    data = json.dumps(message).encode("ascii")
    if len(data) > most:
        raise TooBig
    try:
        channel.sendall(_LENGTH.pack(len(data)) + data)
    except OSError as error:
        raise Closed(f"The channel is closed: {error}") from error


class Reader:
    """Collects a frame from bytes as they come, so that the reader can look at the clock."""

    def __init__(self, channel: socket.socket, most: int = MAX_FRAME) -> None:
        self._channel, self._most = channel, most
        self._data = bytearray()

    def read(self) -> tuple[bool, Any]:
        """Takes what is there; (True, message) once the frame is whole. Blocks if nothing is."""
        try:
            chunk = self._channel.recv(1 << 20)
        except OSError as error:
            raise Closed(f"The channel is closed: {error}") from error
        if not chunk:
            raise Closed("The other side closed the channel.")
        self._data += chunk
        if len(self._data) < _LENGTH.size:
            return False, None
        (length,) = _LENGTH.unpack_from(self._data)
        if length > self._most:
            raise ProtocolError(f"A frame of {length} bytes is too big.")
        if len(self._data) < _LENGTH.size + length:
            return False, None
        if len(self._data) > _LENGTH.size + length:
            raise ProtocolError("More came than one frame.")
        try:
            return True, json.loads(bytes(self._data[_LENGTH.size :]))
        except (ValueError, RecursionError) as error:
            raise ProtocolError(f"A frame is not JSON: {error}") from error


def receive(channel: socket.socket, most: int = MAX_FRAME) -> Any:
    """Waits for one JSON value."""
    reader = Reader(channel, most)
    while True:
        whole, message = reader.read()
        if whole:
            return message
