"""Define the sentences about a place, as whole sentences that can be translated."""

from course_lib.language import holds_messages

LINE = "Look at line {line} of the cell that defines `{function}`: `{code}`."
RAISED = "The error is raised at line {line} of the cell that defines `{function}`: `{code}`."
RAISED_IN_HELPER = (
    "The error is raised in your function `{helper}`, which runs when `{function}` is called: at "
    "line {line} of the cell that defines `{helper}`: `{code}`."
)
RAISED_IN_HELPER_ELSEWHERE = (
    "In another example, your function `{helper}`, which runs when `{function}` is called, raises "
    "{error} at line {line} of the cell that defines `{helper}`: `{code}`."
)
RAISED_ELSEWHERE = (
    "In another example, your function raises {error} at line {line} of the cell that defines "
    "`{function}`: `{code}`."
)
TWO_LINES = (
    "Look at lines {line} and {other} of the cell that defines `{function}`: `{code}` and "
    "`{other_code}`."
)

IN_PART = "A change there makes most examples right, but not all of them."
UNUSED_PARAMETER = (
    "`{function}` never uses its parameter `{name}`, but the right result depends on it."
)

KINDS = {
    "append not kept": "`np.append` returns a new array, which is not kept there.",
    "argument": "Check what is passed to the function there.",
    "arguments": "Check the arguments there, and their order.",
    "assignment": "Does that line replace a value, or add to it? Check `=` against `+=`.",
    "axis": "Check along which axis that works, and whether the axis is kept.",
    "brackets": "Check the brackets: what belongs together?",
    "comparison": "Check the comparison, also where both sides are equal.",
    "condition": "Check the condition: when should it hold?",
    "conversion": "Check the type of the value there: a number, a list, a tuple or an array?",
    "copy": "Two names may refer to one array there: a change of one is then a change of both.",
    "exception": "Check which exception is raised there, and how.",
    "extra call": "Check whether each function that is called there is needed.",
    "extra index": "Check the square brackets there: is a part needed, or all of it?",
    "extra line": "Check whether that line is needed.",
    "extra part": "Check whether each part of that line belongs there.",
    "formula": (
        "The other results are right and do not depend on it. Compare it with the formula, part by "
        "part."
    ),
    "function": "Check which function is called there.",
    "generator": "Check where the random numbers come from.",
    "in place": "Check whether that line changes an array in place.",
    "index": "Check which element, row or column is used there.",
    "level": (
        "Check how far that line is indented: is it inside a block, such as a loop or an `if`, or "
        "after it?"
    ),
    "line order": "Check whether that line is at the right point in the order of the lines.",
    "missing call": "Check whether a function has still to be applied there.",
    "missing line": "Check whether something has to be kept there for the next round of the loop.",
    "missing part": "Compare it with the formula, part by part: something may be missing.",
    "missing power": "Compare it with the formula, part by part: a power may be missing.",
    "missing return": "Check what the function returns after that line.",
    "name": "Check the names there: is each one the right one?",
    "number": "Check the numbers there.",
    "one of two": "A small change in one of these two lines is enough.",
    "operator": "Compare the operators there with the formula, one by one.",
    "order": "Check what comes first and what second there.",
    "range": "Check where the range starts and where it ends.",
    "result": "Check what that line returns.",
    "result not kept": "Check what becomes of the result of that call.",
    "results": "Check the results there, and their order.",
    "shape": "Check the shape of the array there.",
    "sign": "Check the signs there.",
    "text": "Check the spelling of the texts there.",
    "unused": "It sets `{name}`, which is not used anywhere: is it missing in another line?",
    "two": "There may be two mistakes at once.",
}
"""Kind of a change -> the sentence that follows the one about the line."""

holds_messages(__name__)
