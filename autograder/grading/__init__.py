"""Grade one submission, or a whole class on all cores or a cluster."""
