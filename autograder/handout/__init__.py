"""What leaves the instructor's machine: a course folder, a bundle for students."""
