"""Help for authors who add topics."""
