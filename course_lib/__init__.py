"""What the notebooks of the optimization course import."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "DigitsTask": "digits_task",
    "Network": "network",
    "Normalization": "normalization",
    "Ravine": "ravine",
    "Saddle": "surfaces",
    "SigmoidOutput": "outputs",
    "SoftmaxOutput": "outputs",
    "adagrad_step": "adagrad",
    "animate": "animation",
    "check": "checking",
    "curve": "style",
    "describe": "figures",
    "house_style": "style",
    "load_digits": "datasets",
    "load_pytorch": "pytorch",
    "load_temperatures": "datasets",
    "make_blobs": "point_sets",
    "make_circles": "point_sets",
    "make_moons": "point_sets",
    "make_spiral": "point_sets",
    "mean_costs": "training",
    "mine": "neighbours",
    "new_axes": "style",
    "new_panels": "style",
    "place_on_scale": "scales",
    "plot_agreement": "distribution_plots",
    "plot_bars": "class_plots",
    "plot_confusion": "class_plots",
    "plot_contours": "surface_plots",
    "plot_cost_curves": "cost_plots",
    "plot_decision_regions": "class_plots",
    "plot_descent": "descent_plots",
    "plot_distributions": "distribution_plots",
    "plot_fading": "series_plots",
    "plot_images": "image_plots",
    "plot_lines": "line_plots",
    "plot_paths": "path_plots",
    "plot_schedule": "schedule_plots",
    "plot_search": "search_plots",
    "plot_series": "series_plots",
    "plot_surface": "surface_plots",
    "plot_twins": "twin_plots",
    "plot_weights": "series_plots",
    "sliders": "widgets",
    "to_parameters": "vectors",
    "to_vector": "vectors",
    "train": "training",
    "value_at_place": "scales",
    "walk": "walks",
}
"""Public name -> module; loaded when first used, so that `import course_lib` is quick."""

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"course_lib has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"course_lib.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__


def load_everything() -> None:
    """Imports every module now, for a process that is about to be forked or closed in."""
    for module in set(_HOME.values()):
        import_module(f"course_lib.{module}")
    import_module("course_lib.checking").examples()
    import_module("course_lib.trials").even_digits()
