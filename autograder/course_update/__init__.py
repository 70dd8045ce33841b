"""Bring a course folder to a newer version of the course, and keep the instructor's changes."""
