"""`course mark` in a real browser: by keys alone, by two people at once, with hostile answers."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from course_folder import Folder, make_course, set_source

from autograder.by_hand.answers import choose_cell
from autograder.by_hand.server import MarkingServer
from autograder.errors import CourseError
from autograder.gradebook.database import open_gradebook

pytestmark = [
    pytest.mark.needs("landlock"),
    pytest.mark.needs("chromium"),
    pytest.mark.processes,
    pytest.mark.slow,
]

BUS = "I would show how late my bus is on each of the forty school days of a term, with beta 0.8."
OWN = "document.title = 'owned'; window.owned = 1"
HOSTILE = f"""<script>{OWN}</script><img src=x onerror="{OWN}"></article></main>
<svg onload="{OWN}"></svg> [click](javascript:{OWN.replace(" ", "")}) ${{token}} {{{{ token }}}}
<style>body {{ display: none }}</style><textarea>"""
ANSWERS = {"ana": BUS, "ben": "Steps.", "cleo": BUS + " Truly.", "mallory": HOSTILE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(make_course(tmp_path_factory.mktemp("marking") / "course", ["ewa"]))
    for student, text in ANSWERS.items():
        folder.hand_in(student, "ewa", set_source(folder.released("ewa"), "reflection", text))
    folder.hand_in("untouched", "ewa", folder.released("ewa"))
    done = folder.course_command("grade")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@contextmanager
def serving(folder: Folder) -> Iterator[MarkingServer]:
    with open_gradebook(folder.course) as gradebook:
        cell = choose_cell(gradebook, "ewa", None)
    with MarkingServer(folder.course, "ewa", cell) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server(folder: Folder) -> Iterator[MarkingServer]:
    with serving(folder) as started:
        yield started


def opened(browser: Any, server: MarkingServer) -> Any:
    tab = browser.new_context().new_page()
    tab.goto(server.url)
    return tab


def card(tab: Any, student: str) -> Any:
    return tab.locator("article", has=tab.locator("h2 bdi", has_text=student)).first


def go_to(tab: Any, student: str) -> None:
    """Step to a student's answer with the keys."""
    for _ in ANSWERS:
        tab.keyboard.press("k")
    for _ in range(len(ANSWERS) + 1):
        if student in tab.locator("article.current h2").inner_text():
            return
        tab.keyboard.press("j")
    raise AssertionError(student)


def marks(folder: Folder, student: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The rows of a student's reflection, without the name."""
    rows = folder.rows()
    [grade] = [r for r in rows["grades"] if r[0] == student and r[3] == "reflection"]
    [comment] = [r for r in rows["comments"] if r[0] == student and r[3] == "reflection"]
    return grade[1:], comment[1:]


def test_marks_by_keys_alone_are_those_of_the_formgrader(
    folder: Folder, browser: Any, server: MarkingServer
) -> None:
    tab = opened(browser, server)
    go_to(tab, "ana")
    tab.keyboard.press("1")
    tab.keyboard.press("Shift+2")
    tab.keyboard.press("Alt+2")
    tab.keyboard.press("c")
    tab.keyboard.press("End")
    tab.keyboard.type(" Well seen!")
    tab.keyboard.press("Control+Enter")
    card(tab, "ana").locator(".said", has_text="Saved.").wait_for()
    ours = marks(folder, "ana")
    with folder.gradebook() as gradebook:  # what the formgrader's handlers do
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "ben")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        comment = gradebook.find_comment("reflection", "ewa", "ewa", "ben")
        comment.manual_comment = ours[1][-1]
        gradebook.db.commit()
    assert "Well seen!" in str(ours[1][-1])
    assert "later a real change shows" in str(ours[1][-1])
    assert ours == marks(folder, "ben")
    assert tab.locator("article.current h2").inner_text().split()[0] != "ana"
    tab.reload()
    assert card(tab, "ana").locator(".points").input_value() == "1.5"


def test_similar_answers_stand_together(browser: Any, server: MarkingServer) -> None:
    tab = opened(browser, server)
    names = [name.split()[0] for name in tab.locator("article h2 bdi").all_inner_texts()]
    assert abs(names.index("ana") - names.index("cleo")) == 1
    assert "Nearly the same text as cleo." in card(tab, "ana").inner_text()
    assert "Nearly" not in card(tab, "ben").inner_text()


