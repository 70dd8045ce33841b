"""See that a course's settings exist, and have values with which the grader can work.

A wrong one would otherwise be a traceback, change everybody's marks, or do nothing without a word.
The classes are known by their names, as in nbgrader's configuration: most commands need none.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from traitlets import (
    Bool,
    Enum,
    Float,
    HasTraits,
    Integer,
    List,
    TraitError,
    TraitType,
    Unicode,
    validate,
)
from traitlets.config import Configurable
from traitlets.config.loader import Config, DeferredConfig, LazyConfigValue
from traitlets.utils.importstring import import_item

from autograder.course import messages
from autograder.course.times import zone_named
from autograder.errors import CourseError
from course_lib.language import SOURCE, languages


class OptimizationCourse(Configurable):
    """What a course sets that is no part of nbgrader."""

    language = Unicode(SOURCE).tag(config=True, must="language")
    """The language of the lessons, and of the report."""

    @validate("language")
    def _known(self, proposal: Any) -> str:
        compiled = languages()
        if compiled and proposal["value"] not in (SOURCE, *compiled):
            raise TraitError
        return str(proposal["value"])


class Exchange(Configurable):
    """What grading reads of nbgrader's exchange, whose other settings are not looked at."""

    timezone = Unicode("UTC").tag(config=True, must="zone")
    """The zone of times of handing in."""

    @validate("timezone")
    def _known(self, proposal: Any) -> str:
        if zone_named(proposal["value"]) is None:
            raise TraitError
        return str(proposal["value"])


class Number(Float):  # type: ignore[type-arg]
    """A number from `min` to `max`, which no truth value is, and nothing that is not a number."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the number; raise `TraitError` for anything else."""
        if isinstance(value, bool) or value != value:
            self.error(obj, value)
        return super().validate(obj, value)


_PLUGINS = "autograder.nbgrader_plugins"
_CLASSES = {
    "CourseDirectory": "nbgrader.coursedir.CourseDirectory",
    "LateSubmissionPlugin": "nbgrader.plugins.LateSubmissionPlugin",
    "OptimizationCourse": f"{__name__}.OptimizationCourse",
    "Exchange": f"{__name__}.Exchange",
    "Grade": f"{_PLUGINS}.grade_options.Grade",
    "ExplainAnswers": f"{_PLUGINS}.explain_answers.ExplainAnswers",
    "SafeFeedback": "autograder.feedback.exporter.SafeFeedback",
    "Explain": "autograder.feedback.explain.Explain",
    "CsvExportPlugin": f"{_PLUGINS}.export.CsvExportPlugin",
    "CanvasExportPlugin": f"{_PLUGINS}.export.CanvasExportPlugin",
    "MoodleExportPlugin": f"{_PLUGINS}.export.MoodleExportPlugin",
    "LmsExtractor": f"{_PLUGINS}.zip_collect.LmsExtractor",
    "LmsCollector": f"{_PLUGINS}.zip_collect.LmsCollector",
}
"""Section of the configuration -> the class that reads it."""
_ALIKE, _A_SLIP = 0.75, 0.8
"""How much a name is like the one that was probably meant; 1 is the same."""


def require_settings(config: Config, path: Path) -> None:
    """Raise `CourseError` for a setting that does not exist, or has a value that it cannot have.

    `path` is the file that sets them. Sections that are not known are others' business, unless
    one of ours differs from their name by a slip.
    """
    for section, values in config.items():
        if section in _CLASSES:
            _require_values(section, values, path)
        elif meant := next((name for name in _CLASSES if _is_slip(section, name)), None):
            name = "".join([f".{one}" for one in values][:1]) if isinstance(values, Config) else ""
            raise CourseError(_unknown(section + name, meant + name, path))


def _is_slip(written: str, name: str) -> bool:
    """Return whether one name may be the other with other capitals, or with a wrong letter or two.

    >>> _is_slip("garde", "Grade"), _is_slip("ExchangeList", "Exchange")
    (True, False)
    """
    written, name = written.casefold(), name.casefold()
    return abs(len(written) - len(name)) < 2 and bool(
        get_close_matches(written, [name], 1, _A_SLIP)
    )


def _require_values(section: str, values: Mapping[str, Any], path: Path) -> None:
    kind: type[HasTraits] = import_item(_CLASSES[section])
    traits = kind.class_traits(config=True)
    blank = kind.__new__(kind)  # no setting is read, and nothing begins
    for name, value in values.items():
        setting = f"{section}.{name}"
        if isinstance(value, Config):  # the section of a class that another one uses
            continue
        if name in traits:
            try:
                traits[name]._validate(blank, _as_given(traits[name], blank, value))
            except (TraitError, ValueError):
                raise CourseError(_wrong(traits[name], setting, value, path)) from None
        elif kind is not Exchange:
            close = get_close_matches(name, traits, 1, _ALIKE)
            raise CourseError(_unknown(setting, f"{section}.{close[0]}" if close else None, path))


def _as_given(trait: TraitType[Any, Any], blank: HasTraits, value: Any) -> Any:
    """Return the value of a setting, which may be one that adds to the default, or text."""
    if isinstance(value, LazyConfigValue):
        return value.get_value(trait.default(blank))
    return value.get_value(trait) if isinstance(value, DeferredConfig) else value


def _unknown(setting: str, close: str | None, path: Path) -> str:
    form = messages.UNKNOWN_SETTING_LIKE if close else messages.UNKNOWN_SETTING
    return form.format(setting=setting, close=close, path=path)


def _wrong(trait: TraitType[Any, Any], setting: str, value: Any, path: Path) -> str:
    """Return a sentence that says what a setting is, and what it may be."""
    given: dict[str, Any] = {"setting": setting, "value": repr(value)[:80], "path": path}
    match trait:
        case _ if must := trait.metadata.get("must"):
            known = (SOURCE, *languages()) if must == "language" else ()
        case Integer(min=int(least), max=int(most)):
            must, known = "whole number", ()
            given |= {"least": least, "most": most}
        case Float(min=float(least), max=float(most)):
            must, known = "number", ()
            given |= {"least": f"{least:g}", "most": f"{most:g}"}
        case Bool():
            must, known = "truth", ()
        case Enum(values=[*choices]):
            must, known = "choice", tuple(choices)
        case List():
            must, known = "list", ()
        case Unicode():
            must, known = "text", ()
        case _:
            must, known = "other", (trait.info(),)
    known_in_words = ", ".join(repr(one) if must != "other" else one for one in known)
    return messages.WRONG_SETTING[must].format(known=known_in_words, **given)
