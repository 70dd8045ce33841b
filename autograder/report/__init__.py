"""Report on a class, as one page."""
