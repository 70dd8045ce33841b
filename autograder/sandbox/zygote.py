"""The process that fork servers come from: it imports everything once, whoever needs a server.

This module imports little, so that the process can be started before anything else is done.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.errors import ServerGone
from autograder.sandbox.environment import copy_known_fonts, environment, keep_known_fonts

DRAWS, COMPUTES = b"d", b"c"
"""What the children of a server will do: the first draws a figure before there are any."""
_LOG = "log"


class Zygote:
    """A fresh interpreter that becomes a fork server for each socket that it is sent.

    `multiprocessing` can pass it on to a worker. It ends when nobody has it any more.
    """

    _program = ("-m", "autograder.sandbox.server")

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="grader-")
        copy_known_fonts(self._folder)
        self._control, theirs = socket.socketpair()
        with theirs, open(Path(self._folder) / _LOG, "w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", *self._program],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=environment(self._folder),
                cwd=self._folder,
                start_new_session=True,  # an interrupt at the terminal is not for it
            )

    def __getstate__(self) -> dict[str, object]:
        """Return what a worker needs, which is the socket."""
        return {"_control": self._control}

    def serve(self, control: socket.socket, figures: bool = False) -> None:
        """Ask for a fork server that answers at the other end of a socket.

        With `figures`, its children draw their first one more quickly.
        """
        try:
            kind = DRAWS if figures else COMPUTES
            socket.send_fds(self._control, [kind], [control.fileno()])
        except OSError:
            raise ServerGone("The process that sandbox servers come from ended.") from None

    def last_words(self) -> str:
        """Return what it wrote before it ended; ask only who started it."""
        self._process.wait()
        return (Path(self._folder) / _LOG).read_text("utf-8", "replace")[-2_000:]

    def close(self) -> None:
        """End it, if this process started it; the servers that came from it go on.

        It has nothing to save, and by itself it would first take apart all that it has imported.
        """
        self._control.close()
        self._process.kill()
        self._process.wait()
        keep_known_fonts(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)
