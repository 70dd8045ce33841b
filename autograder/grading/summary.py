"""The table that `course grade` ends with."""

from __future__ import annotations

from statistics import median

from autograder.grading.batch import Result


def summary_rows(results: list[Result]) -> list[tuple[str, ...]]:
    """One row an assignment: how many were graded, how well, and who needs a look."""
    return [
        _row(name, [result for result in results if result.submitted.assignment == name])
        for name in dict.fromkeys(result.submitted.assignment for result in results)
    ]


def _row(name: str, results: list[Result]) -> tuple[str, ...]:
    graded = [result for result in results if result.graded is not None and not result.failure]
    if not graded:
        return name, "0", "-", "-", "0", ", ".join(r.submitted.student for r in results)
    most = max(result.out_of for result in graded)
    full = sum(result.points == result.out_of for result in graded)
    odd = [r.submitted.student for r in results if r.failure or (r.graded and r.graded.problems)]
    middle = f"{median(result.points for result in graded):g}"
    return name, str(len(graded)), middle, f"{most:g}", str(full), ", ".join(odd) or "-"
