"""A line that cannot run in grading costs itself; one that fails anywhere ends its cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from captured import value_of

from autograder.sandbox.cells import Cell, CellResult
from autograder.sandbox.client import Server
from autograder.sandbox.limits import Limits
from autograder.sandbox.session import Session
from course_lib.cases.case import Case, call

pytestmark = pytest.mark.needs("landlock")

F = "\n\ndef f(x):\n    return x + 1\n"


@pytest.fixture
def session(server: Server) -> Iterator[Session]:
    session = Session(server, Limits(cell_seconds=2, case_seconds=1, submission_seconds=30))
    yield session
    session.end()


def reasons(result: CellResult) -> list[tuple[int, str, str]]:
    return [(note.line, note.reason, note.detail) for note in result.notes]


ON_TOP = {
    "!pip install rich": "installs",
    "!pip3 -q install rich": "installs",
    "!python -m pip install rich": "installs",
    "%pip install rich": "installs",
    "%conda install rich": "installs",
    "!apt-get install graphviz": "shell",
    "!nvidia-smi": "shell",
    "files = !ls": "shell",
    "%cd /content/drive": "magic",
    "%matplotlib widget": "magic",
    "%matplotlib qt": "magic",
    "%load_ext tensorboard": "magic",
    "%tensorboard --logdir logs": "magic",
    "import seaborn": "module",
    "import tqdm.notebook as bars": "module",
    "from google.colab import drive; drive.mount('/content/drive')": "module",
    "from numpy import a_function_of_long_ago": "version",
    "import matplotlib; matplotlib.use('TkAgg')": "window",
    "%run helpers.py": "system",
    "get_ipython().kernel.do_shutdown(True)": "magic",
    "exit()": "magic",
    "import os; os.mkdir('/elsewhere/pictures')": "system",
    "import os; os.rename('/etc/passwd', 'there.txt')": "system",
    "import shutil; shutil.copy('here.txt', 'there.txt')": "system",
    "text = open('data.csv').read()": "system",
    "import numpy as np; data = np.loadtxt('data.csv')": "system",
    "import urllib.request as r; r.urlopen('http://example.org')": "system",
    "import subprocess; subprocess.run(['ls'])": "system",
    "import subprocess; subprocess.run(['program-of-nobody'])": "system",
    "import sqlite3; sqlite3.connect('/elsewhere/my.db')": "system",
    "import multiprocessing; lock = multiprocessing.Lock()": "system",
    "import matplotlib.pyplot as plt; plt.savefig('pictures/a.png')": "system",
    "import matplotlib.pyplot as plt; plt.style.use('seaborn-nowhere')": "system",
    "who = input('name: ')": "input",
    "import getpass, warnings; warnings.simplefilter('ignore'); key = getpass.getpass()": "input",
    "big = bytearray(10**11)": "memory",
}


@pytest.mark.parametrize("line", ON_TOP)
def test_a_line_that_cannot_run_costs_itself(session: Session, line: str) -> None:
    session.run("above", "\n".join(["f = None", "del f"]))
    result = session.run("cell", line + F)
    assert value_of(session) == 2
    assert {reason for _, reason, _ in reasons(result)} - {"name"} == {ON_TOP[line]}
    assert {number for number, _, _ in reasons(result)} == {1}


WORKS = {
    "a folder that is already there": "%cd .",
    "an extension of IPython's own": "%load_ext autoreload\n%autoreload 2",
    "settings of figures": "%config InlineBackend.figure_format = 'retina'\n%matplotlib inline",
    "a file of one's own": "open('a.txt', 'w').write('1')\nassert open('a.txt').read() == '1'",
    "a folder": "import os\nos.makedirs('pictures', exist_ok=True)\nopen('pictures/a', 'w')",
    "folders in one another": "from pathlib import Path\n"
    "Path('a/b').mkdir(parents=True, exist_ok=True)\n"
    "Path('a/b/c.py').write_text('d = 2')\nfrom a.b.c import d",
    "a folder that is made once": "import os\nif not os.path.exists('cache'):\n"
    "    os.mkdir('cache')\n    open('cache/a', 'w').write('1')\n"
    "assert open('cache/a').read() == '1'",
    "a folder under a name": "from pathlib import Path\nout = Path('o' + 'ut')\n"
    "out.mkdir(exist_ok=True)\n(out / 'a.txt').write_text('1')",
    "a folder that is there": "import os\nos.mkdir('o')\ntry:\n    os.mkdir('o')\n"
    "except FileExistsError:\n    x = 1\nassert x == 1",
    "a temporary folder": "import os, tempfile\nwith tempfile.TemporaryDirectory() as d:\n"
    "    open(d + '/a', 'w').write('1')\nassert not os.path.exists(d)",
    "temporary files": "import tempfile\nwith tempfile.NamedTemporaryFile() as f:\n"
    "    f.write(b'1')\nwith tempfile.TemporaryFile() as f:\n    f.write(b'1')",
    "a temporary folder to keep": "import tempfile\nfolder = tempfile.mkdtemp()",
    "a file removed": "import os\nopen('a', 'w').close()\nos.remove('a')\n"
    "assert not os.path.exists('a')\ntry:\n    os.remove('a')\n"
    "except FileNotFoundError:\n    y = 1\nassert y == 1",
    "a file copied": "import shutil\nopen('a', 'w').write('1')\nshutil.copy2('a', 'b')\n"
    "assert open('b').read() == '1'",
    "a file renamed": "import os\nopen('a', 'w').write('1')\nopen('b', 'w').close()\n"
    "os.replace('a', 'b')\nassert os.listdir() == ['b'] and open('b').read() == '1'",
    "a folder of files removed": "import os, shutil\nos.makedirs('a/b')\n"
    "open('a/b/c', 'w').close()\nshutil.rmtree('a')\nassert os.listdir() == []",
    "a lock": "import threading\nwith threading.Lock():\n    pass",
    "a lock on a file": "import fcntl\nfcntl.flock(open('l', 'w'), fcntl.LOCK_EX)",
    "a database in memory": "import sqlite3\nsqlite3.connect(':memory:').execute('select 1')",
    "a database": "import sqlite3\nwith sqlite3.connect('own.db') as c:\n"
    "    c.execute('create table t (x real)')\n    c.execute('insert into t values (1.5)')\n"
    "c.execute('insert into t values (2)')\nc.rollback()\nc.execute('vacuum')\nc.close()\n"
    "assert sqlite3.connect('own.db').execute('select x from t').fetchall() == [(1.5,)]",
    "a program that may be missing": "import subprocess\ntry:\n"
    "    subprocess.run(['program-of-nobody'], check=True)\n"
    "except FileNotFoundError as error:\n    name = error.filename\n"
    "assert name == 'program-of-nobody'",
    "awaiting": "import asyncio\nawait asyncio.sleep(0)",
    "awaiting several": "import asyncio\n"
    "async def one():\n    await asyncio.sleep(0.001)\n    return 1\n"
    "assert await asyncio.gather(one(), one()) == [1, 1]",
    "a loop of one's own": "import asyncio, threading\nfound = []\n"
    "async def one():\n    await asyncio.sleep(0.001)\n    return 1\n"
    "t = threading.Thread(target=lambda: found.append(asyncio.run(one())))\n"
    "t.start(); t.join()\nassert found == [1]",
    "awaiting a thread": "import asyncio\nassert await asyncio.to_thread(lambda: 7) == 7",
    "a loop": "async def g():\n    yield 1\nasync for i in g():\n    assert i == 1",
    "what may be missing": "try:\n    import tqdm_of_nobody\nexcept ImportError:\n    pass",
    "captured output": "%%capture\nprint('hidden')",
    "timing": "%%time\nx = 1",
}


@pytest.mark.parametrize("source", WORKS.values(), ids=WORKS)
def test_what_works_at_home_works_here(session: Session, source: str) -> None:
    result = session.run("cell", source + F)
    assert "'error'" not in str(result.outputs), result.outputs
    assert reasons(result) == []
    assert value_of(session) == 2


DATED = "def f(x):\n    stamp = !date\n    return x + 1"


@pytest.mark.parametrize("below", ["y = 1", "if True:\n    y = 1", "y = f(1)\nassert y == 2"])
def test_a_function_may_run_a_command_whatever_runs_below_it(session: Session, below: str) -> None:
    session.run("cell", DATED)
    session.run("below", below)
    assert value_of(session) == 2


EMPTY = {
    "in a function": "def g():\n    stamp = !date\n    return stamp[0]\nday = g()",
    "in a loop": "for i in range(2):\n    stamp = !date\n    day = stamp[0]",
}


@pytest.mark.parametrize("source", EMPTY.values(), ids=EMPTY)
def test_what_fails_for_want_of_a_commands_output_costs_itself(
    session: Session, source: str
) -> None:
    session.run("above", "def f(x):\n    return 0")
    result = session.run("cell", source + F)
    assert {reason for _, reason, _ in reasons(result)} == {"shell"}
    session.run("use", "def h():\n    return day")
    session.capture("h")
    assert value_of(session) == 2
    assert session.survey().lost["h"] == (("day", "line"),)


def test_a_function_that_needs_a_commands_output_is_known(session: Session) -> None:
    session.run("cell", DATED.replace("x + 1", "stamp[0]"))
    assert value_of(session) == "IndexError"
    assert session.survey().lost == {"f": (("get_ipython.getoutput", "shell"),)}


TASKS = {
    "a running loop": ["import asyncio\nloop = asyncio.get_running_loop()", "pass"],
    "a loop's task": ["import asyncio\nt = asyncio.get_event_loop().create_task(one())", "await t"],
    "a task": ["from asyncio import create_task\nt = create_task(one())", "assert await t == 1"],
    "a future": ["import asyncio\nt = asyncio.ensure_future(one())", "assert await t == 1"],
    "tasks": ["import asyncio\nt = asyncio.gather(one(), one())", "assert await t == [1, 1]"],
    "a task and one that waits": [
        "import asyncio\nt = asyncio.create_task(one())\nawait asyncio.sleep(0)",
        "assert await t == 1",
    ],
    "a task that nobody awaits": ["import asyncio\nt = asyncio.create_task(one())", "t.result()"],
    "a task that never ends": ["import asyncio\nt = asyncio.create_task(tick())", "t.cancel()"],
    "a queue": [
        "import asyncio\nq = asyncio.Queue()\nt = asyncio.create_task(q.put(1))",
        "assert await q.get() == 1",
    ],
    "a run below a task": [
        "import asyncio\nt = asyncio.create_task(one())\nassert asyncio.run(one()) == 1",
        "assert await asyncio.create_task(one()) == await t",
    ],
    "a loop run as with nest_asyncio": [
        "import asyncio\nloop = asyncio.get_event_loop()",
        "assert loop.run_until_complete(one()) == 1",
    ],
}


@pytest.mark.parametrize("cells", TASKS.values(), ids=TASKS)
def test_cells_share_one_loop(session: Session, cells: list[str]) -> None:
    ones = "import asyncio\nasync def one():\n    await asyncio.sleep(0.001)\n    return 1\n"
    ticks = "async def tick():\n    while True:\n        await asyncio.sleep(0.01)\n"
    for cell in (ones + ticks, *cells):
        result = session.run("cell", cell)
        assert "'error'" not in str(result.outputs), result.outputs
        assert reasons(result) == []


def test_a_function_may_ask_for_the_running_loop(session: Session) -> None:
    source = "def f(x):\n    asyncio.get_running_loop().create_task(one())\n    return x + 1"
    session.run("cell", f"import asyncio\nasync def one():\n    return 1\n{source}")
    assert value_of(session) == 2


def test_what_a_task_prints_is_kept_with_the_cell_that_made_it(session: Session) -> None:
    source = "import asyncio\nasync def one():\n    print('done')\nt = asyncio.create_task(one())"
    assert "done" in str(session.run("cell", source).outputs)


def test_a_module_can_be_written_into_a_folder_and_imported(session: Session) -> None:
    assert reasons(session.run("folder", "!mkdir -p tools")) == []
    session.run("file", "%%writefile tools/mine.py\ndef double(x):\n    return 2 * x")
    session.run("cell", "from tools.mine import double as f")
    assert value_of(session) == 2


MOVES = {
    "os": "import os\nos.chdir('work')",
    "a magic": "%cd work",
    "a magic with quotes": "%cd 'work'",
    "a path": "import os\nfrom pathlib import Path\nos.chdir(Path.cwd() / 'work')",
    "there and back": "%cd work\n%cd ..\n%cd -",
    "a stack": "%pushd work\n%pushd ..\n%popd",
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_the_working_directory_lasts(session: Session, move: str) -> None:
    session.run("folder", "import os\nos.makedirs('work', exist_ok=True)")
    assert reasons(session.run("move", move)) == []
    session.run("write", "open('one.txt', 'w').write('1')")
    session.run("module", "%%writefile ../above.py\ntwo = 2")
    session.run(
        "module", "%%writefile mine.py\ndef f(x):\n    return x + int(open('one.txt').read())"
    )
    session.run("import", "from mine import f")
    session.capture("f")
    below = session.run("below", "%cd ..\nfrom above import two\nprint(sorted(os.listdir()))")
    assert "['above.py', 'work']" in str(below.outputs)
    assert session.runner("f")(Case("any", (call(1),)))[0].value == 2


@pytest.mark.parametrize(
    "move",
    ["os.chdir('/usr/lib')", "os.chdir('..')", "os.mkdir('a'); os.chdir('a'); os.rmdir('../a')"],
)
def test_a_cell_begins_where_files_can_be_written(session: Session, move: str) -> None:
    session.run("move", f"import os\n{move}")
    result = session.run("write", "open('one.txt', 'w').write('1')\nprint(os.listdir())")
    assert "['one.txt']" in str(result.outputs)
    assert reasons(result) == []


def test_a_function_runs_in_the_folder_of_its_check(session: Session) -> None:
    for name in "gf":
        session.run("folder", f"import os\nos.mkdir('{name}')\nos.chdir('{name}')")
        session.run("cell", "open('n', 'w').write('1')\ndef f(x):\n    return len(os.getcwd()) + x")
        session.run("name", f"{name} = f")
        session.capture(name)
    assert session.run("end", "os.chdir('..')").notes == ()
    functions = {name: session.runner(name)(Case("any", (call(0),)))[0].value for name in "gf"}
    assert functions["f"] == functions["g"] + 2


def test_folders_count_for_the_scratch_folder_and_no_link_is_followed(session: Session) -> None:
    full = "import os\nos.makedirs('a/b', exist_ok=True)\n"
    result = session.run(
        "cell", full + "for i in range(2_000): open(f'a/b/{i}', 'w')\nwhile True: pass"
    )
    assert "it filled its scratch folder" in str(result.incident)
    many = "\n".join(f"os.makedirs('{n}', exist_ok=True)" for n in range(99))
    hidden = "import os\nfor i in range(40):\n    f = open('big', 'wb'); os.remove('big')\n"
    more = "    f.write(bytes(2_000_000)); f.flush(); keep[i] = f\nwhile True: pass"
    result = session.run("hidden", "keep = {}\n" + hidden + more)
    assert "it filled its scratch folder" in str(result.incident)
    counted = "import os\n" + many + "\nprint(len(os.listdir()))"
    assert "16" in str(session.run("many", counted).outputs)


INSIDE_A_PACKAGE = {
    "an error": "import numpy as np\nnp.linalg.inv(np.zeros((2, 2)))",
    "an import": "from numpy import what_is_not_there",
    "a warning": "import numpy, warnings\n"
    "warnings.warn_explicit('w', UserWarning, numpy.__file__, 1)",
}


@pytest.mark.parametrize("source", INSIDE_A_PACKAGE.values(), ids=INSIDE_A_PACKAGE)
def test_no_output_says_where_the_grader_has_its_packages(session: Session, source: str) -> None:
    outputs = str(session.run("cell", source).outputs)
    assert "numpy/" in outputs
    assert str(Path(np.__file__).parent.parent) not in outputs


def test_a_module_that_the_notebook_wrote_can_be_imported(session: Session) -> None:
    session.run("too early", "import mine")
    session.run("write", "%%writefile mine.py" + F)
    assert reasons(session.run("wrong name", "from mine import g")) == [(1, "own", "ImportError")]
    session.run("import", "%cd somewhere\nfrom mine import f")
    assert value_of(session) == 2
    session.run("kill", "import os; os._exit(0)")
    assert value_of(session) == 2


LATER = {
    "what uses a missing module": ("from tqdm import tqdm", "for i in tqdm([1]): pass"),
    "a file and what is read from it": ("t = open('no').read()", "n = len(t)\nm = n + 1"),
    "a folder in Colab": ("from google.colab import drive", "drive.mount('x')\ny = drive.root"),
    "all names of a module": ("from pylab_of_nobody import *", "spiral(3)"),
}


@pytest.mark.parametrize(("top", "below"), LATER.values(), ids=LATER)
def test_what_needs_a_line_that_was_left_out_is_left_out_too(
    session: Session, top: str, below: str
) -> None:
    session.run("top", top)
    session.run("define", "def f(x):\n    return 0")
    result = session.run("cell", below + F)
    assert {reason for _, reason, _ in reasons(result)} == {"name"}
    assert value_of(session) == 2


@pytest.mark.parametrize(
    "magic",
    ["bash --out day", "python --out=day", "python3 --err day", "script tool --out day", "ask day"],
)
def test_what_a_cell_magic_would_have_kept_is_known_to_be_missing(
    session: Session, magic: str
) -> None:
    session.run("magic", f"%%{magic}\nprint(1)")
    assert reasons(session.run("use", "n = int(day)" + F)) == [(1, "name", "day")]
    session.run("function", "def g():\n    return day")
    session.capture("g")
    assert value_of(session) == 2
    assert session.survey().lost == {"g": (("day", "line"),)}


def test_the_cell_of_a_magic_that_is_not_there_defines_what_is_new(session: Session) -> None:
    session.run("extension", "%load_ext notifier_of_nobody\nrate = 1")
    cell = "%%notify -m done\nfrom math import floor\nrate = 7\nprint('no')\nstart = g(1)"
    result = session.run("cell", cell + "\ndef f(x):\n    return floor(x + rate)")
    assert reasons(result) == [(1, "magic", "")]
    assert "no\n" not in str(result.outputs)
    session.run("use", "def h():\n    return start")
    session.capture("h")
    assert value_of(session) == 2
    assert session.survey().lost == {"h": (("start", "line"),)}


def test_only_what_uses_a_missing_module_is_lost(session: Session) -> None:
    session.run(
        "cell", "from tqdm import tqdm\ndef g(x):\n    return tqdm(x)\ndef h(x): return g(x)" + F
    )
    for name in "fgh":
        session.capture(name)
    lost = session.survey().lost
    assert dict(lost) == {"g": (("tqdm", "line"),), "h": (("tqdm", "line"),)}


def test_what_a_function_sets_itself_is_not_missing(session: Session) -> None:
    code = "def f(t):\n    global V\n    if t == 1:\n        V = 0\n    return V\n"
    session.run("cell", code + "def g():\n    return V + f(1) + W\n")
    for name in ("f", "g"):
        session.capture(name)
    assert dict(session.survey().lost) == {"g": (("W", "nowhere"),)}


def test_what_an_experiment_defines_is_known_to_be_missing(session: Session) -> None:
    session.skip("%matplotlib inline\ncurve = train(step)\nfor rate in rates: pass")
    result = session.run("cell", "plot(curve)" + F)
    assert reasons(result) == [(1, "own", "NameError")]  # `plot` is nobody's
    result = session.run("cell", "print(curve, rate)\nf = None" + F)
    assert reasons(result) == [(1, "name", "curve")]
    assert value_of(session) == 2


def test_what_was_there_when_an_experiment_was_skipped_is_not_missing_because_of_it(
    session: Session,
) -> None:
    session.run("cell", "mine = 1")
    session.skip("mine = 2\nnew = 3")
    session.run("cell", "del mine")
    assert reasons(session.run("cell", "mine")) == [(1, "own", "NameError")]
    assert reasons(session.run("cell", "new")) == [(1, "name", "new")]


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        ("/content/mine.py", "import mine"),
        ("~/course/mine.py", "import mine"),
        ('"/mnt/my course/mine.py"', "import mine"),
        (r"C:\\Users\\me\\mine.py", "import mine"),
        ("../mine.py", "import mine"),
        ("-a /content/tools/mine.py", "from tools import mine"),
        ("{folder}/tools/mine.py", "import tools.mine as mine"),
        ("/content/mine.py", "%run /content/mine.py\nmine = get_ipython()"),
    ],
)
def test_a_module_written_to_another_computers_place_can_be_imported(
    session: Session, file: str, statement: str
) -> None:
    session.run("place", "folder = '/content'")
    session.run("write", f"%%writefile {file}\ndef double(x):\n    return 2 * x")
    session.run("use", f"{statement}\ndouble = getattr(mine, 'double', None) or double")
    session.run("answer", "def f(x):\n    return double(x)")
    assert value_of(session, 2) == 4


FAILS_AT_HOME = [
    "assert f(1) == 5",
    "1 / 0",
    "nobody",
    "raise NotImplementedError",
    "return",
    "f.g",
]


@pytest.mark.parametrize("line", FAILS_AT_HOME)
def test_below_a_line_that_fails_anywhere_nothing_is_replaced(session: Session, line: str) -> None:
    session.run("right", "rate = 1\ndef f(x):\n    return x + rate")
    wrong = "rate = 7\nrate += 1\ndef f(x):\n    return 0\nclass f: pass\nimport os as f\n"
    result = session.run("wrong", f"{line}\n{wrong}def g(x):\n    return x")
    assert [reason for _, reason, _ in reasons(result)] == ["own"]
    session.capture("g")
    assert value_of(session) == 2
    assert session.kind("g") == "function"


def test_below_a_line_that_fails_anywhere_new_functions_are_defined(session: Session) -> None:
    result = session.run("cell", "print(1 / 0)\nprint('not at home')\nrate = 1\n"
                         "def f(x):\n    return x + rate")  # fmt: skip
    assert "'stdout'" not in str(result.outputs)
    assert str(result.outputs).count("'error'") == 1
    assert value_of(session) == 2


INSIDE = {
    "an if": "if True:\n    import seaborn\n    def f(x):\n        return x + 1",
    "a try": "try:\n    open('no')\n    def f(x):\n        return x + 1\nfinally:\n    pass",
    "a with": "with open('no') as file:\n    def f(x):\n        return x + 1",
    "an if with a shell": "if True:\n    !pip install x\n    def f(x):\n        return x + 1",
    "a timed cell": "%%time\nimport seaborn\ndef f(x):\n    return x + 1",
    "a captured cell": "%%capture\n!pip install x\nimport seaborn\ndef f(x):\n    return x + 1",
}


FAST = "import seaborn as fast\n"
TWO = {
    "an if": FAST + "if fast.ready:\n    def f(x):\n        return fast.add(x, 1)\n"
    "else:\n    def f(x):\n        return x + 1",
    "the other way round": FAST + "if not fast.ready:\n    def f(x):\n        return x + 1\n"
    "else:\n    def f(x):\n        return fast.add(x, 1)",
    "a try": "try:\n    import seaborn as fast\n    def f(x):\n        return fast.add(x, 1)\n"
    "except ValueError:\n    def f(x):\n        return x + 1",
    "an import in it": "if undefined:\n    def f(x):\n        import seaborn\n"
    "        return 5\nelse:\n    def f(x):\n        return x + 1",
    "a module set to nothing": "fast = None\nif fast.ready:\n    def f(x):\n"
    "        return fast.add(x, 1)\nelse:\n    def f(x):\n        return x + 1",
    "functions without names": FAST + "if fast.ready:\n    f = lambda x: fast.add(x, 1)\n"
    "else:\n    f = lambda x: x + 1",
    "helpers of both": FAST + "if fast.ready:\n    def g(x):\n        return fast.add(x, 1)\n"
    "    def f(x):\n        return g(x)\nelse:\n    def g(x):\n        return x + 1\n"
    "    def f(x):\n        return g(x)",
    "a decorator": FAST + "if fast.ready:\n    @fast.njit\n    def f(x):\n        return fast.x\n"
    "else:\n    def f(x):\n        return x + 1",
    "three": FAST + "if fast.a:\n    def f(x):\n        return fast.add(x, 1)\n"
    "elif fast.b:\n    def f(x):\n        return fast.plus(x, 1)\n"
    "else:\n    def f(x):\n        return x + 1",
    "two that can": FAST + "if fast.ready:\n    def f(x):\n        return x + 1\n"
    "else:\n    def f(x):\n        return x + 5",
}  # fmt: skip


@pytest.mark.parametrize("source", TWO.values(), ids=TWO)
def test_of_two_definitions_the_one_that_can_work_is_kept(session: Session, source: str) -> None:
    session.run("cell", source)
    assert value_of(session) == 2


@pytest.mark.parametrize("source", INSIDE.values(), ids=INSIDE)
def test_functions_inside_a_statement_are_defined_too(session: Session, source: str) -> None:
    session.run("cell", source)
    assert value_of(session) == 2


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = (1", 1),
        ("x = 1\n\ndef f(:\n    pass", 3),
        ("\n\n%pip install rich\nx = “b”", 4),
        ("%%time\nx = = 1", 2),
        ("  x = 1\n y = 2", 1),
        ("%matplotlib inline\nx = 1", None),
        ("!ls\nawait f()", None),
        ("%%timeit -n1 -r1\nx = 1", None),
        ("%%bash\nthis is no Python", None),
        ("import ast\nast.parse('(')", None),
        ("return 3", None),
    ],
)
def test_syntax_errors_are_those_of_ipython(
    session: Session, source: str, line: int | None
) -> None:
    assert session.run("cell", source).syntax_error == line


def test_lines_are_counted_from_the_top_of_the_cell(session: Session) -> None:
    source = "\n\n# a comment\nx = 1\n\nimport seaborn\ny = (1 +\n  2)\n!ls\n"
    assert [line for line, _, _ in reasons(session.run("cell", source))] == [6, 9]
    source = "%%capture\nx = 1\nimport seaborn"
    assert [line for line, _, _ in reasons(session.run("cell", source))] == [3]


LOOP = "x = 1\nwhile True:\n    pass\ny = 2\n"


def test_a_loop_without_end_costs_itself(session: Session) -> None:
    result = session.run("loop", LOOP + F)
    assert reasons(result) == [(2, "time", "")]
    assert "stopped after 2 seconds of computing: probably an endless loop" in str(result.incident)
    assert value_of(session) == 2


@pytest.mark.parametrize(
    ("line", "error"), [("time.sleep(60)", "Waited"), ("while True: pass", "TimeLimit")]
)
def test_a_case_that_waits_is_no_endless_loop(server: Server, line: str, error: str) -> None:
    session = Session(server, Limits(case_seconds=0.1))
    session.run("cell", f"import time\ndef f(x):\n    {line}\n")
    assert value_of(session) == error
    session.end()


def test_a_loop_without_end_is_not_run_again_in_a_new_child(session: Session) -> None:
    session.run("loop", LOOP + F)
    before = session._used()
    session.run("kill", "import os; os._exit(0)")
    session.run("use", "f = [f, x, y] and f")
    assert value_of(session) == 2
    assert session._used() - before < 2


def test_an_interruption_is_all_that_a_cell_is_interrupted_with(session: Session) -> None:
    """What ends the cell takes longer than the little time that is left for further statements."""
    session._ready()
    for _ in range(12):
        reply = session._run(Cell("loop", "while True: pass"), 0.03)
        assert reply["outputs"] == []
        assert [line for line, *_ in reply["notes"]] == [1]


DRAWS_WITHOUT_END = """import matplotlib.pyplot as plt
print('printed')
plt.plot([1, 2])
plt.gcf().draw = lambda renderer: [None for _ in iter(int, 1)]
"""


@pytest.mark.parametrize(
    ("loop", "noted"),
    [("", [(7, "drawing", "")]), ("while True: pass", [(9, "time", ""), (9, "drawing", "")])],
    ids=["", "below a loop without end"],
)
def test_a_figure_that_is_drawn_without_end_costs_itself(
    session: Session, loop: str, noted: list[tuple[int, str, str]]
) -> None:
    result = session.run("draws", DRAWS_WITHOUT_END + F + loop)
    assert "printed" in str(result.outputs)
    assert reasons(result) == noted
    below = session.run("below", "print(plt.get_fignums())")
    assert "[]" in str(below.outputs)
    assert reasons(below) == []
    assert value_of(session) == 2


def test_two_loops_without_end_end_the_cell(session: Session) -> None:
    result = session.run("loops", LOOP + LOOP + LOOP + F)
    assert [line for line, _, _ in reasons(result)] == [2, 6]
    assert value_of(session) != 2


def test_a_loop_that_no_interruption_stops_is_killed(session: Session) -> None:
    deaf = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    session.run("before", F)
    result = session.run("deaf", deaf)
    assert "stopped after 2 seconds" in str(result.incident)
    assert value_of(session) == 2


@pytest.mark.parametrize(
    "imports",
    [
        "import seaborn as sns, math",
        "from math import a_function_of_the_future, cos as math",
        "if True:\n    import seaborn\n    import math",
        "%%heat\nimport seaborn, math",
        "for n in [1]:\n    import seaborn\n    if n:\n        from os import sep as math",
    ],
)
def test_of_several_imports_those_that_work_are_there(session: Session, imports: str) -> None:
    session.run("own", imports)
    session.run("cell", "def f(x):\n    return x + 1 + 0 * (math is None)")
    assert value_of(session) == 2


def test_an_import_below_a_missing_one_replaces_nothing(session: Session) -> None:
    session.run("own", "math = 1\nif math:\n    import seaborn\n    import math")
    session.run("cell", "def f(x):\n    return x + math")
    assert value_of(session) == 2


@pytest.mark.parametrize("end", ["", "\nplt.show()", "\ndisplay(plt.gcf())"])
def test_a_figure_that_needs_another_program_is_said_to_be_left_out(
    session: Session, end: str
) -> None:
    labelled = "import matplotlib.pyplot as plt\nplt.rc('text', usetex=True)\nplt.plot([1])"
    result = session.run("draws", labelled + end + F)
    assert {reason for _, reason, _ in reasons(result)} == {"showing"}
    assert "error" not in {output["output_type"] for output in result.outputs}
    assert value_of(session) == 2
