"""Data sets: real ones that ship as CSV, and point sets made from a seed."""
