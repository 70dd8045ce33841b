"""What all lessons share: the words of figures and predictions, and the student's progress."""
