"""What students wrote as harmless HTML."""
