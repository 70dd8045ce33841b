"""The course folder: its layout, its settings, its secret, and the lock on it."""
