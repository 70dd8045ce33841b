"""Grading one submission, and grading many on all cores or a cluster."""
