"""The figures of the lessons, all in the house style."""
