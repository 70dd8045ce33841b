"""Open, read and write nbgrader's gradebook."""
