"""Progress is shown on a terminal, and nowhere else."""

from __future__ import annotations

import sys

import pytest

from wiremark.cli.progress import progress


def work() -> None:
    with progress("pushing", 20) as line:
        line.at(10)


def test_a_terminal_shows_it_and_is_clean_afterwards(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    work()
    printed = capsys.readouterr()
    assert printed.err.split("\r") == ["", "pushing  0 of 20", "pushing  10 of 20", "\x1b[K"]
    assert printed.out == ""


def test_a_pipe_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    work()
    assert capsys.readouterr() == ("", "")
