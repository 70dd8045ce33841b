"""`plot_images`: small images side by side, each with a caption."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from course_lib.style import GREY, WIDTH, house_style


@house_style()
def plot_images(
    X: NDArray[np.float64],
    captions: Sequence[str],
    *,
    title: str,
    columns: int = 6,
    shape: tuple[int, int] = (8, 8),
) -> Figure:
    """The images in the columns of X, each with its caption above it, in rows of `columns`.

    An image is read row by row; 0 is drawn as paper and 1 as ink.

    >>> figure = plot_images(X[:, :12], [str(label) for label in labels[:12]],
    ...     title="Twelve digits")  # doctest: +SKIP
    """
    rows = max(1, -(-len(captions) // columns))
    size = (WIDTH, 0.55 + rows * (WIDTH / columns + 0.35))
    figure, axes = plt.subplots(rows, columns, squeeze=False, figsize=size)
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12)
    for ax in axes.flat[len(captions) :]:
        ax.set_axis_off()
    for ax, image, caption in zip(axes.flat, X.T, captions):
        ax.imshow(image.reshape(shape), cmap="gray_r", vmin=0.0, vmax=1.0)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=GREY, linewidth=0.6)
        ax.set_title(caption, loc="center", size=10, weight="normal", pad=4)
    return figure
