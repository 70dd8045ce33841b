"""The secret half of the course: references, hidden cases and known mistakes, a module a topic."""

from grader_tests.grading import grade
from grader_tests.registry import find, load_topic, topics

__all__ = ["find", "grade", "load_topic", "topics"]
