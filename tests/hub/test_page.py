"""PUBLISHING.md: its commands and its Python run, in its order, against the stand-in."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.hub.client import Client
from tests.hub.conftest import REPOSITORY, git, raise_version
from tests.hub.stand_in import StandIn

from wiremark.diagnostics import CODES

PAGE = (REPOSITORY / "PUBLISHING.md").read_text("utf-8")
NEXT = "## The next version\n"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(remote: Client, root: Path, text: str) -> str:
    """Runs the commands of a part of the page, and gives what the last one printed."""
    out = ""
    for line in "".join(blocks(text, "sh")).splitlines():
        program, *words = shlex.split(line)
        if program == "git":
            git(root, *words)
            continue
        assert program == "wiremark"
        ran = remote.wiremark("-C", str(root), *words)
        assert (ran.code, ran.err) == (0, ""), (line, ran)
        out = ran.out
    return out


def test_the_page_runs(hub: StandIn, remote: Client, corpus: Path) -> None:
    (corpus / "schemas" / "RELEASED").unlink()
    before, after = PAGE.split(NEXT)
    assert "tagged v1.0.0" in run(remote, corpus, before)
    raise_version(corpus, "1.1.0", split="test")
    assert "tagged v1.1.0" in run(remote, corpus, after)
    made = hub.repositories["ruritania/harbour-news"]
    assert list(made.tags) == ["v1.0.0", "v1.1.0"]

    loads, pinned = blocks(PAGE, "python")
    said = "\nanswer = len(mentions)"
    assert remote.python(loads + said) == remote.python(pinned + said) == 6
    hub.fail()
    assert remote.python(pinned + said, HF_HUB_OFFLINE="1") == 6
    assert hub.asked() == []


def test_the_page_shows_what_a_dry_run_prints(hub: StandIn, remote: Client, corpus: Path) -> None:
    ran = remote.wiremark("-C", str(corpus), "publish", "ruritania/harbour-news")
    shown = next(block for block in blocks(PAGE, "") if block.startswith("ruritania"))
    printed = ran.out.replace(hub.url, "https://huggingface.co").split("\n")
    for line in shown.splitlines():
        assert any(re.fullmatch(re.escape(line).replace("…", ".*"), one) for one in printed), line


def test_the_page_names_every_code() -> None:
    assert {code for code in CODES if code.startswith("D6")} == set(re.findall(r"^\| (D6\d\d)", PAGE, re.MULTILINE))
