"""The secret half of the course: references, hidden cases and known mistakes, a module a topic."""

from grader_tests.engine.grading import grade
from grader_tests.engine.registry import find, load_topic

__all__ = ["find", "grade", "load_topic"]
