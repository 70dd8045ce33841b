"""The figures of the lessons, in one house style."""
