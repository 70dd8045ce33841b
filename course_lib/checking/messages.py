"""Define the sentences of checks and grading, as whole sentences that can be translated."""

from course_lib.language import holds_messages

ALL_PASSED = "{name}: everything that is checked here works."
SOME_FAILED = {
    "one": "{name}: {count} of {total} properties fails.",
    "many": "{name}: {count} of {total} properties fail.",
}
THE_ONE_FAILED = "{name}: its one property fails."
NOT_WRITTEN = "{name}: not written yet."
NOT_TESTED = "{name}: it could not be tested."
RETURNS_MATRIX = (
    "The values are right, but `{name}` returns a `np.matrix`, for which `*` is the product of "
    "matrices. With that, the experiments below stop with an error. Return an array: "
    "`np.asarray(...)`."
)
STUB_LEFT = (
    "The line `raise NotImplementedError` is still in your function `{name}`, so it stops there. "
    "Delete that line."
)
NOT_WRITTEN_HINT = (
    "Replace `raise NotImplementedError` in the cell above with your code, run that cell, "
    "then this one."
)
NO_FUNCTION_HINT = (
    "There is no function `{name}`. Run its cell: if it raises an error, fix that first. "
    "The function must still be called `{name}`."
)
SIMILAR_NAME = (
    "There is no `{name}` in your notebook, but there is `{other}`. Call it `{name}`, letter by "
    "letter."
)
SIMILAR_LETTER = (
    "There is no `{name}` in your notebook, but there is a name that looks like it. Its letter "
    "{number} is {sign} (U+{code}), which is of another alphabet. Type `{name}` anew."
)
WAITING = (
    "This cell is waiting for your function {name}, which is not written yet. "
    "Write it, run its cell, then run this one again."
)
WAITING_CELL = "This cell is waiting for something that is not written yet."
NOT_A_FUNCTION = (
    "`{name}` is not a function here: something else has that name. Define it with "
    "`def {name}(...)` and run that cell; if it shows a syntax error, fix it first."
)
ANSWERED = "{name}: answered with {answer!r}. It will be marked after you hand it in."
ANSWERED_RIGHT = "{name}: {answer!r} is right."
ANSWERED_WRONG = "{name}: {answer!r} is not right."
NOT_ANSWERED = "{name}: not answered yet."
NOT_ANSWERED_HINT = (
    "Set `{name}` to one of {choices}, with the quotation marks, in the cell above, and run both "
    "cells."
)
UNKNOWN_EXERCISE = (
    "There is no exercise called {name!r}. The check cell that you were given has the right name. "
    "If this lesson came in a newer zip, run the install.py of that zip first."
)
LOOKING = "{name}: looking for the place in your code …"
CHECK_FAILED = "{name} is not right yet: its check cell says what to fix."
CHECK_UNFINISHED = "{name} is not finished yet: its check cell says what to do next."

RETURNS_NONE = (
    "The function returns `None`. Write `return` and the result behind it. A method that changes "
    "an object, such as `append`, `sort` or `shuffle`, returns `None` itself."
)
NO_RETURN = (
    "The function returns nothing (`None`), because it has no `return` statement. End it with "
    "`return` and the result behind it, indented like the lines above."
)
BARE_RETURN = (
    "The function returns nothing (`None`), because its `return` stands alone. Write the result "
    "behind it."
)
PRINTS_RESULT = (
    "The function prints its result instead of returning it, so other code gets `None`. Write "
    "`return` in place of `print`."
)
HELPER_PRINTS = (
    "`{name}` uses what your function `{helper}` returns (line {line} of its cell), and that "
    "returns nothing (`None`): it prints its result. Write `return` in place of `print` in "
    "`{helper}`."
)
HELPER_RETURNS_NOTHING = (
    "`{name}` uses what your function `{helper}` returns (line {line} of its cell), and that "
    "returns nothing (`None`). End `{helper}` with `return` and its result."
)
HELPER_NOT_WRITTEN = (
    "`{name}` is written, but it calls your function `{helper}`, which is not: that one raises "
    "`NotImplementedError`. Write `{helper}` first."
)
OLDER_VERSION = (
    "An older version of your function `{name}` is still in memory: the cell that you ran last for "
    "it stopped before it defined the function. Fix that cell, run it, then run this one."
)
OLDER_VERSION_SYNTAX = (
    "An older version of your function `{name}` is still in memory: the cell that you ran last for "
    "it has a syntax error in line {line}. Fix that cell, run it, then run this one."
)

