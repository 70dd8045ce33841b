"""What nbgrader's own commands call: named in `nbgrader_config.py`."""
