"""Exchange files between the course and a learning management system (LMS)."""
