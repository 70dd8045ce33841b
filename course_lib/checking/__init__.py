"""Check students' functions, and say what is wrong with them."""
