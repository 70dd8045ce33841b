"""Define the parts of an exercise, and grade with them."""
