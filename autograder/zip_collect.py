"""The name by which `nbgrader_config.py` knows `autograder.nbgrader_plugins.zip_collect`."""

from autograder.nbgrader_plugins.zip_collect import LmsCollector, LmsExtractor

__all__ = ["LmsCollector", "LmsExtractor"]
