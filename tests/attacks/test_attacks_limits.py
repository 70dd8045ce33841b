"""A child is stopped in time, whatever it does, and its output is bounded."""

from __future__ import annotations

import inspect
import itertools
import resource
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.notebook.cell_outputs import MAX_IN_ALL, clean_outputs
from autograder.sandbox import client
from autograder.sandbox import session as session_module
from autograder.sandbox.case_requests import request_of
from autograder.sandbox.child import _to_json
from autograder.sandbox.client import Connection, Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import read_outcome, read_trace, with_own_arguments
from autograder.sandbox.session import Session
from course_lib.cases.case import Case, Outcome, call
from course_lib.cases.values import Size
from grader_tests.engine.grading import grade_function
from grader_tests.engine.registry import load_topic

pytestmark = pytest.mark.needs("landlock")

FAST = {"cell_seconds": 1, "case_seconds": 0.5, "submission_seconds": 10}


def a_session(server: Server, **limits: float) -> Session:
    return Session(server, Limits(**{**FAST, **limits}))  # type: ignore[arg-type]


THREADS = """
import threading, time
threading.stack_size(65536)
for _ in range(600):
    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
time.sleep(0.3)
print("six hundred")
"""


@pytest.mark.parametrize(("most", "stopped"), [(100, True), (10_000, False)])
def test_threads_are_counted(server: Server, most: int, stopped: bool) -> None:
    session = a_session(server, threads=most)
    result = session.run("threads", THREADS)
    session.end()
    assert ("too many threads" in str(result.incident)) == stopped
    assert ("six hundred" in str(result.outputs)) != stopped


BURST = "open(f'{number}', 'wb').write(bytes(4_000_000)) and None"


def bursts(server: Server) -> list[str | None]:
    """Short cells, each answered before a tick has passed."""
    session = a_session(server, scratch_bytes=20_000_000)
    results = [session.run(f"{n}", BURST.format(number=n)) for n in range(40)]
    session.end()
    return [result.incident for result in results if result.incident]


