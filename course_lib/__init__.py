"""Provide what the notebooks of the optimization course import."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
"""The version; both distributions read it from here."""

_HOME = {
    "DigitsTask": "nn.digits_task",
    "Network": "nn.network",
    "Normalization": "nn.normalization",
    "Ravine": "landscapes.ravine",
    "Saddle": "landscapes.saddle",
    "SigmoidOutput": "nn.output_layers",
    "SoftmaxOutput": "nn.output_layers",
    "adagrad_step": "nn.adagrad",
    "animate": "plots.animation",
    "check": "checking.checker",
    "curve": "plots.style",
    "describe": "plots.described",
    "house_style": "plots.style",
    "load_digits": "data.loaders",
    "load_pytorch": "nn.pytorch",
    "load_pytorch_runs": "data.loaders",
    "load_temperatures": "data.loaders",
    "make_blobs": "data.point_sets",
    "make_circles": "data.point_sets",
    "make_moons": "data.point_sets",
    "make_spiral": "data.point_sets",
    "mean_costs": "nn.training",
    "mine": "checking.other_lessons",
    "new_axes": "plots.style",
    "new_panels": "plots.style",
    "place_on_scale": "scales",
    "picture": "lessons.pictures",
    "plot_agreement": "plots.distributions",
    "plot_bars": "plots.classification",
    "plot_confusion": "plots.classification",
    "plot_contours": "plots.surfaces",
    "plot_cost_curves": "plots.costs",
    "plot_decision_regions": "plots.classification",
    "plot_descent": "plots.descent",
    "plot_distributions": "plots.distributions",
    "plot_eigenvalues": "plots.eigenvalues",
    "plot_fading": "plots.series",
    "plot_images": "plots.images",
    "plot_lines": "plots.lines",
    "plot_map": "plots.maps",
    "plot_paths": "plots.paths",
    "plot_schedule": "plots.schedules",
    "plot_search": "plots.search",
    "plot_series": "plots.series",
    "plot_surface": "plots.surfaces",
    "plot_twins": "plots.twins",
    "plot_weights": "plots.series",
    "predict": "lessons.predictions",
    "show_progress": "lessons.progress",
    "sliders": "plots.sliders",
    "to_parameters": "nn.parameter_vector",
    "to_vector": "nn.parameter_vector",
    "train": "nn.training",
    "value_at_place": "scales",
    "walk": "landscapes.walk",
}
"""Public name -> module, loaded on first use so that `import course_lib` is fast."""

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        messages = import_module("course_lib.messages")
        raise AttributeError(messages.NO_SUCH_NAME.format(name=name, names=", ".join(__all__)))
    return getattr(import_module(f"course_lib.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__


def load_everything() -> None:
    """Import every module now, in a process that is about to be forked or sandboxed."""
    for module in set(_HOME.values()):
        import_module(f"course_lib.{module}")
    import_module("course_lib.checking.worked_examples").load_all()
    import_module("course_lib.cases.training_probe").even_digits()
