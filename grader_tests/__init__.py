"""The hidden half of the course: references, hidden cases and known mistakes of every exercise."""

from typing import TYPE_CHECKING, Any

from grader_tests.engine.registry import find, load_topic

if TYPE_CHECKING:
    from grader_tests.engine.grading import grade

__all__ = ["find", "grade", "load_topic"]


def __getattr__(name: str) -> Any:
    """Import `grade`, and so all that it computes with, for those who ask for it."""
    if name == "grade":
        from grader_tests.engine.grading import grade

        return grade
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
