"""The name by which `nbgrader_config.py` knows `autograder.nbgrader_plugins.export`."""

from autograder.nbgrader_plugins.export import (
    CanvasExportPlugin,
    CsvExportPlugin,
    MarksExportPlugin,
    MoodleExportPlugin,
    _LmsExportPlugin,
)

__all__ = [
    "CanvasExportPlugin",
    "CsvExportPlugin",
    "MarksExportPlugin",
    "MoodleExportPlugin",
    "_LmsExportPlugin",
]
