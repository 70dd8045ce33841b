"""What every exercise is made of and judged by."""
