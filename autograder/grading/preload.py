"""Import what workers need, in the process that they are forked from.

Nothing of it is ever garbage: a worker that looks for some need not look there.
"""

import gc

gc.disable()

from autograder.light_imports import import_by_name, import_markdown, import_schemas  # noqa: E402

import_by_name()
import_schemas()
import_markdown()

from autograder.grading import submission  # noqa: E402
from autograder.sandbox import seccomp  # noqa: E402

__all__ = ("submission",)

seccomp.available()  # looks for its library with other programs; each worker need not

gc.freeze()
gc.enable()
