"""Summarize a class's work: pass rates, named mistakes, answers, and who needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from statistics import mean, median

from autograder.groups.groups import Group, grouped
from autograder.notebook.titles import Titles, function_of, in_words
from autograder.report import messages
from autograder.report.cost_curves import CostCurves
from autograder.report.data import ClassWork, Work
from autograder.report.items import Interval, discrimination, share
from course_lib.cases.verdict import Verdict
from course_lib.language import in_a_row, translate
from grader_tests.engine.exercise import Exercise, Question, Topic
from grader_tests.engine.registry import load_topic


@dataclass(frozen=True)
class Rate:
    """A share of the class: `count` students of `of`."""

    count: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded, but 0 and 100 only for none and all."""
        if self.count in (0, self.of):
            return 100 * (self.count > 0)
        return min(99, max(1, round(100 * self.count / self.of)))


@dataclass(frozen=True)
class CriterionRate:
    """A criterion of an exercise, and how many meet it."""

    title: str
    rate: Rate


@dataclass(frozen=True)
class CellRate:
    """A graded cell: how many have all its points, its mean, and its criteria."""

    label: str
    title: str
    question: str | None
    """What is asked, if the cell is about a question."""
    by_hand: bool
    out_of: float
    mean: float
    full: Rate
    criteria: tuple[CriterionRate, ...]
    share: Interval | None
    """The share that has all its points, as of a class drawn from many."""
    discrimination: Interval | None
    """How its points go with those for all the rest."""


@dataclass(frozen=True)
class MistakeCount:
    """A named mistake, how many made it, who, and the hint they got."""

    exercise: str
    title: str
    mistake: str
    hint: str
    rate: Rate
    students: tuple[str, ...]


@dataclass(frozen=True)
class WrongAnswers:
    """The wrong answers to one exercise, grouped by what the functions do, largest group first."""

    exercise: str
    title: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many answers are wrong."""
        return sum(len(group.answers) for group in self.groups)

    @property
    def unnamed(self) -> int:
        """How many of them have no name."""
        return sum(len(group.answers) for group in self.groups if not group.names)


@dataclass(frozen=True)
class AnswerCount:
    """A wrong answer to a question, how many gave it, and the explanation they got."""

    question: str
    label: str
    title: str
    choice: str
    explanation: str
    rate: Rate


@dataclass(frozen=True)
class Summary:
    """All numbers of one assignment that the report shows."""

    work: ClassWork
    titles: Titles
    labels: dict[str, str]
    submitted: Rate
    mean: float | None
    median: float | None
    cells: tuple[CellRate, ...]
    mistakes: tuple[MistakeCount, ...]
    wrong: tuple[WrongAnswers, ...]
    answers: tuple[AnswerCount, ...]
    attention: tuple[tuple[Work, tuple[str, ...]], ...]
    """Students whose work somebody should look at, and why."""
    missing: tuple[Work, ...]
    """Who handed in nothing."""
    waiting: dict[str, tuple[Work, ...]]
    """Name of a cell that is marked by hand -> whose answer is not marked yet."""
    curves: CostCurves

    def called(self, student: str) -> str:
        """Return a student's name and ID, as people are shown."""
        return self._called.get(student, student)

    @cached_property
    def _called(self) -> dict[str, str]:
        return {work.student: work.called for work in self.work.works}

    @property
    def to_mark(self) -> int:
        """The number of answers that have to be marked by hand."""
        return sum(map(len, self.waiting.values()))

    @property
    def hardest(self) -> CellRate | None:
        """The exercise that the smallest share has all of; None if there is none, or all have."""
        tried = [cell for cell in self.cells if cell.full.count < cell.full.of and cell.criteria]
        return min(tried, key=lambda cell: cell.full.count / cell.full.of, default=None)


def summarize(class_work: ClassWork, titles: Titles | None = None) -> Summary:
    """Summarize one assignment; hints come from the assignment's topic if it has one."""
    titles = titles or Titles(in_words(class_work.assignment))
    topic = _topic(class_work.assignment)
    totals = [work.total for work in class_work.submitted]
    curves = CostCurves.of({work.student: work.costs for work in class_work.works if work.costs})
    return Summary(
        class_work,
        titles,
        {cell: function_of(cell) for cell in class_work.cells},
        Rate(len(class_work.submitted), len(class_work.works)),
        mean(totals) if totals else None,
        median(totals) if totals else None,
        tuple(_cell_rate(class_work, cell, titles, topic) for cell in class_work.cells)
        if totals
        else (),
        tuple(_mistakes(class_work, topic, titles)),
        tuple(_wrong_answers(class_work, titles)),
        tuple(_answers(class_work, topic, titles)),
        tuple(
            (work, notices) for work in class_work.works if (notices := _attention(work, curves))
        ),
        tuple(work for work in class_work.works if not work.submitted),
        {
            titles.cell(cell): waiting
            for cell in class_work.cells
            if (waiting := tuple(work for work in class_work.submitted if cell in work.pending))
        },
        curves,
    )