PLAIN_RESULTS = {
    "always_none": RETURNS_NONE,
    "always_zeros": "Every number that the function returns is zero.",
    "always_ones": "Every number that the function returns is one.",
    "always_nan": (
        "Every result is nan, which means not a number. It comes from 0 / 0, from the root or the "
        "logarithm of a negative number, and from a negative number to a power with decimals. "
        "Check the signs and the brackets."
    ),
    "always_minus_an_argument": "The function returns what it was given, with the opposite sign.",
    "always_an_argument": "The function returns what it was given, unchanged.",
    "always_one_result": "The function returns the same every time, although its arguments differ.",
}
"""The findings of `plain_results`, by name."""
OTHER_PARAMETERS = (
    "Your function is defined as `{name}({got})`, but it is called as `{name}({want})`: keep these "
    "parameters, in this order."
)
IGNORES = (
    "The result does not depend on `{parameter}`: it stays the same if only `{parameter}` changes. "
    "Look for a number, or another variable, in its place."
)

FORM = {
    "list_for_array": "The numbers are right; a list came, an array of shape {want} was expected.",
    "tuple_for_array": (
        "The numbers are right; a tuple came, an array of shape {want} was expected."
    ),
    "shape": (
        "The numbers are right; an array of shape {got} came, one of shape {want} was expected."
    ),
    "transposed": (
        "The numbers are right, but rows and columns are exchanged: an array of shape {got} came, "
        "one of shape {want} was expected."
    ),
    "type": "The numbers are right; their type is `{got}`, `{want}` was expected.",
    "text_for_number": "The number is right, but it came as text: {got!r}.",
    "array_for_number": (
        "The number is right; an array of shape {got} came, a single number was expected."
    ),
    "list_for_number": "The number is right; it came in a list, a single number was expected.",
    "order": "The results are right, but they came in another order than the expected one.",
    "order_within": (
        "The numbers are right, but in each value they came in another order than the expected one."
    ),
    "too_many": "The results are right, but {got} came and {want} were expected.",
    "one_wanted": "The expected result is there, but {got} results came and one was expected.",
    "too_few": "What came is right, but {want} results were expected and {got} came.",
    "dict_for_tuple": "The values are right; a dict came, a tuple of {want} results was expected.",
    "array_for_tuple": (
        "The values are right; they came in one array, a tuple of {want} results was expected."
    ),
    "tuple_for_dict": "The values are right; a dict with the keys {want} was expected.",
    "keys": "The values are right; they came with the keys {got}, the keys {want} were expected.",
    "spelling": (
        "The word is right, but it is written otherwise: {got!r} came, {want!r} was expected."
    ),
}
"""Sentences about results that have the right values in the wrong form."""

FORM_HIDDEN = {
    "list_for_array": "The numbers are right, but they came in a list; an array was expected.",
    "tuple_for_array": "The numbers are right, but they came in a tuple; an array was expected.",
    "shape": "The numbers are right, but the array has another shape than the expected one.",
    "transposed": "The numbers are right, but rows and columns are exchanged.",
    "type": "The numbers are right, but they have another type than the expected one.",
    "text_for_number": "The number is right, but it came as text.",
    "array_for_number": "The number is right, but it came in an array.",
    "list_for_number": "The number is right, but it came in a list.",
    "order": FORM["order"],
    "order_within": FORM["order_within"],
    "too_many": "The results are right, but there are more of them than were expected.",
    "one_wanted": "The expected result is there, but more results came and one was expected.",
    "too_few": "What came is right, but there are fewer results than were expected.",
    "dict_for_tuple": "The values are right, but they came in a dict; a tuple was expected.",
    "array_for_tuple": "The values are right, but they came in one array; a tuple was expected.",
    "tuple_for_dict": "The values are right, but they came without keys; a dict was expected.",
    "keys": "The values are right, but the dict has other keys than the expected ones.",
    "spelling": "The word is right, but it is written otherwise.",
}
"""The same for hidden cases, without what the function returned: that could reveal an input."""

