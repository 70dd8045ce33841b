"""Load real data sets, which are included as CSV files, and generate point sets from a seed."""
