"""How strong the hidden cases are: mutants of every solution."""
