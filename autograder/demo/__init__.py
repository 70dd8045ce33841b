"""A made-up class of thirty, graded and checked."""
