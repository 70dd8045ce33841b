"""Apply a step for one array to all parameters of a network."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_lib.errors import TrainingFailed, form_of
from course_lib.nn import messages
from course_lib.nn.network import Array, Parameters

Step = Callable[..., Any]


STATE = ("v", "s")
"""Arguments of a step function that start as zeros and are passed on to the next update."""


class StepAdapter:
    """Applies a single-array step to all parameters, and keeps its state."""

    def __init__(self, step: Step, hyperparameters: Mapping[str, float]) -> None:
        if not callable(step):
            raise TrainingFailed(messages.NOT_A_STEP.format(value=step))
        self.step = step
        self.name = getattr(step, "__name__", "The step function")
        self.settings = dict(hyperparameters)
        names = self._arguments()
        self.state_names = tuple(name for name in names if name in STATE)
        self.counts = "t" in names
        self.wanted = f"({', '.join(('w', *self.state_names))})" if self.state_names else "w"
        self.state: dict[str, tuple[Array, ...]] = {}
        self.t = 0

    def _arguments(self) -> list[str]:
        """Return the step's other arguments after w and dw; raise if an argument is unknown."""
        arguments = list(inspect.signature(self.step).parameters.values())
        variadic = any(argument.kind is argument.VAR_KEYWORD for argument in arguments)
        named = [
            argument
            for argument in arguments
            if argument.kind not in (argument.VAR_KEYWORD, argument.VAR_POSITIONAL)
        ]
        names = [argument.name for argument in named]
        for name in self.settings:
            if name not in names[2:] and not variadic:
                text = messages.UNKNOWN.format(step=self.name, name=name, names=", ".join(names))
                raise TrainingFailed(text)
        wanted = [argument for argument in named[2:] if argument.name not in self.settings]
        for argument in wanted:
            if argument.name not in (*STATE, "t") and argument.default is argument.empty:
                raise TrainingFailed(messages.NEEDS.format(step=self.name, name=argument.name))
        return [argument.name for argument in wanted]

    def update(self, parameters: Parameters, gradients: Mapping[str, Array]) -> None:
        """Replace every array in `parameters` by its update."""
        self.t += 1
        settings = {**self.settings, "t": self.t} if self.counts else self.settings
        for name, w in parameters.items():
            state = self.state.get(name) or tuple(np.zeros_like(w) for _ in self.state_names)
            handed_on = dict(zip(self.state_names, state, strict=True))
            returned = self.step(w, gradients[name], **handed_on, **settings)
            parameters[name], *new_state = self._taken_apart(returned, w.shape)
            self.state[name] = tuple(new_state)

    def _taken_apart(self, returned: Any, shape: tuple[int, ...]) -> tuple[Array, ...]:
        """Return the new w and the new state if `returned` has the documented form."""
        arrays = returned if self.state_names else (returned,)
        fits = isinstance(arrays, tuple | list) and len(arrays) == 1 + len(self.state_names)
        if fits and all(isinstance(array, np.ndarray) and array.shape == shape for array in arrays):
            return tuple(arrays)
        text = messages.STEP_RETURNS.format(
            step=self.name, wanted=self.wanted, got=form_of(returned)
        )
        raise TrainingFailed(text)
