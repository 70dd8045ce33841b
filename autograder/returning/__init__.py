"""Return feedback to students: through the LMS that their work came from, or by e-mail."""
