"""The class at a glance, as one page."""
