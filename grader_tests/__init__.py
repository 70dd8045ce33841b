"""The hidden half of the course: references, hidden cases and known mistakes of every exercise."""

from grader_tests.engine.grading import grade
from grader_tests.engine.registry import find, load_topic

__all__ = ["find", "grade", "load_topic"]
