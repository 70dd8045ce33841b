"""Adam as PyTorch's settings (`pytorch_adam`)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from course_lib.cases.case import Call, call
from grader_tests.engine.exercise import Exercise, Mistake
from grader_tests.topics.frameworks.shared import (
    ONLY_THESE,
    changed,
    log_uniform,
    not_a_dict,
    our_names,
    renamed,
    setting,
    shown,
    without,
)


def pytorch_adam(
    learning_rate: float, beta1: float, beta2: float, epsilon: float
) -> dict[str, Any]:
    """The same algorithm, under other names."""
    return {"lr": learning_rate, "betas": (beta1, beta2), "eps": epsilon}


def _adam(rng: Generator) -> Call:
    beta1, beta2 = float(rng.uniform(0.6, 0.88)), float(rng.uniform(0.96, 0.998))
    return call(log_uniform(rng, -4, -1), beta1, beta2, log_uniform(rng, -7.5, -3))


RATE, BETAS, EPS = ("lr",), ("betas",), ("eps",)
ADAM = (*RATE, *BETAS, *EPS)

PYTORCH_ADAM = Exercise(
    "pytorch_adam",
    pytorch_adam,
    criteria=(
        setting(
            "lr",
            "`lr` is the learning rate.",
            f"Both programs multiply the same fraction by it. {ONLY_THESE}",
            1,
            _adam,
        ),
        setting(
            "betas",
            "`betas` is the pair of both betas, the one of the gradient first.",
            "PyTorch has one name for both: give it a pair, with round brackets, in the order in "
            f"which the function gets them. {ONLY_THESE}",
            1,
            _adam,
        ),
        setting(
            "eps",
            "`eps` is epsilon.",
            "Both programs add it after the root is taken, so there is nothing to work out. "
            f"{ONLY_THESE}",
            1,
            _adam,
        ),
    ),
    mistakes=(
        Mistake(
            "scaled",
            "The learning rate is multiplied by `1 - beta1`, as momentum needs it. PyTorch's Adam "
            "has that factor in its average, just like yours.",
            changed(
                pytorch_adam,
                "lr",
                lambda learning_rate, beta1, beta2, epsilon: learning_rate * (1 - beta1),
            ),
            RATE,
        ),
        Mistake(
            "rate_fixed",
            "`lr` is always 0.001. That is PyTorch's own value; the function has to use the "
            "`learning_rate` that it is called with.",
            changed(pytorch_adam, "lr", lambda *settings: 0.001),
            RATE,
        ),
        Mistake(
            "betas_turned",
            "The betas have changed places: the one of the gradient, `beta1`, comes first.",
            changed(pytorch_adam, "betas", lambda rate, beta1, beta2, epsilon: (beta2, beta1)),
            BETAS,
        ),
        Mistake(
            "betas_flipped",
            "`betas` holds `1 - beta1` and `1 - beta2`. PyTorch means the shares that are kept, as "
            "this course does.",
            changed(
                pytorch_adam, "betas", lambda rate, beta1, beta2, epsilon: (1 - beta1, 1 - beta2)
            ),
            BETAS,
        ),
        Mistake(
            "betas_fixed",
            "`betas` is always (0.9, 0.999). Those are common values, but the function has to use "
            "the ones that it is called with.",
            changed(pytorch_adam, "betas", lambda *settings: (0.9, 0.999)),
            BETAS,
        ),
        Mistake(
            "one_beta",
            "`betas` holds only one number. PyTorch wants both, as a pair.",
            changed(pytorch_adam, "betas", lambda rate, beta1, beta2, epsilon: beta1),
            BETAS,
        ),
        Mistake(
            "root_of_epsilon",
            "`eps` is the root of epsilon. RMSProp needs that, because there the two programs "
            "place epsilon differently; in Adam both have it outside the root.",
            changed(pytorch_adam, "eps", lambda rate, beta1, beta2, epsilon: np.sqrt(epsilon)),
            EPS,
        ),
        Mistake(
            "eps_fixed",
            "`eps` is always 1e-8. That is a common value, but the function has to use the "
            "`epsilon` that it is called with.",
            changed(pytorch_adam, "eps", lambda *settings: 1e-8),
            EPS,
        ),
        Mistake(
            "two_names",
            "The betas stand under two names of their own. PyTorch has one name for both, "
            "`betas`, and wants a pair there.",
            lambda learning_rate, beta1, beta2, epsilon: {
                "lr": learning_rate,
                "beta1": beta1,
                "beta2": beta2,
                "eps": epsilon,
            },
            ADAM,
        ),
        Mistake(
            "alpha",
            "The learning rate stands under `alpha`. That is its letter in the formulas; PyTorch's "
            "name for it is `lr`.",
            renamed(pytorch_adam, lr="alpha"),
            ADAM,
        ),
        Mistake(
            "eps_missing",
            "There is no `eps` in the dict, so PyTorch would take a value of its own.",
            without(pytorch_adam, "eps"),
            ADAM,
        ),
        our_names(pytorch_adam, ADAM, lr="learning_rate", eps="epsilon"),
        not_a_dict(pytorch_adam, ADAM),
    ),
    examples=shown(call(0.02, 0.8, 0.95, 1e-6), *ADAM),
)
