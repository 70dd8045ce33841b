"""Batch norm as PyTorch's settings (`pytorch_batchnorm`)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.exercise import Exercise, Mistake
from grader_tests.topics.frameworks.shared import (
    ONLY_THESE,
    any_share,
    changed,
    log_uniform,
    not_a_dict,
    our_names,
    renamed,
    setting,
    shown,
    without,
)


def pytorch_batchnorm(decay: float, epsilon: float) -> dict[str, Any]:
    """PyTorch's `momentum` is the share of the new batch."""
    return {"momentum": 1 - decay, "eps": epsilon}


def _settings(rng: Generator) -> Call:
    return call(any_share(rng), log_uniform(rng, -6.8, -2))


BOTH, SHARE, EPS = ("momentum", "eps"), ("momentum",), ("eps",)

PYTORCH_BATCHNORM = Exercise(
    "pytorch_batchnorm",
    pytorch_batchnorm,
    criteria=(
        setting(
            "momentum",
            "`momentum` is the share of the new batch, as PyTorch means it here.",
            "Read the two formulas for the running mean side by side: PyTorch's `momentum` stands "
            f"in front of the new batch. {ONLY_THESE}",
            2,
            _settings,
        ),
        setting(
            "eps",
            "`eps` is epsilon.",
            "Both programs add it to the variance, under the root, so there is nothing to work "
            f"out. {ONLY_THESE}",
            1,
            _settings,
        ),
    ),
    mistakes=(
        Mistake(
            "not_flipped",
            "`momentum` is the decay, the share of the old value. PyTorch's batch norm means the "
            "opposite by that word: the share of the new batch.",
            changed(pytorch_batchnorm, "momentum", lambda decay, epsilon: decay),
            SHARE,
        ),
        Mistake(
            "fixed",
            "`momentum` is always 0.1. That is PyTorch's own value; the function has to use the "
            "`decay` that it is called with.",
            changed(pytorch_batchnorm, "momentum", lambda *settings: 0.1),
            SHARE,
        ),
        Mistake(
            "one_over",
            "`momentum` is one divided by something. The two shares of an average add up to 1: "
            "take the one away from 1 to get the other.",
            changed(pytorch_batchnorm, "momentum", lambda decay, epsilon: 1 / decay),
            SHARE,
        ),
        Mistake(
            "sign",
            "`momentum` is `decay - 1`, which is negative. The two shares of an average add up to "
            "1, so it is the other way round.",
            changed(pytorch_batchnorm, "momentum", lambda decay, epsilon: decay - 1),
            SHARE,
        ),
        Mistake(
            "root_of_epsilon",
            "`eps` is the root of epsilon. RMSProp needs that; in batch norm both programs have "
            "epsilon under the root.",
            changed(pytorch_batchnorm, "eps", lambda decay, epsilon: np.sqrt(epsilon)),
            EPS,
        ),
        Mistake(
            "eps_fixed",
            "`eps` is always 1e-5. That is PyTorch's own value; the function has to use the "
            "`epsilon` that it is called with.",
            changed(pytorch_batchnorm, "eps", lambda *settings: 1e-5),
            EPS,
        ),
        Mistake(
            "eps_missing",
            "There is no `eps` in the dict, so PyTorch would take a value of its own.",
            without(pytorch_batchnorm, "eps"),
            BOTH,
        ),
        Mistake(
            "decay",
            "The dict has the name `decay`, which PyTorch does not know. Its name for this "
            "average is `momentum`, and it means the other share.",
            lambda decay, epsilon: {"decay": decay, "eps": epsilon},
            BOTH,
        ),
        Mistake(
            "epsilon_in_full",
            "Epsilon stands under its full name. PyTorch's name for it is `eps`.",
            renamed(pytorch_batchnorm, eps="epsilon"),
            BOTH,
        ),
        our_names(pytorch_batchnorm, BOTH, momentum="decay", eps="epsilon"),
        not_a_dict(pytorch_batchnorm, BOTH),
    ),
    examples=shown(call(0.8, 1e-4), *BOTH),
)
