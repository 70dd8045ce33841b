"""Bring a student's notebooks up to date with a newer release, without losing any of their work."""
