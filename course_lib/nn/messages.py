"""Define the sentences of networks and training, as whole sentences that can be translated."""

from course_lib.language import holds_messages

NOT_A_CUTTER = (
    "`train` got {value!r} as `batches`, which is not a function. Pass the function itself, "
    "without parentheses: batches=mini_batches."
)
NO_RNG = (
    "To shuffle, your function needs a generator: pass rng=np.random.default_rng(0) to `train`."
)
NOT_BATCHES = (
    "{name} should return a list of pairs (X_t, Y_t) with the rows of X and Y and one column for "
    "each example; it returned {got}. Run its check for details."
)
RETURNS = (
    "{function} should return {wanted}, float arrays of the shapes {shapes}; it returned {got}. "
    "Run its check for details."
)
MISSING = "Running statistics need one more function: pass it to `Normalization` as {name}=..."
WRONG_SHAPE = (
    "{name} should return an array of shape {wanted} here; it returned {got}. "
    "Run its check for details."
)
NOT_A_NUMBER = "{name} should return one number here; it returned {got}. Run its check for details."
FOUND = "PyTorch {version} is installed: the figures show its runs next to yours."
ABSENT = (
    "PyTorch is not installed here, or does not work. That is fine: the figures below show runs "
    "that PyTorch 2.13 has made, next to yours. To see it run live with your own translations, "
    "install it (pip install torch) and run this notebook again."
)
NOT_A_STEP = (
    "`train` got {value!r} as `step`, which is not a function. Pass the function itself, without "
    "parentheses: step=adam_step."
)
NEEDS = "{step} also needs `{name}`: pass it to `train`, such as {name}=0.9."
UNKNOWN = "{step} has no argument `{name}`. Its arguments are {names}."
STEP_RETURNS = (
    "{step} should return {wanted}, arrays of the shape of w; it returned {got}. "
    "Run its check for details."
)
NO_MATCH = "X is {x} and Y is {y}. Examples are columns, so both need one column for each example."
NO_ROWS = (
    "Y has {rows} rows, but the network's last layer has {units} units: Y needs one row for each."
)
NOT_A_SCHEDULE = (
    "`train` got {value!r} as `schedule`, which is not a function. Pass a function of the epoch: "
    "schedule=lambda epoch: ..."
)
NOT_A_RATE = (
    "For epoch {epoch}, the schedule returned {got}; it should return one number, the learning "
    "rate."
)
BOTH = "Pass either a learning_rate or a schedule to `train`, not both."
LIST_OF = "a list of {count}, the first of them {first}"

holds_messages(__name__)
