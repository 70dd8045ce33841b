"""Properties of values, for cases with more than one right answer."""
