"""What the README says is what happens: its commands run, its figures are those of the build."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text("utf-8")
CI = (REPOSITORY / ".ci" / "run").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def table(heading: str) -> list[list[str]]:
    """The rows of the Markdown table whose first heading cell is `heading`."""
    lines = README[README.index(f"| {heading} |") :].split("\n\n")[0].split("\n")[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def dataset(wiremark: Any, workspace: Path) -> Path:
    assert wiremark("build", at=workspace).code == 0
    return workspace / "dist" / "dataset"


def rows(dataset: Path, config: str) -> list[dict[str, Any]]:
    [path] = (dataset / "data" / config).glob("train-*.parquet")
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def test_ci_runs_the_two_commands_of_the_page() -> None:
    for name, ending in (("build", "wiremark build"), ("test", '-m "not (server or browser or apt or shared)"')):
        command = README.split(f"<!-- ci: {name} -->\n```sh\n")[1].split("\n```")[0]
        assert "\n" not in command
        assert command.endswith(ending)
        assert f'eval "$(readme {name})"' in CI


def test_the_commands_run(wiremark: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    commands = [
        line.partition("#")[0].split()[1:]
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("wiremark ")
    ]
    assert len(commands) >= 6
    for command in commands:
        ran = wiremark(*command)
        assert ran.code == 0, (command, ran.out, ran.err)
    assert ran.out.rstrip().endswith('load_dataset("./dist/dataset")')


def test_the_python_runs(dataset: Path, tmp_path: Path) -> None:
    [code] = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=dataset.parents[1],
        env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "5 documents" in done.stdout
    assert "('South', 'B-GPE')" in done.stdout


def test_the_table_of_configs_is_true(dataset: Path) -> None:
    said = {re.sub(r"`(\w+)`.*", r"\1", name) for name, _ in table("config")}
    assert said == {path.name for path in (dataset / "data").iterdir()}
    assert f"{NUMBERS[len(said)]} tables" in README


FIGURES = re.findall(r"<!-- stats: (.*?) -->\n(.*?)<!-- end -->", README, re.DOTALL)


@pytest.mark.parametrize(("sections", "said"), FIGURES, ids=[sections for sections, _ in FIGURES])
def test_the_figures_are_what_stats_prints(wiremark: Any, sections: str, said: str) -> None:
    ran = wiremark("stats", *sections.split(), "--format", "markdown", at=REPOSITORY)
    assert ran.code == 0
    assert said == ran.out, f"paste what `wiremark stats {sections} --format markdown` prints"


def test_the_page_has_the_figures() -> None:
    assert [sections for sections, _ in FIGURES] == ["documents", "agreement"]


def test_numbers_in_words_are_those_of_stats(wiremark: Any) -> None:
    documents = json.loads(wiremark("stats", "documents", "--format", "json", at=REPOSITORY).out)["documents"]
    said = re.findall(rf"({'|'.join(NUMBERS)})(?: English)? articles", README, re.IGNORECASE)
    assert len(said) >= 2
    assert {word.lower() for word in said} == {NUMBERS[len(documents)]}


NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def test_the_row_is_true(dataset: Path) -> None:
    [said] = table("document_id")
    [event] = [row for row in rows(dataset, "events") if (row["document_id"], row["id"]) == (said[0], said[1])]
    arguments = [
        row for row in rows(dataset, "event_arguments") if (row["document_id"], row["event"]) == tuple(said[:2])
    ]
    assert f"{event['start']}:{event['end']} {event['text']}" == said[3]
    actor, recipient, theme = arguments
    for shown, row in zip(said[4:6], (actor, recipient), strict=True):
        assert shown == f"{row['start']}:{row['end']} {row['text']} → {row['entity']}"
    assert said[6].startswith(f"{theme['argument_event']} {theme['text']}")
    assert [event["reported_in"], event["cluster"]] == said[8:]


def test_the_error_is_a_golden_one() -> None:
    assert (REPOSITORY / "tests" / "golden" / "A301" / "expected.txt").read_text("utf-8").rsplit("\n\n", 1)[0] in README


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (REPOSITORY / target).exists(), target
