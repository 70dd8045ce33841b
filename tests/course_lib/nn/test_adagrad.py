"""AdaGrad agrees with PyTorch's."""

from __future__ import annotations

import numpy as np
import pytest

from course_lib import adagrad_step


@pytest.mark.needs("torch")
def test_a_thousand_steps_agree_with_pytorch() -> None:
    import torch

    rng = np.random.default_rng(4)
    w, s = rng.normal(size=(3, 4)), np.zeros((3, 4))
    theirs = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adagrad([theirs], lr=0.1)
    for _ in range(1000):
        dw = rng.normal(size=w.shape)
        w, s = adagrad_step(w, dw, s, learning_rate=0.1)
        theirs.grad = torch.tensor(dw)
        optimizer.step()
    np.testing.assert_allclose(theirs.detach().numpy(), w, rtol=0, atol=1e-10)


def test_a_gradient_of_zero_moves_nothing_and_arguments_stay() -> None:
    w, dw, s = np.ones(2), np.zeros(2), np.zeros(2)
    new_w, new_s = adagrad_step(w, dw, s, learning_rate=0.1)
    assert new_w.tolist() == [1, 1]
    assert new_s.tolist() == [0, 0]
    adagrad_step(w, np.ones(2), s, learning_rate=0.1)
    assert w.tolist() == [1, 1]
    assert s.tolist() == [0, 0]
