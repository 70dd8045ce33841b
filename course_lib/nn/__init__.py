"""Define networks, output layers and the training loop that runs the student's functions."""
