"""Define cost surfaces in two dimensions, and the path of an optimizer on them."""
