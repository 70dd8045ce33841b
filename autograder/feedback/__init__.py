"""A page for each student: the graded notebook with its verdicts."""
