"""Update a student's folder from a terminal: `python -m course_lib.update NEW YOURS`."""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path

from course_lib.language import use
from course_lib.update import messages
from course_lib.update.folder import Updated, UpdateFailed, language_of, update_folder


def main(words: list[str]) -> int:
    """Update the second folder from the first; return the process's exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console on Windows may lack a letter
    if len(words) != 2:
        print(messages.USAGE, file=sys.stderr)
        return 2
    new, own = (Path(word).expanduser() for word in words)
    with use(language_of(new)):
        try:
            updated = update_folder(new, own, datetime.now())
        except UpdateFailed as error:
            print(error, file=sys.stderr)
            return 1
        print(report(updated))
    return 0


def report(updated: Updated) -> str:
    """Return what an update did, for a terminal: what to look at, and where the rest is."""
    lines = []
    for lesson in updated.lessons:
        looks = [change.sentence for change in lesson.changes if change.look]
        if lesson.files or looks:
            lines += [lesson.title, *(f"  ! {sentence}" for sentence in looks)]
            others = [change.sentence for change in lesson.changes if not change.look]
            lines += [f"  - {sentence}" for sentence in others]
    if updated.page is None:
        return "\n".join([*lines, messages.NOTHING])
    done = messages.DONE.format(page=updated.page, backup=updated.backup)
    return "\n".join([*lines, "", done, messages.REVERT])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
