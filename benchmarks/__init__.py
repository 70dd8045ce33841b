"""Measure the time and memory of grading, training and sliders."""
