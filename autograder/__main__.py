"""Run the command `course` as `python -m autograder`."""

from autograder.cli import main

main()
