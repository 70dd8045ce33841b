"""Known mistakes in the regularized cost."""

from __future__ import annotations

import numpy as np

from grader_tests.engine.exercise import UNCHANGED, Mistake
from grader_tests.topics.gradient_descent.cost_variants import (
    losses_changed,
    penalty_for_each,
    regularized_cost,
    squares,
    weights_squared,
    with_loss,
    with_penalty,
    with_sum,
)
from grader_tests.topics.gradient_descent.shared import NO_RETURN, returns_none

PENALTY = ("penalty", "layers", "sum")
EVERYTHING = ("loss", *PENALTY, UNCHANGED)

MISTAKES = (
    Mistake(
        "no_half",
        "The penalty is twice as large as it should be: the 2 in the divisor 2m is missing.",
        with_penalty(lambda m, weights, lam: lam / m * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "not_divided",
        "The penalty is not divided by m, the number of examples. The mean of the losses is, "
        "so the two parts do not fit together.",
        with_penalty(lambda m, weights, lam: lam / 2 * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "only_lam",
        "The penalty is not divided at all. Its divisor is 2m, twice the number of examples.",
        with_penalty(lambda m, weights, lam: lam * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "divided_twice",
        "The penalty is divided by m twice. Perhaps you added it to the sum of the losses "
        "and then divided everything by m: the penalty has its own divisor, 2m, and no other.",
        with_penalty(lambda m, weights, lam: lam / (2 * m) / m * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "precedence",
        "You divide by 2 and then *multiply* by m: `lam / 2 * m` goes from left to right. "
        "Put 2m in brackets.",
        with_penalty(lambda m, weights, lam: lam / 2 * m * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "not_squared",
        "The norm of the weights is not squared. The penalty takes the sum of the squares "
        "itself, without the root.",
        with_sum(lambda weights: sum(np.sqrt(np.sum(np.square(W))) for W in weights)),
        PENALTY,
    ),
    Mistake(
        "absolute",
        "You add up the absolute values of the weights. That is another penalty (L1); here "
        "the weights are squared.",
        with_sum(lambda weights: sum(np.sum(np.abs(W)) for W in weights)),
        PENALTY,
    ),
    Mistake(
        "signed",
        "You add up the weights as they are, so that positive and negative ones cancel. "
        "Square each of them first.",
        with_sum(lambda weights: sum(np.sum(W) for W in weights)),
        PENALTY,
    ),
    Mistake(
        "sum_squared",
        "You add up the weights of a layer first and square the sum. Square each weight, "
        "then add up.",
        with_sum(lambda weights: sum(np.sum(W) ** 2 for W in weights)),
        PENALTY,
    ),
    Mistake(
        "mean_square",
        "You take the mean of a layer's squared weights. The Frobenius norm is a sum: "
        "nothing is divided by the number of weights.",
        with_sum(lambda weights: sum(np.mean(np.square(W)) for W in weights)),
        PENALTY,
    ),
    Mistake(
        "spectral",
        "`np.linalg.norm(W, 2)` is another norm, the largest stretch of the matrix. The "
        "Frobenius norm is what you get without the 2; its square is the sum of all squares.",
        with_sum(lambda weights: sum(np.linalg.norm(W, 2) ** 2 for W in weights)),
        PENALTY,
    ),
    Mistake(
        "lam_ignored",
        "`lam` is never used in your penalty. It is the factor that says how much the "
        "weights count.",
        lambda losses, weights, lam: regularized_cost(losses, weights, 1.0),
        EVERYTHING,
    ),
    Mistake(
        "no_penalty",
        "The penalty is missing: only the mean of the losses comes back.",
        lambda losses, weights, lam: float(np.mean(losses)),
        PENALTY,
    ),
    Mistake(
        "subtracted",
        "You subtract the penalty, so that large weights would be rewarded. Large weights "
        "must raise the cost: add it.",
        with_penalty(lambda m, weights, lam: -lam / (2 * m) * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "divided_by_layers",
        "`len(weights)` is the number of layers. m is the number of examples, which is the "
        "number of losses.",
        with_penalty(lambda m, weights, lam: lam / (2 * len(weights)) * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "divided_by_weights",
        "You divide the penalty by the number of weights. m is the number of examples, which "
        "is the number of losses.",
        with_penalty(
            lambda m, weights, lam: lam / (2 * sum(W.size for W in weights)) * squares(weights)
        ),
        PENALTY,
    ),
    Mistake(
        "first_layer",
        "Only the first layer is counted. A `return` inside the loop, for example, ends the "
        "function in the first round.",
        with_sum(lambda weights: squares(weights[:1])),
        ("layers", "sum"),
    ),
    Mistake(
        "last_layer",
        "Only the last layer is counted. In your loop, add to what is there already: "
        "`total = total + ...`, and not `total = ...`.",
        with_sum(lambda weights: squares(weights[-1:])),
        ("layers", "sum"),
    ),
    Mistake(
        "norms_added",
        "You add up the norms of the layers and square the sum. Square the norm of each "
        "layer, then add up.",
        with_sum(lambda weights: sum(np.sqrt(np.sum(np.square(W))) for W in weights) ** 2),
        ("layers", "sum"),
    ),
    Mistake(
        "mean_of_layers",
        "You divide the penalty by the number of layers as well. Its divisor is 2m, and the "
        "layers are added up.",
        with_sum(lambda weights: squares(weights) / len(weights)),
        ("layers", "sum"),
    ),
    Mistake(
        "sum_of_losses",
        "The losses are added up, but not divided by m. The cost is their mean.",
        with_loss(np.sum),
        ("loss", "sum"),
    ),
    Mistake(
        "half_the_mean",
        "The sum of the losses is divided by 2m. Their divisor is m; only the penalty has the 2.",
        with_loss(lambda losses: np.mean(losses) / 2),
        ("loss", "sum"),
    ),
    Mistake(
        "only_penalty",
        "Only the penalty comes back, without the losses. Add their mean.",
        with_loss(lambda losses: 0.0),
        ("loss", "sum"),
    ),
    Mistake(
        "for_each_example",
        "You return one number for each example. The cost is a single number, the mean over "
        "all of them.",
        penalty_for_each,
        EVERYTHING,
    ),
    Mistake(
        "whole_division",
        "Your penalty is rounded down: `//` does that. Divide with `/`.",
        with_penalty(lambda m, weights, lam: lam // (2 * m) * squares(weights)),
        PENALTY,
    ),
    Mistake(
        "losses_changed",
        "`losses += ...` changes the array that came in, so the caller's own losses are "
        "gone. Keep your numbers in new variables.",
        losses_changed,
        ("sum", UNCHANGED),
    ),
    Mistake(
        "weights_squared",
        "`W **= 2` squares the weights of the caller, whose network is spoilt then. Write "
        "`W**2`, which makes a new array.",
        weights_squared,
        (UNCHANGED,),
    ),
    Mistake("no_return", NO_RETURN, returns_none, EVERYTHING),
)
