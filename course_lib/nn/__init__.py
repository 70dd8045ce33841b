"""Networks, output layers and the training loop that lessons run a student's functions in."""
