"""What `check` says to a student, and what it finds it by."""