CHANGED_IN_PLACE = (
    "`*=`, `+=`, `-=` and `/=` change an array in place, also the caller's if it is an argument. "
    "So they fail for an array of integers, which can hold no decimals. Make a new array: "
    "`v = v * 0.5` in place of `v *= 0.5`."
)
SINGLE_PRECISION = (
    "The numbers are right to about seven digits, as many as 32 bits keep: something computes with "
    "these, as `float32` and PyTorch do. Compute with `float64`."
)
ROUNDED = {
    "one": "The numbers are right, but only to {count} decimal. Return them as they come out, "
    "without `round` and the like; round only what you print.",
    "many": "The numbers are right, but only to {count} decimals. Return them as they come out, "
    "without `round` and the like; round only what you print.",
}
POWER = "In Python, a power is written with two stars: `x**2`. The sign `^` means something else."
PYTHON_ERRORS = {
    "not_callable": (
        "Round brackets directly behind a value call it, as if it were a function. A product needs "
        "its `*`, an index has square brackets, and an attribute such as `.T` has none."
    ),
    "number_in_loop": (
        "A `for` loop, and a function such as `sum`, needs several values and got a single number. "
        "`range(n)` gives the numbers 0 to n - 1."
    ),
    "index_is_no_integer": (
        "An index has to be an integer. `for v in values:` goes through the values themselves, and "
        "`for i in range(len(values)):` through the indices."
    ),
    "no_value_yet": (
        "A variable is read before it has a value. Give it one first: above the loop, or in every "
        "branch of an `if`."
    ),
    "append_to_array": (
        "An array has no `append`, because its length is fixed. Append to a list, and make an "
        "array of it at the end: `np.array(...)`."
    ),
    "append_returns_none": (
        "`append` changes the list itself and returns `None`. Let it stand alone on its line, "
        "without `... =` in front of it."
    ),
    "capital_letter": "Python writes `True`, `False` and `None` with a capital letter.",
    "unknown_name": (
        "Python does not know the name that stands after Raised. Spell it as where you defined it, "
        "capital letters included: a variable needs a value, and a module its `import`, before it "
        "is used. A text, such as a key of a dict, stands in quotation marks."
    ),
    "unknown_in_numpy": (
        "NumPy has nothing of that name. Type the first letters behind `np.` and press Tab to see "
        "what there is."
    ),
    "nothing_in_arithmetic": (
        "One of the two values is `None`, Python's word for nothing. A function without `return` "
        "gives it back, and so do `print(...)` and `.append(...)`."
    ),
    "list_in_arithmetic": (
        "A list does no arithmetic with its elements. Make an array of it first, "
        "`np.array(values)`, or go through its elements in a loop."
    ),
    "array_for_a_number": (
        "A function that takes a single number got a whole array. Python's `math.sqrt` and `float` "
        "are such functions; NumPy's, such as `np.sqrt`, work on each element."
    ),
    "no_elements": (
        "A single number has no elements and no length, so `[...]` and `len(...)` cannot be used "
        "on it. Look which of your variables is a number there, and which an array."
    ),
    "index_too_large": (
        "An index goes beyond the end: the indices of n elements run from 0 to n - 1. "
        "`range(n)` gives just these. An empty list has none."
    ),
    "truth_of_an_array": (
        "An `if`, `while`, `and`, `or` or `not` needs one truth value and got one for each element "
        "of an array. `np.where(condition, a, b)` chooses element by element; "
        "`.all()` and `.any()` make one truth value of many."
    ),
    "shapes_do_not_fit": (
        "The shapes of two arrays do not fit together; the text after Raised names them. Compare "
        "the `.shape` of each array in that line with the one that you expect."
    ),
    "several_in_one_place": (
        "One element of an array holds a single number, and here it gets several. "
        "Look at the shape of what stands to the right of the `=`."
    ),
    "integer_needed": (
        "`range(n)`, a slice and the size of an array need integers. `/` gives a decimal number "
        "even for 6 / 2, where `//` gives the integer 3; and an array is not a number."
    ),
    "too_few_arguments": (
        "A function is called with too few arguments. The text after Raised names the function, "
        "and what is missing."
    ),
    "too_many_arguments": (
        "A function is called with more arguments than it takes. The text after Raised names it."
    ),
    "no_such_key": (
        "A dict has no entry of the name that stands after Raised. Compare it with the names in "
        "the example. A loop goes through all names, whatever they are: `for name in values:`."
    ),
    "set_returned": (
        "Curly brackets around single values make a set. In a dict, a colon stands between each "
        "name and its value; a list has square brackets."
    ),
    "array_of_objects": (
        "An array of objects is returned, because its parts are not all numbers or differ in their "
        "shapes. Return the parts in a list, without `np.array`."
    ),
    "call_missing": (
        "A function is returned, not what it computes. Write round brackets behind it, and its "
        "arguments in them."
    ),
    "error_returned": (
        "An error is returned, like any other value. `raise` makes it happen; `return` does not."
    ),
    "one_by_one": (
        "What is returned gives its values one by one, when somebody asks for them. "
        "`list(...)` around it makes a list of them."
    ),
    "values_for_names": (
        "To the left of the `=` there must be as many names as there are values to the right."
    ),
}
"""Hints for errors that newcomers to Python meet, and for results of which nothing is known."""

