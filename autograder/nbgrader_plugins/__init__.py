"""Plug-ins for nbgrader's own commands, named in `nbgrader_config.py`."""
