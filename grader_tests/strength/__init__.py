"""Measure how strong the hidden cases are, with mutants of every solution."""
