"""PyTorch is used if it is installed, and otherwise a sentence says so."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from course_lib import load_pytorch


@pytest.mark.needs("torch")
def test_pytorch_is_found_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    torch = load_pytorch()
    assert torch.get_num_threads() == 1
    said = capsys.readouterr()
    assert said.out.startswith(f"PyTorch {torch.__version__.split('+')[0]} is installed")
    assert not said.err


@pytest.mark.parametrize(
    "installation", ["raise ImportError", "raise OSError('libtorch.so')", "half = 1"]
)
def test_where_it_is_missing_or_broken_one_sentence_says_so(
    installation: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "torch.py").write_text(installation + "\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    assert load_pytorch() is None
    sys.modules.pop("torch", None)
    said = capsys.readouterr()
    assert "pip install torch" in said.out
    assert len(said.out.splitlines()) == 1
    assert not said.err
