"""`predict`: ask for a guess before a figure, and say at once what each guess overlooks."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from course_lib.cases.verdict import inline
from course_lib.language import in_a_row, translate
from course_lib.lessons import messages
from course_lib.lessons.words import find_words

_BOX = "border-left:4px solid #0072b2;padding:.1em .9em;margin:.4em 0"
_CHOICE = (
    "border:1px solid #767676;border-radius:.4em;padding:.25em .8em;margin:.25em 0;max-width:44em"
)
_SUMMARY = "cursor:pointer"
_ANSWER = "margin:.4em 0 .3em 0"


@dataclass(frozen=True)
class Choice:
    """One of the guesses: what it says, what is true or false about it, and whether it is right."""

    text: str
    explanation: str
    right: bool = False

    @property
    def verdict(self) -> str:
        """Return a word or two on whether this is what happens."""
        return messages.RIGHT if self.right else messages.WRONG


@dataclass(frozen=True, repr=False)
class Prediction:
    """A question with two to four choices. Nothing is recorded, and nothing is marked."""

    name: str
    question: str
    choices: tuple[Choice, ...]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.text()}

    def __repr__(self) -> str:
        return self.text()

    def html(self) -> str:
        """Return the choices as buttons that open their explanation, without a script or a kernel.

        They work with a click, or with Tab and Enter, also in a page made from the notebook, and
        after the notebook is opened again. Opening one closes the others.
        """
        choices = "".join(
            f'<details name="predict-{escape(self.name)}" style="{_CHOICE}">'
            f'<summary style="{_SUMMARY}">{inline(choice.text)}</summary>'
            f'<p style="{_ANSWER}"><strong>{choice.verdict}</strong> '
            f"{inline(choice.explanation)}</p></details>"
            for choice in self.choices
        )
        return (
            f'<div class="course-prediction" role="group" aria-label="{escape(messages.GUESS)}" '
            f'style="{_BOX}"><p style="{_ANSWER}"><strong>{messages.GUESS}</strong> '
            f"{inline(self.question)}</p>{choices}</div>"
        )

    def text(self) -> str:
        """Return question, choices and, below them, the explanations, for a terminal."""
        letters = "abcd"[: len(self.choices)]
        lines = [in_a_row(messages.GUESS, self.question)]
        lines += [f"  {a}. {one.text}" for a, one in zip(letters, self.choices, strict=True)]
        lines += ["", messages.ANSWERS]
        lines += [
            f"  {a}. {one.verdict} {one.explanation}"
            for a, one in zip(letters, self.choices, strict=True)
        ]
        return "\n".join(lines)


def predict(name: str) -> Prediction:
    """Return a question to answer before running the next cell; call this in a cell's last line.

    Question and choices come from the lesson's `words/TOPIC.toml`, table `predictions.NAME`. Raises
    ValueError if there is no such prediction.

    >>> predict("three_rates")  # doctest: +SKIP
    """
    words = find_words("predictions", name)
    choices = tuple(
        Choice(translate(one["text"]), translate(one["explanation"]), one.get("right", False))
        for one in words["choices"]
    )
    return Prediction(name, translate(words["question"]), choices)
