"""Define the sentences of figures, as whole sentences that can be translated."""

from course_lib.language import holds_messages

NO_PATHS = (
    "This figure has no paths to animate. `animate` takes what `plot_paths`, "
    "`plot_contours` or `plot_descent` returns; show other figures with `describe`."
)
TOO_LONG = "`seconds` is {seconds}, but an animation takes 1 to 5 seconds."
TOO_MANY_CLASSES = (
    "There are {got} classes, but a figure can show at most {limit} regions clearly. Show fewer."
)
NOT_IMAGES = (
    "X has the shape {got}. Its columns are images of {shape[0]} x {shape[1]} pixels: it needs "
    "{pixels} rows, and a column for each of the {images} captions."
)
NO_EPOCHS = "`epochs` is {got}. It has to be a positive integer, the number of epochs to show."
NOT_A_RATE = (
    "The schedule {name!r} returns {got} for epoch {epoch}. A learning rate is one finite number "
    "that is not negative."
)
ONE_AXIS = (
    "`space` has too few hyperparameters ({got}): the figure needs two, the first for the "
    "horizontal axis, the second for the vertical one. Draw the scores of a single one with "
    "`plot_lines`."
)
NOT_A_HISTORY = (
    "Entry {number} of the search {name!r} is not a pair of a point and its score. A search is a "
    'list such as [({{"learning_rate": 0.1, "beta": 0.9}}, 0.35)].'
)
NOT_IN_POINT = (
    "Entry {number} of the search {name!r} has no {wanted!r}, which is an axis of the figure. Give "
    "each point a value for it, or remove it from `space`."
)
NO_WINDOW = "`windows` has no entry {name!r}. It needs the same names as `weights`."
STANDS_STILL = "Sliders ({names}). They work only while Jupyter is running."
NO_SUCH_RANGE = (
    "The slider {name!r} has {given}. It needs four numbers: the lowest, the highest, the step "
    "between two values, and the initial value, which has to be between the ends."
)
TOO_MANY_CURVES = (
    "A figure can show at most {limit} curves clearly. Show the most interesting ones, or draw the "
    "others in a second figure."
)
NOT_NAMED = (
    "`{argument}` is {got}. It needs a dictionary whose keys are the names in the figure, such as "
    '{{"my run": ...}}.'
)
TOO_MANY = (
    "`{argument}` has {got} entries, but a figure can show at most {limit} of them clearly. Show "
    "the most interesting ones, or draw the others in a second figure."
)
NOT_NUMBERS = "{what} is {got}, but a figure needs numbers: an array, or a list of numbers."
NOT_A_SERIES = (
    "{what} has the shape {shape}. A curve needs an array with one axis, of shape (T,): use one "
    "row or column of it, or `.ravel()`."
)
OTHER_LENGTH = {
    "one": "{what} has {count} value, but it needs {want}, one for each {each}.",
    "many": "{what} has {count} values, but it needs {want}, one for each {each}.",
}
NOT_FINITE = {
    "one": (
        "{what} has {count} value that is nan or infinite, which a figure cannot show. Find out "
        "where it comes from, or leave it out with `values[np.isfinite(values)]`."
    ),
    "many": (
        "{what} has {count} values that are nan or infinite, which a figure cannot show. Find out "
        "where they come from, or leave them out with `values[np.isfinite(values)]`."
    ),
}
NOT_A_HESSIAN = (
    "{what} is {got}. A surface over two weights needs a symmetric array of shape (2, 2), whose "
    "elements are finite."
)
NOT_A_PATH = (
    "The path {name!r} has the shape {shape}. A path needs one row for each point, with the two "
    "weights: the shape (steps + 1, 2). If rows and columns are swapped, pass `path.T`."
)
NO_START = (
    "The path {name!r} starts at {start}, which is not a point in the figure. Start it at two "
    "finite numbers."
)
BAD_LIMITS = (
    "The limits {limits} leave no room for a figure: each lower limit has to be a finite number "
    "below its upper limit."
)
NOT_COSTS = (
    "The cost function returns {got} for points of shape {shape}. It should return one finite cost "
    "for each point, an array of shape {want}."
)
NOT_POINTS = (
    "{what} has the shape {shape}. Points need two rows, $x_1$ and $x_2$, and a column for each "
    "point: the shape (2, m). If rows and columns are swapped, pass `.T`."
)
NOT_LABELS = (
    "{what} has to consist of integers from {least} to {largest}, because there are {classes} "
    "names. It contains {got}: pass a name for each class, and labels instead of one-hot columns."
)
NO_FONT = (
    "No font with Chinese letters is installed, so figures say in English what they can. Install "
    "Noto Sans CJK (on Debian and Ubuntu: apt install fonts-noto-cjk) and restart the kernel."
)
NOTHING_TO_DRAW = "There is nothing to draw here yet."
SMOOTH_OF = "`smooth` of {name!r}"
THE_ABSCISSA = "The abscissa"
THE_AVERAGE = "The average {name!r}"
THE_COST = "The cost"
THE_CURVE = "The curve {name!r}"
THE_GROUP = "The group {name!r}"
THE_PATH = "The path {name!r}"
THE_PREDICTION = "The prediction {name!r}"
THE_RUN = "The run {name!r}"
THE_SAMPLE = "The sample {name!r}"
WHAT_WAS_MEASURED = "What was measured"
EACH = {
    "place": "place",
    "cost": "cost",
    "weight": "weight",
    "measurement": "measurement",
    "name": "name",
    "value": "value",
    "value of the abscissa": "value of the abscissa",
    "point": "point",
}
"""What each value belongs to, in a sentence about their number."""

holds_messages(__name__)
