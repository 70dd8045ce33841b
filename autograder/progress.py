"""Show a progress bar with throughput and time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from autograder import messages
from autograder.visible import visible

console = Console(highlight=False)


def say(sentence: str, *, before: str = "") -> None:
    """Print a sentence in which names and files may be a student's; `before` is our markup.

    Nothing in it moves the cursor, hides text or is taken for markup.
    """
    console.print(f"{before}{escape(visible(sentence))}", soft_wrap=True)


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "")


class _TimeLeft(TimeRemainingColumn):
    def render(self, task: Task) -> Text:
        form = messages.TOOK if task.finished else messages.TIME_LEFT
        return Text(form.format(time=super().render(task).plain))


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar with throughput and time left; yield the function that moves it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(),
        _TimeLeft(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
