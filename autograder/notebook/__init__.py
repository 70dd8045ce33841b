"""Notebooks as data: rebuilt, cleared, titled, and their outputs closed."""