STOPS_WITH_ERROR = (
    "Your function raises an error before it returns. Read the text after Raised: it says what "
    "Python could not do. Look for that name, index or operation in your code."
)
STOPS_ITSELF = (
    "Your own `raise` stops the function, although the call in the example has a result. Check "
    "when that line is reached: under which condition, and at which level."
)
STOPS_WITH_ERROR_HIDDEN = (
    "Your function raises an error before it returns. Run its check in your notebook: if the error "
    "appears there too, read the text after Raised. If not, call the function with other numbers, "
    "and with arrays of other sizes."
)
NOT_AT_HOME_HIDDEN = {
    "input": (
        "Your function asks for something to be typed, as `input()` does, and in grading nobody is "
        "there. Take every value from its arguments."
    ),
    "files": (
        "Your function needs a file, the network or another program. In grading there are none but "
        "the files that the notebook writes into one folder. Take every value from its arguments."
    ),
    "module": (
        "Your function imports a module that is not there in grading. Only the packages of the "
        "course are."
    ),
    "part": (
        "Your function imports from a module what is not in it in grading. The package is there, "
        "perhaps in another version than yours."
    ),
}
"""Why a function may raise in grading alone."""
NO_TEXT_CHOICE = (
    "`{name}` is not a letter in quotation marks: set it to one of {choices}, with the quotation "
    "marks."
)
NO_SUCH_SIGN = (
    "{answer!r} is not one of the choices but another character, {code}, even if it looks like "
    "one. Set `{name}` to one of {choices}, typed on an English keyboard."
)
NO_SUCH_CHOICE = "{answer!r} is not one of the choices: set `{name}` to one of {choices}."

CALLED = "Called as  {call}"
EXPECTED = "Expected   {value}"
GOT = "Got        {value}"
OF_KIND = "{value} ({kind})"
WHERE = "{value}, where {where} is {number}"
WHERE_IT_IS = "{value}, where it is {number}"
RAISED = "Raised     {error}: {message}"
SAME_ERROR = "It raises {error} here, too."
NO_RESULT = "a value that is neither a number nor an array of numbers"
"""What stands after Got where a call returned, but nothing that can be compared."""
COMPLEX_RESULT = "complex numbers (`{kind}`), where real ones were expected"
OTHER_PRECISION = "numbers of another precision (`{kind}`); `float64` was expected"
NO_RESULT_OF = "a value of the type {kind}, which is neither a number nor an array of numbers"
CHANGED = "The call changed its argument {argument}."
STEP = "(in step {step} of {steps}, from the state that your own function returned)"

POINTS = {
    "one": "{name}: {points:g} of {count:g} point.",
    "many": "{name}: {points:g} of {count:g} points.",
}
RAISED_HIDDEN = "It raised {error} in one of the hidden cases."
RAISED_OTHER_HIDDEN = (
    "It raised another exception in one of the hidden cases. Fix the one named above first."
)
STOPPED_HIDDEN = {
    "TimeLimit": "A hidden case exceeded its time limit: probably an infinite loop.",
    "Waited": "A hidden case exceeded its time limit. It waited, as `time.sleep` does, and hardly "
    "computed.",
    "Stopped": "A hidden case ended the whole Python process.",
    "NotBegun": "There was no time left for a hidden case: those before it had used it up.",
    "UnsupportedValue": "It returned something that is neither an ordinary number nor an array of "
    "such.",
    "NothingReturned": "It returned too little for the next step to continue from.",
    "MemoryError": "A hidden case used more memory than is available.",
    "_ArrayMemoryError": "A hidden case used more memory than is available.",
    "ProtocolError": "What came back from a hidden case could not be read as a result.",
}
"""Errors that are no exceptions of the function's own, or say more in a sentence."""
COUNTS_LATER = "This counts as soon as one of the other properties holds."
ABSENT = (
    "{name} is left out: it comes from the notebook {file}. "
    "Write it there, save that notebook, and run this cell again."
)
"""One sentence for all reasons (no notebook, a stub, a broken cell): the remedy is the same."""
KIND_OF_ARRAY = "array of {type} and shape {shape}"
KIND_OF_PARTS = "{kind} of ({parts})"

holds_messages(__name__)
