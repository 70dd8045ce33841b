"""Import what workers need, in the process that they are forked from.

Nothing of it is ever garbage: a worker that looks for some need not look there.
"""

import gc

gc.disable()

from autograder.grading import submission  # noqa: E402

__all__ = ("submission",)

gc.freeze()
gc.enable()
