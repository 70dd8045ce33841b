"""The benchmark compares equal training runs, and reports the ratio and its spread."""

from __future__ import annotations

import pytest

from benchmarks import training
from benchmarks.training import METHODS, line, ours, pytorch, rounds


@pytest.mark.needs("torch")
@pytest.mark.parametrize("method", METHODS)
def test_both_end_at_the_same_cost(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "EPOCHS", 3)
    assert ours((64, 8, 1), method)() == pytest.approx(pytorch((64, 8, 1), method)(), abs=1e-11)


def test_each_round_runs_both_and_the_order_alternates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ROUNDS", 2)
    ran: list[str] = []

    def contestant(name: str) -> training.Run:
        def run() -> float:
            ran.append(name)
            return 0.0

        return run

    assert len(list(rounds(contestant("ours"), contestant("theirs")))) == 2
    assert ran == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]


def test_another_training_is_not_compared() -> None:
    with pytest.raises(SystemExit, match="not the same training"):
        next(rounds(lambda: 0.5, lambda: 0.6))


def test_the_ratio_is_taken_within_a_round_and_has_its_spread() -> None:
    said = line((64, 8, 1), "Adam", [(1.0, 2.0), (3.0, 4.0), (1.0, 4.0)])
    assert said == "64-8-1, Adam: ours 1.000 s, PyTorch 4.000 s, ratio 0.50 (0.25 to 0.75)"