def test_the_disk_is_not_filled_in_bursts(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("filled its scratch folder" in str(incident) for incident in bursts(server))
    monkeypatch.setattr(Connection, "_watch", lambda self: None)
    assert bursts(server) == []


def test_sleeping_uses_up_the_submissions_time(server: Server) -> None:
    session = a_session(server, submission_seconds=0.4)
    results = [session.run(f"{n}", "import time\ntime.sleep(0.9)") for n in range(6)]
    session.end()
    assert results[0].incident is None
    assert None not in [result.incident for result in results[3:]]


@pytest.mark.parametrize("limit", ["cell_seconds", "submission_seconds"])
@pytest.mark.parametrize("queued", [0.0, 60.0])
def test_what_others_keep_it_waiting_for_is_not_counted(
    server: Server, monkeypatch: pytest.MonkeyPatch, limit: str, queued: float
) -> None:
    """Sleeping stands here for waiting: the kernel is made to say that it was for a processor."""
    monkeypatch.setattr(Connection, "queued_seconds", lambda self: queued)
    session = a_session(server, **{limit: 0.1})
    results = [session.run(f"{n}", "import time\ntime.sleep(1.4)") for n in range(2)]
    session.end()
    assert (results[-1].incident is None) == (queued > 0)


@pytest.mark.parametrize("queued", [0.0, 60.0])
def test_what_others_keep_it_waiting_for_takes_no_share_from_the_cells_below(
    server: Server, monkeypatch: pytest.MonkeyPatch, queued: float
) -> None:
    """Nor while the submission as a whole has time left."""
    monkeypatch.setattr(Connection, "queued_seconds", lambda self: queued)
    session = a_session(server, submission_seconds=0.6)
    for number in range(2):
        assert session.run(f"{number}", "import time\ntime.sleep(0.9)", own=True).incident is None
    helper = session.run("helper", "def f(x):\n    return x", own=True)
    session.end()
    assert (helper.incident is None) == (queued > 0)


def test_the_kernel_tells_how_long_a_child_waited_for_a_processor(server: Server) -> None:
    connection = server.fork(Limits())
    waited = connection.queued_seconds()
    connection.close()
    told = Path("/proc/self/schedstat").exists()
    assert (0.0 < waited < 60.0) if told else waited == 0.0


def test_a_reply_is_not_late_because_the_grader_waited_for_a_processor(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel is made to say that it slept for want of a processor, while the child replied."""
    waits = {"thread-self": 0.0}
    monkeypatch.setattr(client, "_waited_for_a_processor", lambda who: waits.get(who, 0.0))
    for seconds in (0.0, 60.0):
        waits["thread-self"] = 0.0
        session = a_session(server, cell_seconds=0.1)
        session.run("first", "x = 1")
        waits["thread-self"] = seconds
        result = session.run("second", "import time\ntime.sleep(1.4)")
        session.end()
        assert (result.incident is None) == (seconds > 0)


def test_a_child_that_dies_again_and_again_is_replaced_without_end_of_stack(
    server: Server,
) -> None:
    session = a_session(server, submission_seconds=60)
    session.run("first", "x = 1")
    [first] = session._done
    assert not isinstance(first, list)
    for number in range(120):
        session._done.append(type(first)(f"{number}", "import os; os._exit(0)"))
    session.end()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 90)
    try:
        result = session.run("after", "x + 1")
    finally:
        sys.setrecursionlimit(limit)
    session.end()
    assert "'2'" in str(result.outputs)
    assert len(session.incidents) == 120


TIMER = """
import signal


class Odd(BaseException):
    pass


def ring(*_):
    raise Odd


signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
"""


def test_an_alarm_that_kills_every_later_child_harms_nobody_else(server: Server) -> None:
    session = a_session(server, submission_seconds=3)
    session.run("alarm", TIMER)
    for number in range(5):
        session.run(f"{number}", "import time\ntime.sleep(0.05)")
    session.survey()
    session.kind("x")
    session.end()
    others = a_session(server)
    assert "'2'" in str(others.run("another's", "1 + 1").outputs)
    others.end()


FLOOD = """
import gc, struct
[child] = [thing for thing in gc.get_objects() if type(thing).__name__ == "Child"]
child._channel.sendall(struct.pack(">I", {size}) + b"[" + b"{{}}," * ({size} // 3))
"""


FORGE = """
import gc, json, struct
[child] = [thing for thing in gc.get_objects() if type(thing).__name__ == "Child"]
data = json.dumps({"outputs": [], "kind": "function"}).encode()
child._channel.sendall(struct.pack(">I", len(data)) + data)
"""


def test_the_cell_that_forges_a_reply_is_the_one_that_pays(server: Server) -> None:
    session = a_session(server)
    session.run("before", "x = 1")
    assert "wrote to" in str(session.run("forge", FORGE + "import time\ntime.sleep(0.2)").incident)
    assert "'2'" in str(session.run("after", "x + 1").outputs)
    session.end()


def test_a_flood_of_json_is_refused_before_it_is_held(server: Server) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    session = a_session(server)
    result = session.run("flood", FLOOD.format(size=60_000_000))
    session.end()
    assert "wrote to" in str(result.incident)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


ENDLESS = """
def f(case):
    while case:
        pass

def quick(case):
    return case
"""


def test_each_stopped_case_leaves_less_time_to_the_next_of_that_function_alone(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, float]] = []

    def noted(case: Case, name: str, seconds: float, batch: str) -> dict[str, object]:
        asked.append((name, seconds))
        return request_of(case, name, seconds, batch)

    monkeypatch.setattr(session_module, "request_of", noted)
    session = a_session(server, case_seconds=0.08)
    session.run("define", ENDLESS)
    cases = [Case(f"{number}", (call(1.0),)) for number in range(5)]
    for name in ("f", "quick"):
        session.capture(name)
    found = session.traces({"f": cases, "quick": cases})
    session.end()
    assert [trace[0].error for trace in found["f"]] == ["TimeLimit"] * 5
    assert [trace[0].value for trace in found["quick"]] == [1.0] * 5
    assert {seconds for name, seconds in asked if name == "quick"} == {0.08}
    assert {seconds for name, seconds in asked if name == "f"} == {0.08, 0.04, 0.02, 0.01}


UNLIMITED = """
import gc

class Forgets(dict):
    def setdefault(self, name, size):
        pass

[child] = [thing for thing in gc.get_objects() if type(thing).__name__ == "Child"]
child._sizes = Forgets()
"""
MANY = {
    "numbers": ([0.5] * 100_000, 4),
    "elements": (np.zeros(900_000), 3),
    "arrays": ([np.zeros(1)] * 9_000, 4),
}


@pytest.mark.parametrize(("result", "most"), MANY.values(), ids=MANY)
def test_all_results_of_a_function_together_are_limited(result: object, most: int) -> None:
    """Both ends count: the child, so that it stops early, and the grader, which trusts no child."""
    in_child, here = Size.of_all(), Size.of_all()
    sent = [_to_json(Outcome(result), in_child) for _ in range(6)]
    assert [one.get("error") for one in sent] == [None] * most + ["UnsupportedValue"] * (6 - most)
    found = [read_trace({"trace": [sent[0]]}, 1, here)[0].error for _ in range(6)]
    assert found == [None] * most + ["UnsupportedValue"] * (6 - most)


@pytest.mark.parametrize("of_child", [True, False])
def test_a_session_counts_all_results_of_a_function(
    server: Server, monkeypatch: pytest.MonkeyPatch, of_child: bool
) -> None:
    if of_child:
        monkeypatch.setattr(Session, "_size_of", lambda self, name: Size.of_all())
    session = a_session(server)
    session.run("define", "def f(): return [0.5] * 100_000\n" + UNLIMITED * (not of_child))
    session.capture("f")
    cases = [Case(f"{number}", (call(),)) for number in range(6)]
    found = session.traces({"f": cases})["f"]
    session.end()
    assert [trace[0].error for trace in found] == [None] * 4 + ["UnsupportedValue"] * 2


ASKED = {
    "a dict with attributes": "class C(dict):\n    __getattr__ = dict.__getitem__\nc = C(lr=0.5)\n"
    "def f(): return c.lr",
    "no attribute at all": "class C:\n    def __getattr__(self, name): raise SystemExit\n"
    "    def __call__(self): return 0.5\nf = C()",
    "no class": "class C:\n    @property\n    def __class__(self): raise RuntimeError\n"
    "    def __call__(self): return 0.5\nf = C()",
}


@pytest.mark.parametrize("source", ASKED.values(), ids=ASKED)
def test_no_object_of_the_notebook_is_asked_for_attributes(server: Server, source: str) -> None:
    session = a_session(server)
    session.run("define", source)
    session.capture("f")
    assert session.kind("f") == "function"
    [outcome] = session.runner("f")(Case("a", (call(),)))
    session.end()
    assert outcome.value == 0.5


def test_a_value_that_is_too_long_to_send_is_named_as_such(server: Server) -> None:
    session = a_session(server)
    session.run("define", "import numpy as np\ndef f(): return np.zeros(1_900_000)")
    session.capture("f")
    session.survey()
    [outcome] = session.runner("f")(Case("a", (call(),)))
    session.end()
    assert outcome.error == "UnsupportedValue"


def test_all_outputs_together_have_a_size() -> None:
    flood = [{"output_type": "stream", "name": "stdout", "text": "x" * 200_000}] * 200
    assert sum(len(str(output)) for output in clean_outputs(flood)) <= MAX_IN_ALL
    assert clean_outputs(flood, 0) == []


def test_text_has_less_room_than_images() -> None:
    """Pages parse the text, so that it costs more than it is long."""
    image = f'<img alt="a" src="data:image/png;base64,{"A" * 150_000}">'
    for html, most in (("<b>x</b>" * 10_000, 60), (image, 140)):
        flood = [{"output_type": "display_data", "data": {"text/html": html}}] * 200
        assert len(clean_outputs(flood)) < most
    assert len(clean_outputs(flood)) > 100


def test_a_tag_of_many_attributes_does_not_keep_the_sanitizer_busy() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(200_000))
    bomb = {"output_type": "display_data", "data": {"text/html": f"<p {attributes}>"}}
    [cleaned] = clean_outputs([bomb])
    assert cleaned.data == {}
    image = f'<img alt="a" src="data:image/png;base64,{"A" * 500_000}">'
    [kept] = clean_outputs([{"output_type": "display_data", "data": {"text/html": image}}])
    assert kept.data["text/html"] == image


def test_reading_replies_has_a_budget(server: Server) -> None:
    """What the child sends costs the grader time as well, however little the child used."""
    session = a_session(server)
    session.run("define", "def f(): return [0] * 100_000")
    session.capture("f")
    session.survey()
    runner = session.runner("f")
    first = runner(Case("a", (call(),)))
    session.budget.seconds = session.budget.spent + 0.001
    outcomes = [runner(Case("a", (call(),)))[0] for _ in range(3)]
    session.end()
    assert first[0].error is None
    assert outcomes[-1].error == "Stopped"
    assert session.budget.exhausted


def test_the_child_is_not_told_what_a_case_is_for(server: Server) -> None:
    session = a_session(server)
    session.run(
        "listen",
        """
import gc
[child] = [thing for thing in gc.get_objects() if type(thing).__name__ == "Child"]
answer, child.heard = child._answer, []
child._answer = lambda request: child.heard.append(str(request)) or answer(request)
def f(x): return str(child.heard)
""",
    )
    session.capture("f")
    [outcome] = session.runner("f")(Case("secret-criterion", (call(1.5),), compare=(0,)))
    session.end()
    assert "1.5" in outcome.value
    assert "secret-criterion" not in outcome.value
    assert "'compare': None" in outcome.value


@pytest.mark.parametrize("name", ["x0_123456", "Right" * 9, "", "é", 3, None.__class__, ["a"]])
def test_an_exception_of_the_students_own_is_not_called_by_its_name(name: object) -> None:
    assert read_outcome({"error": name}).error == "Exception"
    assert read_outcome({"error": "ValueError"}).error == "ValueError"
    assert read_outcome({"error": "LinAlgError"}).error == "LinAlgError"


@pytest.mark.parametrize(
    "name", ["BlockingIOError", "ChildProcessError", "EncodingWarning", "TabError", "UserWarning"]
)
def test_rare_exceptions_have_one_name(name: str) -> None:
    """Each name that can be told apart shows a part of a hidden input."""
    assert read_outcome({"error": name}).error == "Exception"


SPELLS = """
import gc


def f(x, beta):
    return x


def spelled(request, answer):
    if "run" in request:
        answer["trace"][0]["changed"] = ["x0_25", "beta"]
    return answer


[child] = [thing for thing in gc.get_objects() if type(thing).__name__ == "Child"]
answers = child._answer
child._answer = lambda request: spelled(request, answers(request))
"""


def test_what_a_call_changed_is_told_by_the_names_of_its_arguments(server: Server) -> None:
    """The names are in the verdict: any others would spell all hidden inputs."""
    session = a_session(server)
    session.run("cheat", SPELLS)
    session.capture("f")
    case = Case("all", (call(0.25, beta=2.0),))
    traces = session.traces({"f": [case]})["f"]
    session.end()
    assert traces == [[Outcome(0.25, changed=("beta", "?"))]]


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        (["beta", "number 1", "beta"], ("number 1", "beta")),
        (["number 2", "x3_14159", "a", 7], ("?",)),
        (["beta", "3.14"], ("beta", "?")),
        ([], ()),
    ],
    ids=str,
)
def test_names_that_are_no_arguments_are_one_sign(
    claimed: list[str], kept: tuple[str, ...]
) -> None:
    trace = read_trace({"trace": [{"value": 1, "changed": claimed}]}, 1)
    [outcome] = with_own_arguments(trace, (call(0.5, beta=1.0),))
    assert outcome.changed == kept


def test_an_exercise_names_one_exception() -> None:
    """Ten criteria with a name each would show ten times as much of a hidden input."""
    exercise = load_topic("ewa").exercises[0]
    names = itertools.cycle(["ValueError", "KeyError", "IndexError", "TypeError"])
    runner = lambda case: [Outcome(error=next(names))]  # noqa: E731
    text = grade_function(exercise, runner, 1).text()
    found = {name for name in ("ValueError", "KeyError", "IndexError", "TypeError") if name in text}
    assert len(found) == 1


def test_nan_is_never_accepted_for_a_number() -> None:
    from course_lib.cases.compare import values_agree

    for wrong in (np.nan, np.inf, -np.inf, 1e308, True, "1", None, 10**400):
        assert not values_agree(np.array([1.0, 2.0]), np.array([1.0, 2.0]) * 0 + _float(wrong))
        assert not values_agree(1.5, wrong)
    assert nbformat.current_nbformat == 4


def _float(value: object) -> float:
    return value if isinstance(value, float) else float("nan")
