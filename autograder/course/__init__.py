"""The course folder: where things lie, its settings, its secret, who may work on it."""
