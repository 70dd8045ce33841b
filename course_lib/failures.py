"""`TrainingFailed`: what stops a training run, said in one line."""

from __future__ import annotations


class TrainingFailed(Exception):
    """Training cannot go on, and the message says what to do; shown as one line in a notebook."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]
