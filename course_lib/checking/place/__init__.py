"""Find the line of a wrong function that needs a change, by trying small edits of its source."""
