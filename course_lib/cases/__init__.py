"""Cases as data: calls, values that can be sent to another process, comparison of outcomes."""
