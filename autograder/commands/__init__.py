"""The commands of `course`, by who uses them: each module has a Typer of its own."""
