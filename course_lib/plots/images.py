"""`plot_images`: draw small images side by side, each with a caption."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from course_lib.errors import CannotDraw
from course_lib.plots import messages
from course_lib.plots.style import GREY, WIDTH, house_style
from course_lib.plots.validate import finite, numbers


@house_style()
def plot_images(
    X: NDArray[np.float64],
    captions: Sequence[str],
    *,
    title: str,
    columns: int = 6,
    shape: tuple[int, int] = (8, 8),
) -> Figure:
    """Draw the images in the columns of X, each below its caption, in rows of `columns`.

    An image is stored row by row; 0 is drawn as white and 1 as black. Raises CannotDraw, with what
    to do, for an X of another shape.

    >>> figure = plot_images(X[:, :12], [str(label) for label in labels[:12]],
    ...     title="Twelve digits")  # doctest: +SKIP
    """
    X = finite("X", numbers("X", X))
    if X.ndim != 2 or X.shape[0] != shape[0] * shape[1] or X.shape[1] < len(captions):
        raise CannotDraw(
            messages.NOT_IMAGES.format(
                got=X.shape, shape=shape, pixels=shape[0] * shape[1], images=len(captions)
            )
        )
    rows = max(1, -(-len(captions) // columns))
    size = (WIDTH, 0.55 + rows * (WIDTH / columns + 0.35))
    figure, axes = plt.subplots(rows, columns, squeeze=False, figsize=size)
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    for ax in axes.flat[len(captions) :]:
        ax.set_axis_off()
    for ax, image, caption in zip(axes.flat, X.T, captions, strict=False):
        ax.imshow(image.reshape(shape), cmap="gray_r", vmin=0.0, vmax=1.0)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=GREY, linewidth=0.6)
        ax.set_title(caption, loc="center", size=10, weight="normal", pad=4)
    return figure
