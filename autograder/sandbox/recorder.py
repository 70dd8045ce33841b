"""An IPython shell that records each cell's outputs in order, in the notebook format."""

from __future__ import annotations

import builtins
import io
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.events import EventManager
from traitlets.config import Config

from autograder.sandbox.event_loop import prepare_loops, run_in_loop, run_tasks
from autograder.sandbox.installed import without_machine
from autograder.sandbox.needed import KEEPING, TIMERS, untimed
from autograder.sandbox.reasons import WHATEVER_FAILS
from autograder.sandbox.statements import PatientShell
from autograder.sandbox.why_not import why_not
from course_lib import messages

_print = print


def _print_to_somebody(*values: Any, file: Any = None, **options: Any) -> None:
    """Print, but not to this process's own output, which nobody reads."""
    target = sys.stdout if file is None else file
    if target is not sys.__stdout__ and target is not sys.__stderr__:
        _print(*values, file=target, **options)


class Recorder:
    """The outputs of the cell that is running; beyond `limit` characters they are left out."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.remaining = 0
        self.closed = False

    def start(self, limit: int) -> None:
        """Begin a new cell."""
        self.outputs, self.remaining = [], limit

    def close(self) -> None:
        """Discard everything from now on; what `print` would show is not even made a text.

        To format large arrays takes far longer than most functions.
        """
        self.start(0)
        self.closed = True
        builtins.print = _print_to_somebody

    def add(self, output: dict[str, Any]) -> None:
        """Record one output, if there is room."""
        if self.closed or self.remaining <= 0:
            return
        data = output.get("data")
        self.remaining -= 200 + sum(len(str(value)) for value in (data or {}).values())
        if self.remaining > 0:
            self.outputs.append(output)
        else:
            self.outputs.append(
                {"output_type": "stream", "name": "stdout", "text": messages.REST_LEFT_OUT}
            )

    def write(self, name: str, text: str) -> None:
        """Record text on a stream; it joins the stream's text just before."""
        if self.closed or self.remaining <= 0 or not text:
            return
        if len(text) > self.remaining:
            text = text[: self.remaining] + messages.REST_LEFT_OUT
        self.remaining -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["parts"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "parts": [text]})

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs of the cell, with each stream's text joined."""
        for output in self.outputs:
            if "parts" in output:
                output["text"] = "".join(output.pop("parts"))
        return self.outputs


class Stream(io.TextIOBase):
    """Standard output or error, going to the recorder."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.write(self._name, without_machine(text))
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(self, data: Any, metadata: Any = None, **_: Any) -> None:  # type: ignore[override]
        _recorder(self).add(
            {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:
        _recorder(self).outputs.clear()


class _DisplayHook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        _recorder(self).add(
            {
                "output_type": "execute_result",
                "data": format_dict,
                "metadata": md_dict or {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Events(EventManager):
    """What happens around a cell; at its end, its figures are drawn."""

    shell: RecordingShell

    def trigger(self, event: str, *arguments: Any, **options: Any) -> None:
        with self.shell.drawing() if event == "post_execute" else nullcontext():
            super().trigger(event, *arguments, **options)


class RecordingShell(PatientShell):
    """IPython as in a notebook (magics, rich display, inline figures), without a kernel."""

    def __init__(self, **options: Any) -> None:
        self.recorder = Recorder()
        super().__init__(**options)

    def init_events(self) -> None:
        super().init_events()
        callbacks, self.events = self.events.callbacks, _Events(self, ())
        self.events.callbacks = callbacks

    def init_display_pub(self) -> None:
        self.display_pub = _Publisher(parent=self, shell=self)

    def init_displayhook(self) -> None:
        self.displayhook = _DisplayHook(
            parent=self,
            shell=self,
            cache_size=self.cache_size,
        )
        self.display_trap = _trap(self.displayhook)

    def enable_gui(self, gui: Any = None) -> None:
        """Do nothing: figures are inline, so there is no window to open."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.recorder.add(
            {
                "output_type": "error",
                "ename": str(getattr(etype, "__name__", etype)),
                "evalue": without_machine(_text(evalue)),
                "traceback": [without_machine(str(line)) for line in stb],
                "reason": why_not(evalue, self.why_missing)[0],
            }
        )

    def _format_exception_for_storage(self, *_: Any, **options: Any) -> dict[str, Any]:
        """Keep no history of errors: to show one twice may take longer than there is time."""
        return {}

    def run_recorded(
        self,
        source: str,
        limit: int,
        without: tuple[int, ...] = (),
        only: Iterable[int] | str | None = None,
    ) -> list[dict[str, Any]]:
        """Run one cell, or `only` some statements of it, and return its outputs."""
        self.recorder.start(limit)
        source = untimed(source, TIMERS if only in (None, WHATEVER_FAILS) else KEEPING)
        self.begin_cell(source, without, only)
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(self.recorder, "stdout"), Stream(self.recorder, "stderr")
        try:
            self.end_cell(self.run_cell(source, store_history=True))
            run_tasks()
        finally:
            sys.stdout, sys.stderr = streams
        return self.recorder.take()


def _recorder(part: Any) -> Recorder:
    recorder: Recorder = part.shell.recorder
    return recorder


def _trap(hook: DisplayHook) -> Any:
    from IPython.core.display_trap import DisplayTrap

    return DisplayTrap(hook=hook)


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception:
        return str(messages.NO_MESSAGE)


class ZMQInteractiveShell(RecordingShell):
    """The same under the name of a kernel's shell, by which code tells that it is in a notebook."""


def make_shell() -> RecordingShell:
    """Return the shell that a server prepares before it forks: no history, hence no thread."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    shell: RecordingShell = ZMQInteractiveShell.instance(config=config)
    shell.loop_runner = run_in_loop
    prepare_loops()
    return shell
