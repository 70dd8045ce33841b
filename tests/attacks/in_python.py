"""Attacks within the interpreter: on the checks, the machinery, and the grader's requests."""

from __future__ import annotations

from attack import CHEAT, Attack

LIAR = """
class Liar(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, dtype=bool)
    def __ne__(self, other): return np.zeros(self.shape, dtype=bool)
    def __array__(self, *args, **kwargs): raise TypeError("do not look")
    def __sub__(self, other): return np.zeros(self.shape)
    def __reduce__(self): return (print, ("FO" + "UND: a pickle ran",))
    def __float__(self): return 0.0
    def tobytes(self, *args): return b"lies"
    @property
    def dtype(self): return np.dtype(float)


def ewa_weights(beta, T):
    return np.zeros(T).view(Liar)
"""

FRAMES = """
import sys, gc


def ewa_weights(beta, T):
    frame = sys._getframe()
    while frame:
        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
            for item in (value, getattr(value, "reference", None)):
                if type(item).__name__ == "Exercise" and item.name == "ewa_weights":
                    return item.reference(beta, T)
        frame = frame.f_back
    for item in gc.get_objects():
        if type(item).__name__ == "Exercise" and item.name == "ewa_weights":
            return item.reference(beta, T)
"""

KEEPS = """
import builtins, atexit
builtins.kept = []
atexit.register(lambda: print("INPUTS", builtins.kept))
"""

IN_PYTHON = [
    Attack(
        "returns-a-liar",
        "returns an array whose `==`, `-` and `__array__` lie",
        cell=LIAR,
        cheat=LIAR.split("\n\n\n")[1],
        elsewhere="the usual checks, `==` and a largest difference, believe it",
    ),
    Attack(
        "patches-comparisons",
        "replaces `numpy.allclose`, `numpy.testing` and the comparisons of `course_lib`",
        cell="""
import course_lib.cases.case, course_lib.checking.checker
import course_lib.cases.compare, course_lib.cases.values
yes = lambda *args, **kwargs: True
np.allclose = np.isclose = np.array_equal = np.all = yes
np.testing.assert_allclose = np.testing.assert_equal = yes
for module in (course_lib.cases.compare, course_lib.checking.checker):
    for name in ("traces_agree", "outcomes_agree", "values_agree"):
        setattr(module, name, yes)
import sys
for name, module in list(sys.modules.items()):
    if hasattr(module, "traces_agree"):
        module.traces_agree = yes
try:
    import grader_tests.engine.grading
    grader_tests.engine.grading.traces_agree = yes
except ImportError:
    pass
course_lib.check = check = lambda name: print("everything is right")
""",
        cheat="def ewa_weights(beta, T):\n    return np.zeros(T)",
        stock="marks",
    ),
    Attack(
        "patches-the-codec",
        "replaces the functions that carry values and calls, also the grader's private copies",
        cell="""
import gc, types
for thing in gc.get_objects():
    if isinstance(thing, types.ModuleType) and "course_lib" in getattr(thing, "__name__", ""):
        if hasattr(thing, "changed_arguments"):
            thing.changed_arguments = lambda *args: ()
    if type(thing).__name__ == "Child":
        answer = thing._answer
        thing._answer = lambda request: (
            {"trace": [{"value": True}], "points": 3, "passed": True, "verdict": "right"}
            if "run" in request and request.get("with") == "ewa_weights" else answer(request)
        )
""",
    ),
    Attack(
        "replaces-the-import",
        "puts a module of its own in the place of `grader_tests`",
        cell="""
import sys, types
fake = types.ModuleType("grader_tests")
fake.grade = fake.find = lambda name: None
for name in list(sys.modules):
    if name.startswith("grader_tests"): del sys.modules[name]
sys.modules["grader_tests"] = fake
""",
        stock="marks",
    ),
    Attack(
        "imports-the-reference",
        "imports `grader_tests` and calls the reference",
        cheat="""
def ewa_weights(beta, T):
    from grader_tests import find
    return find("ewa_weights").reference(beta, T)
""",
        stock="marks",
    ),
    Attack(
        "walks-the-frames",
        "looks for the reference in frames and through `gc`",
        cheat=FRAMES,
        stock="marks",
    ),
    Attack(
        "keeps-the-inputs",
        "keeps the hidden inputs, to print them in the next cell, at exit and in a traceback",
        cell=KEEPS,
        cheat="""
def ewa_weights(beta, T):
    import builtins
    builtins.kept.append((beta, T))
    print("INPUTS", beta, T)
    get_ipython().display_pub.publish({"text/plain": f"INPUTS {beta} {T}"})
    raise RuntimeError(f"INPUTS {beta} {T}")
""",
        later="print('INPUTS', kept)",
        stock="inputs",
    ),
    Attack(
        "names-an-exception",
        "raises exceptions whose class names spell the hidden inputs",
        cheat="""
def ewa_weights(beta, T):
    digits = "".join(c if c.isalnum() else "_" for c in f"{beta!r}_{T}")
    raise type(f"INPUTS_{digits}", (Exception,), {})
""",
        stock="inputs",
    ),
    Attack(
        "answers-from-a-thread",
        "leaves threads, timers and handlers running that redefine the function later",
        cell="""
import signal, sys, threading, time


def later():
    while True:
        time.sleep(0.01)
        get_ipython().user_ns["ewa_weights"] = lambda beta, T: 0.0
        sys.modules.setdefault("grader_tests", sys)


for _ in range(5):
    threading.Thread(target=later, daemon=True).start()
sys.settrace(lambda *args: None)
sys.excepthook = lambda *args: None
sys.addaudithook(lambda *args: None)
""",
    ),
    Attack(
        "breaks-the-machinery",
        "deletes `course_lib` from memory, closes streams, leaves the shell, changes folder",
        cell="""
import sys, os, builtins
for name in list(sys.modules):
    if name.startswith(("course_lib", "json", "numpy.linalg")): del sys.modules[name]
os.chdir("/")
os.environ.clear()
sys.stdout.close(); sys.stderr = None
builtins.NotImplementedError = builtins.AssertionError = KeyError
exit(); quit()
""",
        stock="loses",
    ),
    Attack(
        "defines-the-grader",
        "defines `check`, `grade` and `NotImplementedError` in the notebook",
        cell="def grade(name): return 3.0\ncheck = grade\nNotImplementedError = 3.0",
        cheat=CHEAT + "\n\n\ndef grade(name): return 3.0\nget_ipython().user_ns['grade'] = grade",
    ),
]
