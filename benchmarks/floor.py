"""Measure the minimal cost of grading: fork, run the same cells and cases, and nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from autograder.sandbox.zygote import Zygote


def main() -> None:
    """Run all submissions of the course folder named first; `experiments` may be named second."""
    zygote = Zygote()  # it imports while this process does, as in `course grade`
    from autograder.notebook.rebuild import skeleton_of
    from autograder.sandbox.client import Server
    from benchmarks.bare import run_one

    root, experiments = Path(sys.argv[1]), "experiments" in sys.argv[2:]
    server = Server(zygote=zygote, figures=experiments)
    todo = sorted(root.glob("submitted/*/*/*.ipynb"))
    for path in todo:
        source = (root / "notebooks" / path.stem / path.name).read_text("utf-8")
        run_one(server, path.read_bytes(), skeleton_of(source), experiments)
    server.close()
    zygote.close()
    print(json.dumps({"submissions": len(todo)}))


if __name__ == "__main__":
    main()
