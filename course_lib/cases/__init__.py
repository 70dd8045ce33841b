"""Cases as data: calls, the values that cross to another process, and how outcomes compare."""
