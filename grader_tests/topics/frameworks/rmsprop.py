"""RMSProp as PyTorch's settings (`pytorch_rmsprop`)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.exercise import Criterion, Exercise, Mistake
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


def pytorch_rmsprop(learning_rate: float, beta: float, epsilon: float) -> dict[str, Any]:
    """Epsilon under the root is, where s is 0, its root beside the root."""
    return {"lr": learning_rate, "alpha": beta, "eps": float(np.sqrt(epsilon))}


def _settings(rng: Generator) -> Call:
    return call(log_uniform(rng, -4, -1), any_share(rng), log_uniform(rng, -12, -4))


ALL, RATE, SHARE, EPS = ("lr", "alpha", "eps"), ("lr",), ("alpha",), ("eps",)


def _aspects() -> tuple[Criterion, ...]:
    return (
        setting(
            "lr",
            "`lr` is the learning rate.",
            "Both programs put it in front of the same fraction, and both averages have the "
            f"factor 1 - beta. {ONLY_THESE}",
            1,
            _settings,
        ),
        setting(
            "alpha",
            "`alpha` is the share of the old average that is kept.",
            "Read the two formulas for s side by side: which letter stands in front of the old s? "
            f"{ONLY_THESE}",
            1,
            _settings,
        ),
        setting(
            "eps",
            "`eps` is chosen so that both divisors are the same where s is 0.",
            "Put s = 0 into both divisors: the one has epsilon under the root, the other has "
            f"`eps` beside it. {ONLY_THESE}",
            2,
            _settings,
        ),
    )


PYTORCH_RMSPROP = Exercise(
    "pytorch_rmsprop",
    pytorch_rmsprop,
    criteria=_aspects(),
    mistakes=(
        Mistake(
            "alpha_is_the_rate",
            "`alpha` and `lr` have changed places. In the formulas alpha is the learning rate, but "
            "PyTorch's RMSprop gives that name to the share of the old average.",
            lambda learning_rate, beta, epsilon: {
                "lr": beta,
                "alpha": learning_rate,
                "eps": np.sqrt(epsilon),
            },
            (*RATE, *SHARE),
        ),
        Mistake(
            "alpha_for_lr",
            "The learning rate stands under `alpha`, and `lr` is missing. In PyTorch's RMSprop "
            "`alpha` is the share of the old average.",
            renamed(pytorch_rmsprop, lr="alpha", alpha="beta"),
            ALL,
        ),
        Mistake(
            "alpha_is_the_rate_too",
            "The learning rate stands under `alpha` as well. In the formulas alpha is the learning "
            "rate, but in PyTorch's RMSprop it is the share of the old average.",
            changed(pytorch_rmsprop, "alpha", lambda learning_rate, beta, epsilon: learning_rate),
            SHARE,
        ),
        Mistake(
            "alpha_flipped",
            "`alpha` is `1 - beta`. PyTorch means the share that is kept, as this course does.",
            changed(pytorch_rmsprop, "alpha", lambda learning_rate, beta, epsilon: 1 - beta),
            SHARE,
        ),
        Mistake(
            "alpha_fixed",
            "`alpha` is always 0.99. That is PyTorch's own value; the function has to use the "
            "`beta` that it is called with.",
            changed(pytorch_rmsprop, "alpha", lambda *settings: 0.99),
            SHARE,
        ),
        Mistake(
            "alpha_fixed_at_ours",
            "`alpha` is always 0.9. That is a common value; the function has to use the `beta` "
            "that it is called with.",
            changed(pytorch_rmsprop, "alpha", lambda *settings: 0.9),
            SHARE,
        ),
        Mistake(
            "scaled",
            "The learning rate is multiplied by `1 - beta`, as momentum needs it. PyTorch's "
            "RMSprop has that factor in its average, just like yours.",
            changed(
                pytorch_rmsprop,
                "lr",
                lambda learning_rate, beta, epsilon: learning_rate * (1 - beta),
            ),
            RATE,
        ),
        Mistake(
            "eps_as_it_is",
            "Epsilon goes over as it is. Under the root it counts as its root: 1e-8 there does "
            "what 1e-4 does outside.",
            changed(pytorch_rmsprop, "eps", lambda learning_rate, beta, epsilon: epsilon),
            EPS,
        ),
        Mistake(
            "eps_halved",
            "`eps` is half of epsilon. The root is meant: `np.sqrt(epsilon)`, or `epsilon ** 0.5` "
            "with two stars. Without brackets, `epsilon ** 1 / 2` is a half as well.",
            changed(pytorch_rmsprop, "eps", lambda learning_rate, beta, epsilon: epsilon / 2),
            EPS,
        ),
        Mistake(
            "eps_squared",
            "Epsilon is squared, which makes it smaller still. What comes out from under a root "
            "is the root.",
            changed(pytorch_rmsprop, "eps", lambda learning_rate, beta, epsilon: epsilon**2),
            EPS,
        ),
        Mistake(
            "eps_fixed",
            "`eps` is always 1e-4, which fits only an epsilon of 1e-8. The function has to use "
            "the `epsilon` that it is called with.",
            changed(pytorch_rmsprop, "eps", lambda *settings: 1e-4),
            EPS,
        ),
        Mistake(
            "eps_default",
            "`eps` is always 1e-8. The function has to work it out from the `epsilon` that it is "
            "called with.",
            changed(pytorch_rmsprop, "eps", lambda *settings: 1e-8),
            EPS,
        ),
        Mistake(
            "eps_zero",
            "`eps` is 0. Then PyTorch divides by zero where a gradient has always been 0, and "
            "yours does not.",
            changed(pytorch_rmsprop, "eps", lambda *settings: 0.0),
            EPS,
        ),
        Mistake(
            "eps_missing",
            "There is no `eps` in the dict, so PyTorch would take a value of its own.",
            without(pytorch_rmsprop, "eps"),
            ALL,
        ),
        Mistake(
            "momentum",
            "`beta` stands under `momentum`. PyTorch's RMSprop has such a setting, but it brings "
            "in a second average; the share of the old s is called `alpha` there.",
            renamed(pytorch_rmsprop, alpha="momentum"),
            ALL,
        ),
        our_names(pytorch_rmsprop, ALL, lr="learning_rate", alpha="beta", eps="epsilon"),
        not_a_dict(pytorch_rmsprop, ALL),
    ),
    examples=shown(call(0.05, 0.8, 1e-6), *ALL),
)
