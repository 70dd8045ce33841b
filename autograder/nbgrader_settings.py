"""The name by which `nbgrader_config.py` knows `autograder.course.nbgrader_settings`."""

from autograder.course.nbgrader_settings import configure

__all__ = ["configure"]