def test_of_two_people_at_once_nobody_loses_a_mark(
    folder: Folder, browser: Any, server: MarkingServer
) -> None:
    with serving(folder) as hers:
        his_tab, her_tab = opened(browser, server), opened(browser, hers)
        for tab, points, words in ((his_tab, "2", "His."), (her_tab, "3", "Hers.")):
            go_to(tab, "cleo")
            tab.keyboard.press("p")
            tab.keyboard.type(points)
            card(tab, "cleo").locator(".comment").fill(words)
        his_tab.keyboard.press("Control+Enter")
        card(his_tab, "cleo").locator(".said", has_text="Saved.").wait_for()
        her_tab.keyboard.press("Control+Enter")
        said = card(her_tab, "cleo").locator(".said", has_text="Not saved")
        said.wait_for()
        assert "Now: 2; His." in said.inner_text()
        assert card(her_tab, "cleo").locator(".comment").input_value() == "Hers."
        grade, comment = marks(folder, "cleo")
        assert 2.0 in grade
        assert comment[-1] == "His."
        her_tab.keyboard.press("Control+Enter")
        card(her_tab, "cleo").locator(".said", has_text="Saved.").wait_for()
        assert 3.0 in marks(folder, "cleo")[0]


def test_back_in_the_browser_the_page_shows_the_marks_of_now(
    folder: Folder, browser: Any, server: MarkingServer
) -> None:
    tab = opened(browser, server)
    card(tab, "ben").locator(".points").fill("3")
    card(tab, "ben").locator(".comment").fill("Typed, and not saved.")
    tab.goto("about:blank")
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade("reflection", "ewa", "ewa", "ben")
        before, grade.manual_score = grade.manual_score, 0.5
        gradebook.db.commit()
        tab.go_back()
        assert card(tab, "ben").locator(".points").input_value() == "0.5"
        assert card(tab, "ben").locator(".comment").input_value() != "Typed, and not saved."
        grade.manual_score = before
        gradebook.db.commit()


def test_an_answer_that_was_handed_in_again_is_not_marked_unread(
    folder: Folder, browser: Any, server: MarkingServer
) -> None:
    tab = opened(browser, server)
    path = folder.root / "autograded" / "ben" / "ewa" / "ewa.ipynb"
    before = path.read_text("utf-8")
    path.write_text(before.replace("Steps.", "Stairs."), "utf-8")
    rows = marks(folder, "ben")
    go_to(tab, "ben")
    tab.keyboard.press("3")
    tab.keyboard.press("Enter")
    card(tab, "ben").locator(".said", has_text="handed in again").wait_for()
    path.write_text(before, "utf-8")
    assert marks(folder, "ben") == rows


def test_hostile_answers_are_shown_and_do_nothing(browser: Any, server: MarkingServer) -> None:
    tab = opened(browser, server)
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.reload()
    assert tab.evaluate("window.owned === undefined && document.title.startsWith('Mark')")
    assert tab.locator("article").count() == len(ANSWERS) + 1
    assert tab.locator("article .text :is(script, img, svg, style, textarea, form)").count() == 0
    assert tab.locator("main").is_visible()
    assert server.token not in tab.locator("main").inner_text()
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/?token=wrong", {}),
        ("/", {"Cookie": "course-mark-{port}=wrong"}),
        ("/", {"Cookie": "course-mark-{port}={cookie}", "Host": "evil.example:{port}"}),
        ("/", {"Cookie": "course-mark-{port}={cookie}", "Origin": "https://evil.example"}),
        ("/mark", {"Cookie": "course-mark-{port}={cookie}"}),
        ("/mark", {"X-Course-Token": "{token}"}),
        (
            "/mark",
            {
                "X-Course-Token": "{token}",
                "Cookie": "course-mark-{port}={cookie}",
                "Origin": "http://evil.example",
            },
        ),
    ],
)
def test_nobody_else_gets_in(server: MarkingServer, path: str, headers: dict[str, str]) -> None:
    words = {"port": server.port, "cookie": server.cookie, "token": server.token}
    filled = {name: value.format(**words) for name, value in headers.items()}
    data = b"{}" if path == "/mark" else None
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}", data=data, headers=kind | filled
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code in (403, 404)
    assert refused.value.read() == b""


def test_a_cell_that_is_not_there_is_named(folder: Folder) -> None:
    with (
        open_gradebook(folder.course) as gradebook,
        pytest.raises(CourseError, match="It has: reflection"),
    ):
        choose_cell(gradebook, "ewa", "nothing")
