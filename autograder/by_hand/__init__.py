"""Mark all answers to one reflection on one page, on this machine."""
