"""Momentum as PyTorch's settings (`pytorch_sgd`)."""

from __future__ import annotations

from typing import Any

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
    setting,
    shown,
    without,
)


def pytorch_sgd(learning_rate: float, beta: float) -> dict[str, Any]:
    """PyTorch leaves the factor 1 - beta out of its average, so it goes into the rate."""
    return {"lr": learning_rate * (1 - beta), "momentum": beta}


def _momentum(rng: Generator) -> Call:
    return call(log_uniform(rng, -3, -0.5), any_share(rng))


RATE, SGD = ("lr",), ("lr", "momentum")


def _with_dampening(learning_rate: float, beta: float) -> dict[str, Any]:
    return {"lr": learning_rate, "momentum": beta, "dampening": beta}


PYTORCH_SGD = Exercise(
    "pytorch_sgd",
    pytorch_sgd,
    criteria=(
        setting(
            "lr",
            "`lr` makes up for the factor that PyTorch leaves out of its average.",
            "For a gradient that is always 1, work out both averages by hand. PyTorch's is always "
            "the same number of times as large, so its `lr` has to be as much smaller. "
            f"{ONLY_THESE}",
            2,
            _momentum,
        ),
        setting(
            "momentum",
            "`momentum` is the share of the old average that is kept.",
            f"In both programs the old average is multiplied by the same number. {ONLY_THESE}",
            1,
            _momentum,
        ),
    ),
    mistakes=(
        Mistake(
            "unscaled",
            "The learning rate goes over as it is. But PyTorch's average lacks the factor "
            "`1 - beta` and becomes larger than yours, so its steps would be too long.",
            changed(pytorch_sgd, "lr", lambda learning_rate, beta: learning_rate),
            RATE,
        ),
        Mistake(
            "scaled_up",
            "The learning rate is divided by `1 - beta`, which makes the steps longer. PyTorch's "
            "average is too large already: the rate has to become smaller.",
            changed(pytorch_sgd, "lr", lambda learning_rate, beta: learning_rate / (1 - beta)),
            RATE,
        ),
        Mistake(
            "times_beta",
            "The learning rate is multiplied by `beta`, the share of the old average. What PyTorch "
            "leaves out is the share of the new gradient.",
            changed(pytorch_sgd, "lr", lambda learning_rate, beta: learning_rate * beta),
            RATE,
        ),
        Mistake(
            "no_brackets",
            "Brackets are missing: `learning_rate * 1 - beta` multiplies first, and takes beta "
            "away afterwards.",
            changed(pytorch_sgd, "lr", lambda learning_rate, beta: learning_rate * 1 - beta),
            RATE,
        ),
        Mistake(
            "only_the_factor",
            "`lr` is `1 - beta` alone. That is only the factor; the learning rate is missing.",
            changed(pytorch_sgd, "lr", lambda learning_rate, beta: 1 - beta),
            RATE,
        ),
        Mistake(
            "flipped",
            "`momentum` is `1 - beta`. In PyTorch's optimizers it is the share that is *kept*, as "
            "beta is here; it is batch norm where the word means the opposite.",
            changed(pytorch_sgd, "momentum", lambda learning_rate, beta: 1 - beta),
            ("momentum",),
        ),
        Mistake(
            "flipped_unscaled",
            "`1 - beta` stands under `momentum`, where beta belongs, and the learning rate has not "
            "been made smaller.",
            lambda learning_rate, beta: {"lr": learning_rate, "momentum": 1 - beta},
            SGD,
        ),
        Mistake(
            "fixed",
            "`momentum` is always 0.9. That is a common value, but the function has to use the "
            "`beta` that it is called with.",
            lambda learning_rate, beta: {"lr": learning_rate * (1 - 0.9), "momentum": 0.9},
            SGD,
        ),
        Mistake(
            "turned",
            "The two values have changed places: `lr` is made from the learning rate, `momentum` "
            "from `beta`.",
            lambda learning_rate, beta: {"lr": beta, "momentum": learning_rate * (1 - beta)},
            SGD,
        ),
        Mistake(
            "dampening",
            "`dampening` looks like the missing factor, but PyTorch leaves it out of the first "
            "update: that step is too long, and its trace stays in the average. Change `lr` "
            "instead, and return only `lr` and `momentum`.",
            _with_dampening,
            SGD,
        ),
        Mistake(
            "dampening_too",
            "The learning rate has the factor already, and `dampening` would bring it in once "
            "more. Return only `lr` and `momentum`.",
            lambda learning_rate, beta: {
                **pytorch_sgd(learning_rate, beta),
                "dampening": beta,
            },
            SGD,
        ),
        Mistake(
            "momentum_missing",
            "There is no `momentum` in the dict, and without it PyTorch does plain gradient "
            "descent.",
            without(pytorch_sgd, "momentum"),
            SGD,
        ),
        our_names(pytorch_sgd, SGD, lr="learning_rate", momentum="beta"),
        not_a_dict(pytorch_sgd, SGD),
    ),
    examples=shown(call(0.2, 0.75), *SGD),
)
