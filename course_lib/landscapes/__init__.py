"""Cost surfaces in two dimensions, and the walk of an optimizer over them."""