def _topic(assignment: str) -> Topic | None:
    try:
        return load_topic(assignment)
    except KeyError:
        return None


def _cell_rate(class_work: ClassWork, cell: str, titles: Titles, topic: Topic | None) -> CellRate:
    name = function_of(cell)
    item = topic.find(name) if topic else None
    out_of = class_work.cells[cell]
    marked = [
        work for work in class_work.submitted if cell in work.marks and not work.marks[cell].pending
    ]
    given = [work.marks[cell].score for work in marked]
    rest = [
        sum(mark.score for other, mark in work.marks.items() if other != cell) for work in marked
    ]
    full = Rate(sum(score >= out_of for score in given), len(given))
    verdicts = [work.verdicts[cell] for work in class_work.submitted if cell in work.verdicts]
    return CellRate(
        name,
        titles.cell(cell),
        translate(item.title) if isinstance(item, Question) else None,
        not verdicts,
        out_of,
        mean(given) if given else 0.0,
        full,
        tuple(_criterion_rates(item, verdicts)),
        share(full.count, full.of),
        discrimination(given, rest),
    )


def _criterion_rates(
    item: Exercise | Question | None, verdicts: list[Verdict]
) -> Iterator[CriterionRate]:
    """Yield the share that meets each criterion, whose title is in the report's language."""
    titles = {row.key: row.title for verdict in verdicts for row in verdict.rows}
    for criterion in item.criteria if isinstance(item, Exercise) else ():
        if criterion.key in titles:
            titles[criterion.key] = translate(criterion.title)
    if len(titles) < 2:
        return
    for key, title in titles.items():
        # An unwritten function has no rows, and meets no criterion.
        right = sum(row.key == key and row.passed for verdict in verdicts for row in verdict.rows)
        yield CriterionRate(title, Rate(right, len(verdicts)))


def _mistakes(class_work: ClassWork, topic: Topic | None, titles: Titles) -> list[MistakeCount]:
    who: dict[tuple[str, str], list[str]] = {}
    hints: dict[tuple[str, str], str] = {}
    tried: Counter[str] = Counter()
    for work in class_work.submitted:
        for verdict in work.verdicts.values():
            tried[verdict.name] += 1
            item = topic.find(verdict.name) if topic else None
            known = {m.name: m.hint for m in item.mistakes} if isinstance(item, Exercise) else {}
            for mistake in verdict.mistakes:
                who.setdefault((verdict.name, mistake), []).append(work.student)
                hint = translate(known.get(mistake, ""))
                hints[verdict.name, mistake] = hint or in_a_row(*verdict.hints)
    counts = [
        MistakeCount(
            exercise,
            titles.cell(f"check-{exercise}"),
            mistake.replace("_", " ").replace("-", " "),
            hints[exercise, mistake],
            Rate(len(students), tried[exercise]),
            tuple(students),
        )
        for (exercise, mistake), students in who.items()
    ]
    return sorted(counts, key=lambda made: (-made.rate.count, made.exercise, made.mistake))


def _wrong_answers(class_work: ClassWork, titles: Titles) -> Iterator[WrongAnswers]:
    """Yield each exercise that somebody has wrong, in the notebook's order."""
    answers = [answer for work in class_work.submitted for answer in work.notebook.wrong]
    for cell in class_work.cells:
        name = function_of(cell)
        these = [answer for answer in answers if answer.verdict.name == name]
        if these:
            yield WrongAnswers(name, titles.cell(cell), tuple(grouped(these)))


def _answers(class_work: ClassWork, topic: Topic | None, titles: Titles) -> list[AnswerCount]:
    chosen: Counter[tuple[str, str]] = Counter()
    tried: Counter[str] = Counter()
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    for work in class_work.submitted:
        for verdict in work.verdicts.values():
            tried[verdict.name] += 1
            name, choice = verdict.name, verdict.answer
            if choice is None or verdict.passed:
                continue
            chosen[name, choice] += 1
            item = topic.find(name) if topic else None
            row = verdict.rows[0] if verdict.rows else None
            title = row.title if row else name
            title = translate(item.title) if isinstance(item, Question) else title
            why = item.why_wrong.get(choice) if isinstance(item, Question) else None
            texts[name, choice] = (
                title,
                translate(why or "") or in_a_row(*(row.notes if row else ())),
            )
    return [
        AnswerCount(
            name,
            titles.cell(f"check-{name}"),
            texts[name, choice][0],
            choice,
            texts[name, choice][1],
            Rate(count, tried[name]),
        )
        for (name, choice), count in sorted(chosen.items(), key=lambda item: (-item[1], item[0]))
    ]


def _attention(work: Work, curves: CostCurves) -> tuple[str, ...]:
    """Return what is unusual and unexplained: a known mistake explains an unusual training."""
    if any(verdict.mistakes for verdict in work.verdicts.values()):
        return work.notices
    if work.student in curves.diverged:
        return *work.notices, messages.NOT_FINITE
    if work.student in curves.outliers:
        return *work.notices, messages.OUTLIER
    return work.notices
