"""Examine an installation and a course folder for `course doctor`."""
