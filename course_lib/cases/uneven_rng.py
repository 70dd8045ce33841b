"""A random generator with numbers that show how a matrix is made symmetric."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

VALUES, LIMITS = np.array([1.0, 2.5, 8.0]), np.array([0.25, 0.5, 1.0])
"""What takes the place of a standard normal number: the first up to a chance of a quarter, ..."""

NOISE = 0.002
"""The numbers vary by this fraction, so that no eigenvalue is exactly zero."""


class UnevenGenerator(Generator):
    """A generator whose normal numbers are one of three positive values.

    With normal numbers, G + G.T / 2 for (G + G.T) / 2 makes nearly the same share of matrices
    positive definite. With these, it is another share, in whatever order the numbers are drawn.
    """

    def standard_normal(self, size: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Return three different values, nearly, where a normal generator returns any."""
        noise = super().standard_normal(size, *args, **kwargs)
        which = LIMITS.searchsorted(self.random(size), side="right")  # much quicker than `choice`
        return VALUES[which] * (1 + NOISE * noise)

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """Return the same values, scaled and shifted."""
        return loc + scale * self.standard_normal(size)


def uneven_rng(seed: int) -> UnevenGenerator:
    """Return such a generator with this seed."""
    return UnevenGenerator(np.random.PCG64(seed))
