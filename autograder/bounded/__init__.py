"""Work on students' bytes in a process that can be stopped, under a limit of time and memory."""
