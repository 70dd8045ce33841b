"""Find the words of a lesson's pictures and predictions, which are data in `words/TOPIC.toml`.

They are kept out of the notebooks so that a cell shows the experiment alone, and spoils no guess.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from course_lib.lessons import messages

FOLDER = Path(__file__).parent / "words"

KINDS = ("pictures", "predictions")


@cache
def words_of(topic: str) -> dict[str, Any]:
    """Return the tables `pictures` and `predictions` of a lesson."""
    file = FOLDER / f"{topic}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def find_words(kind: str, name: str) -> dict[str, Any]:
    """Return the words of a picture or prediction; names are unique in the whole course.

    Raises ValueError if no lesson has one of this name.
    """
    heading = f"[{kind}.{name}]"
    for file in sorted(FOLDER.glob("*.toml")):
        # Parsing all eleven files takes as long as a figure; searching them does not.
        if heading in file.read_text(encoding="utf-8"):
            found: dict[str, Any] = words_of(file.stem)[kind][name]
            return found
    raise ValueError(messages.UNKNOWN[kind].format(name=name))
