"""Let nbgrader's own commands end with a sentence where ours would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException
from nbgrader.plugins import BasePlugin

from autograder.course.folder import CONFIG
from autograder.course.settings import require_settings
from autograder.errors import AutograderError, CourseError


@contextmanager
def ending_nbgrader(log: Any) -> Iterator[None]:
    """Log the sentence of an error, and end nbgrader's command without a traceback."""
    try:
        yield
    except AutograderError as error:
        log.error("%s", error)
        raise NbGraderException(str(error)) from None


def require_settings_of(command: Any) -> None:
    """Raise `CourseError` if a setting of nbgrader's command, which knows the folder, is wrong."""
    require_settings(command.config, Path(command.coursedir.root) / CONFIG)


class SettingsFirst(BasePlugin):  # type: ignore[misc]
    """A plug-in that nbgrader loads; before it reads its settings, it sees that they are right."""

    def __init__(self, **options: Any) -> None:
        command = options.get("parent")
        if command is not None:
            try:
                require_settings_of(command)
            except CourseError as error:
                command.fail("%s", error)
        super().__init__(**options)
