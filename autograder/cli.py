"""The command `course`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from autograder.course import Course, CourseError
from autograder.processes import get_ready
from autograder.progress import console, progress
from autograder.sandbox.confine import ConfinementMissing
from autograder.secret import SecretMissing

if TYPE_CHECKING:
    from autograder.batch import Result

app = typer.Typer(
    help="Release, grade and report the optimization course, in an nbgrader course folder.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Assignments = Annotated[
    list[str] | None, typer.Argument(help="Assignments such as `adam`; all if none is named.")
]
CourseFolder = Annotated[Path, typer.Option("--course", help="The course folder.")]
HERE = Path()

JOBS_AND_SCHEDULER = (
    "--jobs counts workers of this machine, and --scheduler grades on those of a cluster, all of "
    "them. Leave one of the two out."
)


@app.command(epilog="Example: course release adam --course ~/optimization")
def release(assignments: Assignments = None, course: CourseFolder = HERE) -> None:
    """Make the students' notebooks in release/, and enter them in the gradebook."""
    from autograder.database import require_server
    from autograder.nbgrader_steps import release as release_one

    opened = Course(course)
    require_server(opened)
    names = opened.require(assignments or [])
    with progress("Releasing") as show:
        for done, name in enumerate(names):
            show(done, len(names))
            release_one(opened, name)
        show(len(names), len(names))
    step = opened.directory.release_directory
    console.print(f"Released {', '.join(names)}: hand out what is in {opened.root / step}.")


