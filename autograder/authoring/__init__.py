"""What helps authors to add topics."""
