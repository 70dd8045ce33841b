"""nbgrader's gradebook: opened, read, and written to."""
