"""The exercises, a package for each notebook."""