@app.command(epilog="Example: course grade adam --jobs 2 --course ~/optimization")
def grade(
    assignments: Assignments = None,
    course: CourseFolder = HERE,
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers; default: all cores.")] = None,
    force: Annotated[bool, typer.Option(help="Grade again what is graded already.")] = False,
    experiments: Annotated[bool, typer.Option(help="Run the experiment cells too.")] = False,
    unconfined: Annotated[
        bool, typer.Option(help="Run students' code WITHOUT the sandbox's walls.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="Grade on the Dask cluster at this address.")
    ] = None,
) -> None:
    """Grade the submissions in submitted/ and write the marks to the gradebook."""
    if scheduler is None:
        get_ready()
    from autograder.batch import Batch, default_jobs
    from autograder.nbgrader_plugins import Grade

    opened = Course(course)
    names = opened.require(assignments or [])
    settings = Grade(config=opened.config).settings()
    settings = replace(
        settings,
        experiments=experiments or settings.experiments,
        confined=settings.confined and not unconfined,
    )
    if scheduler and jobs:
        raise CourseError(JOBS_AND_SCHEDULER)
    batch = Batch(opened, settings, jobs or default_jobs(), force, scheduler)
    with progress("Grading") as show:
        batch.run(names, show)
    if batch.results:
        _summary(batch.results)
    for sentence in opened.misplaced():
        console.print(sentence, markup=False)
    if batch.skipped:
        console.print(
            f"{batch.skipped} were graded before and have not changed (--force regrades)."
        )
    failed = [result for result in batch.results if result.failure]
    for result in failed:
        one = result.submitted
        console.print(f"[red]Not graded:[/] {one.student}, {one.assignment}: ", end="")
        console.print(result.failure, markup=False)
    if failed:
        raise typer.Exit(1)


def _summary(results: list[Result]) -> None:
    from autograder.summary import summary_rows

    table = Table("assignment", "graded", "median", "of", "full marks", "needs a look")
    for row in summary_rows(results):
        table.add_row(*row)
    console.print(table)


@app.command(epilog="Example: course feedback adam --course ~/optimization")
def feedback(assignments: Assignments = None, course: CourseFolder = HERE) -> None:
    """Write a feedback page for each graded submission, in feedback/."""
    from autograder.database import require_server
    from autograder.nbgrader_steps import write_feedback

    opened = Course(course)
    require_server(opened)
    graded = [
        (name, student)
        for name in opened.require(assignments or [])
        for student in opened.graded_students(name)
    ]
    failures = []
    with progress("Writing feedback") as show:
        for done, (name, student) in enumerate(graded):
            show(done, len(graded))
            try:
                write_feedback(opened, name, student)
            except CourseError as error:
                failures.append(str(error))
        show(len(graded), len(graded))
    step = opened.directory.feedback_directory
    console.print(f"Wrote {len(graded) - len(failures)} pages to {opened.root / step}.")
    for failure in failures:
        print(f"course: {failure}", file=sys.stderr)
    if failures:
        raise typer.Exit(1)


@app.command(epilog="Example: course report adam --course ~/optimization")
def report(assignments: Assignments = None, course: CourseFolder = HERE) -> None:
    """Write the class report, report/index.html."""
    from autograder.database import require_server
    from autograder.report import write_report
    from autograder.report_data import NothingToReport

    opened = Course(course)
    require_server(opened)
    names = opened.require(assignments or [])
    try:
        path = write_report(opened.root, opened.db_url, opened.course_id, names)
    except NothingToReport as error:
        raise CourseError(str(error)) from None
    console.print(f"Wrote {path}.")


@app.command(epilog="Example: course demo --course build/demo")
def demo(
    course: CourseFolder = Path("build/demo"),
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers; default: all cores.")] = None,
    unconfined: Annotated[
        bool, typer.Option(help="Leave the cheats out, and run without the sandbox's walls.")
    ] = False,
) -> None:
    """Make a class of 30, grade it, and check that everyone got the marks they earned."""
    from autograder.demo import run_demo

    if not run_demo(course, jobs, unconfined):
        raise typer.Exit(1)


@app.command("try", epilog="Example: course try adam_step mine.py theirs.py --json")
def try_files(
    exercise: Annotated[str, typer.Argument(help="The function's name, such as `adam_step`.")],
    files: Annotated[list[Path], typer.Argument(help="Python files that define it.")],
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON line a file.")] = False,
    unconfined: Annotated[
        bool, typer.Option(help="Run the code WITHOUT the sandbox's walls.")
    ] = False,
) -> None:
    """Mark plain Python files through the sandbox and the hidden cases."""
    from autograder.trying import FileProblem, try_file

    failed = False
    for file in files:
        try:
            tried = try_file(exercise, file, confined=not unconfined)
        except FileProblem as error:
            print(f"course: {error}", file=sys.stderr)
            failed = True
            continue
        typer.echo(tried.json_line() if json_lines else tried.text())
    if failed:
        raise typer.Exit(1)


@app.command("new-topic", epilog="Example: course new-topic weight_decay")
def new_topic(
    name: Annotated[str, typer.Argument(help="The topic's name, in small letters.")],
) -> None:
    """Make the files of a new topic, which pass their own tests."""
    from autograder.new_topic import make_topic

    checkout = Path(__file__).parents[1]
    for path in make_topic(checkout, name):
        console.print(f"Wrote {path.relative_to(checkout)}")
    console.print(f"Now run: make test ARGS='-k {name}'. What to change: docs/authoring.md")


_DAMAGED = (
    "The gradebook cannot be used: {} Restore it from your backup; nothing else was changed.",
    "A source notebook under notebooks/ is damaged: {} Restore it, then run this again.",
)


def main() -> None:
    """Runs the command; what a person did wrong is said in a sentence, without a traceback."""
    from nbformat.reader import NotJSONError
    from sqlalchemy.exc import DatabaseError

    try:
        app()
    except (CourseError, SecretMissing, ConfinementMissing) as error:
        print(f"course: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except (DatabaseError, NotJSONError) as error:
        said = str(getattr(error, "orig", error)).splitlines()[0][:300]
        print(f"course: {_DAMAGED[type(error) is NotJSONError].format(said)}", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        print("course: interrupted; what was graded is saved.", file=sys.stderr)
        raise SystemExit(130) from None
