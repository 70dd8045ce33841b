"""`course why` says where each point was lost, to instructors alone."""

from __future__ import annotations

import json
import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from course_folder import Folder
from short_limits import SHORT
from typer.testing import CliRunner, Result

from autograder.commands.app import app
from autograder.course.folder import Course
from autograder.course.upload_note import UPLOAD, UploadNote
from autograder.grading.job import Identity, Settings
from autograder.review.rerun import find_submission, run_again
from autograder.review.why import Why, why
from course_lib.cases.verdict import Verdict
from course_lib.checking import messages as course_texts

pytestmark = [pytest.mark.needs("landlock"), pytest.mark.processes]


@pytest.fixture(scope="module")
def found(graded: Folder) -> Why:
    return why(Course(graded.root), "ana", "ewa", None, Settings(limits=SHORT))


def run(graded: Folder, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--course", str(graded.root)])


def test_each_failing_case_is_shown_with_call_expected_and_got(found: Why) -> None:
    [item] = [item for item in found.items if item.name == "bias_correct"]
    cases = item.lost_cases("first")
    assert len(cases) == 3
    code = cases[0].code
    assert re.fullmatch(
        r"import numpy as np\nbias_correct\(np\.array\(\[[\d.]+\]\), 0\.\d+\)", code
    )
    assert cases[0].lines[0].startswith("Expected   array([")
    assert cases[0].lines[1] == "Got        array([np.inf])"


def test_what_has_no_result_says_so(found: Why) -> None:
    items = {item.name: item for item in found.items}
    first, second, *_ = items["averaging_window"].lost_cases("fraction")
    assert "time limit" in first.lines[-1]
    assert "Got" not in "".join(first.lines)
    assert "had to be stopped" in second.lines[0]
    raised = items["ewa_weights"].criteria[0].cases[0]
    assert "Raised     ValueError" in raised.lines[-1]
    assert "⟨U+202E⟩" in raised.lines[-1]
    [unchanged] = [c for c in items["ewa_from_first"].criteria if c.row.key == "unchanged"]
    assert "changed its argument number 1" in unchanged.cases[0].lines[0]
    assert "the right answer is 'b'" in items["larger_beta"].notices[0]
    assert items["ewa"].verdict.passed


def test_calls_that_fill_screens_are_cut_in_a_terminal(found: Why) -> None:
    [item] = [item for item in found.items if item.name == "bias_correct"]
    [criterion, *_] = item.criteria
    long = replace(criterion.cases[0], code=f"import numpy as np\nf({'1, ' * 2_000})")
    lost = replace(item, criteria=(replace(criterion, cases=(long,)),))
    text = replace(found, items=(lost,)).text()
    assert max(map(len, text.splitlines())) < 400
    assert "the page that --html writes has all of them" in text


def test_the_marks_are_those_of_grading(graded: Folder, found: Why) -> None:
    scores = graded.scores("ewa")["ana"]
    assert {f"check-{item.name}": item.verdict.points for item in found.items} == {
        name: score for name, score in scores.items() if name != "reflection"
    }
    assert not [n for item in found.items for n in item.notices if "gradebook" in n]


def test_a_mark_that_is_another_one_now_is_noticed(graded: Folder) -> None:
    with graded.gradebook() as gradebook:
        grade = gradebook.find_grade("check-ewa", "ewa", "ewa", "ben")
        before, grade.auto_score = grade.auto_score, 1.0
        gradebook.db.commit()
        said = run(graded, "why", "ben", "ewa", "ewa").output
        grade.auto_score = before
        gradebook.db.commit()
    assert "points for `ewa` are 1 in the gradebook, and 7 in this run" in said


def test_the_page_is_for_its_owner_alone_and_holds_no_script(graded: Folder) -> None:
    result = run(graded, "why", "ana", "ewa", "--html")
    assert result.exit_code == 0, result.output
    page = graded.root / "instructor" / "why-ana-ewa.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "bias_correct(np.array(" in text
    assert not [*page.parent.glob(".*.html")]


def test_nothing_of_it_is_where_students_look(graded: Folder) -> None:
    """No hidden input is in anything that is handed out, given back or uploaded."""
    said = run(graded, "why", "ana", "ewa", "bias_correct").output
    inputs = set(re.findall(r"\d\.\d{12,}", said))
    assert len(inputs) > 10
    for folder in ("release", "submitted", "autograded", "feedback"):
        for path in (graded.root / folder).rglob("*"):
            if path.is_file():
                text = path.read_text("utf-8", "replace")
                assert not [number for number in inputs if number in text], path


def test_who_handed_in_nothing_is_named(graded: Folder) -> None:
    for words in (("zoe", "ewa"), ("../ana", "ewa"), ("ana", "ewa", "nothing")):
        result = run(graded, "why", *words)
        assert result.exit_code != 0
        assert isinstance(result.exception, Exception)
        assert not isinstance(result.exception, KeyError | ValueError)


def test_try_and_explain_take_notebooks(
    graded: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.explain_file.Limits", lambda: SHORT)
    notebooks = [
        str(graded.root / "submitted" / student / "ewa" / "ewa.ipynb")
        for student in ("ben", "ana", "cleo")
    ]
    junk = tmp_path / "junk.ipynb"
    junk.write_text("no notebook")
    result = CliRunner().invoke(app, ["try", "bias_correct", *notebooks, str(junk), "--json"])
    right, wrong, empty = map(json.loads, result.stdout.splitlines())
    assert (right["points"], wrong["points"], empty["points"]) == (6, 0, 0)
    assert wrong["mistakes"]
    assert "not written yet" in empty["message"]
    assert "could not be read as a notebook" in result.stderr
    said = CliRunner().invoke(app, ["explain", "averaging_window", notebooks[1]]).output
    assert "time limit" in said
    assert course_texts.STOPS_WITH_ERROR not in said


def test_a_groups_work_runs_with_the_hidden_numbers_that_it_was_graded_with(
    graded: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_whom = []

    def note(_: object, identity: Identity, *others: object) -> list[Verdict]:
        for_whom.append(identity.student)
        return []

    monkeypatch.setattr("autograder.review.rerun.grade_notebook", note)
    folders = [graded.root / "submitted" / student / "ewa" for student in ("ana", "ben")]
    for folder in folders:
        (folder / UPLOAD).write_bytes(UploadNote("Team 1", ("ana", "ben")).to_bytes())
    try:
        run_again(graded.course, find_submission(graded.course, "ben", "ewa"), Settings())
    finally:
        for folder in folders:
            (folder / UPLOAD).unlink()
    assert for_whom == ["ana"]
