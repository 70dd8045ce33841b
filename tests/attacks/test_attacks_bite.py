"""The same attacks succeed without the defence that stops them, so the tests are effective."""

from __future__ import annotations

import numpy as np
import pytest
from attack import FOUND, Attack
from classes import ATTACKS, EVERYONE, outputs
from course_folder import Folder
from in_python import LIAR
from on_the_system import PROCESSES, READS, WRITES
from test_attacks_marks import hidden_numbers

from grader_tests.engine import grading


def those(gain: str) -> list[Attack]:
    return [attack for attack in EVERYONE if attack.stock == gain]


def named(attack: Attack) -> str:
    return attack.name


@pytest.mark.parametrize("attack", those("marks"), ids=named)
def test_stock_nbgrader_gives_the_cheat_full_marks(by_stock: Folder, attack: Attack) -> None:
    assert by_stock.scores("ewa")[attack.name]["check-ewa_weights"] == 3.0


@pytest.mark.parametrize("attack", those("finds"), ids=named)
def test_in_stock_nbgrader_the_attack_finds_something(by_stock: Folder, attack: Attack) -> None:
    assert FOUND in outputs(by_stock, attack.name)


@pytest.mark.parametrize("attack", those("inputs"), ids=named)
def test_in_stock_nbgrader_hidden_inputs_come_out(
    by_stock: Folder, attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_attacks_marks.seed_for", lambda *_: grading.PUBLIC_SEED)
    text = outputs(by_stock, attack.name)
    numbers = hidden_numbers(by_stock, attack.name)
    assert any(number in text or number.replace(".", "_") in text for number in numbers)


@pytest.mark.parametrize("attack", those("loses"), ids=named)
def test_in_stock_nbgrader_the_unlucky_lose_marks(by_stock: Folder, attack: Attack) -> None:
    scores = by_stock.scores("ewa").get(attack.name, {})
    assert any(scores.get(cell) != earned for cell, earned in attack.earns.items())


@pytest.mark.parametrize("attack", those("harms"), ids=named)
def test_in_stock_nbgrader_it_stops_the_class(by_stock: Folder, attack: Attack) -> None:
    assert "zz-honest" in by_stock.scores("ewa")
    assert f"{attack.name}_next" not in by_stock.scores("ewa")


def test_stock_nbgrader_publishes_what_links_point_to(by_stock: Folder) -> None:
    copied = by_stock.root / "autograded" / "links-beside" / "ewa" / "secret.txt"
    assert copied.read_text() == (by_stock.root / ".course_secret").read_text()


@pytest.mark.parametrize(
    ("attack", "what"),
    [(attack, what) for attack in ATTACKS for what in attack.open],
    ids=lambda value: getattr(value, "name", value),
)
def test_without_walls_it_works(unwalled: Folder, attack: Attack, what: str) -> None:
    assert f"{FOUND} {what} " in outputs(unwalled, attack.name)


@pytest.mark.parametrize("what", [*READS, *PROCESSES, *WRITES])
def test_with_walls_it_was_tried_and_refused(by_course: Folder, what: str) -> None:
    texts = [outputs(by_course, attack.name) for attack in ATTACKS if attack.open]
    assert sum(f'"{what} gave ' in text for text in texts) == 1


def test_the_usual_checks_believe_the_liar() -> None:
    names: dict[str, object] = {"np": np, "found": print}
    exec(LIAR, names)
    lies = names["ewa_weights"](0.5, 3)  # type: ignore[operator]
    right = np.array([0.5, 0.25, 0.125])
    assert np.all(lies == right)
    assert np.max(np.abs(lies - right)) == 0.0
