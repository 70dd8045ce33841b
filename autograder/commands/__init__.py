"""The commands of `course`, grouped by who uses them: each module has a Typer of its own."""
