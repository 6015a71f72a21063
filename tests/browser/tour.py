"""The way that LABELSTUDIO.md tells, walked in its order: the page's commands in a shell, and a person in a browser."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.browser.editor import Editor, chromium

from wiremark.labelstudio.editor.config import config
from wiremark.labelstudio.editor.layout import layout
from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.login import token
from wiremark.schema.profile import read

REPOSITORY = Path(__file__).parents[2]
ARTICLES = Path(__file__).parent / "articles"
DAY = datetime.datetime(2024, 5, 14, 12)
"""When the articles were written."""

Shot = Callable[[Any, str], None]
"""Takes a picture of what a browser shows, under a name."""


def blocks() -> dict[str, str]:
    """The page's commands, by the name in the marker before them."""
    page = (REPOSITORY / "LABELSTUDIO.md").read_text("utf-8")
    return dict(re.findall(r"<!-- tour: (\S+) -->\n```sh\n(.*?)```\n", page, re.DOTALL))


@dataclass
class Tour:
    """Someone with a folder of articles, a shell, and a browser; `home` is where they begin."""

    home: Path
    made: Any  # a LabelStudio of tests/conftest.py that is not running
    shot: Shot = lambda *_: None

    def __post_init__(self) -> None:
        self.page = blocks()
        self.corpus = self.home / "my-corpus"
        articles = self.home / "articles"
        articles.mkdir(parents=True)
        for article in ARTICLES.glob("*.txt"):
            (articles / article.name).write_bytes(article.read_bytes())
            os.utime(articles / article.name, (DAY.timestamp(), DAY.timestamp()))
        command = self.home / "bin" / "wiremark"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m wiremark "$@"\n', "utf-8")
        command.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(REPOSITORY / "scripts"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "WIREMARK_LABEL_STUDIO": str(self.made.program),
            "LABEL_STUDIO_URL": f"http://127.0.0.1:{self.made.port}",
        }
        self.environment.pop("LABEL_STUDIO_API_KEY", None)

    def run(self, name: str) -> str:
        """Runs a block of the page; what it printed. Fails where the block does."""
        at = self.corpus if self.corpus.exists() else self.home
        command = ["bash", "-euo", "pipefail", "-c", self.page[name]]
        done = subprocess.run(command, cwd=at, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    @contextmanager
    def served(self) -> Iterator[str]:
        """The page's server, on a free port and with a database made before; what it printed when it was ready."""
        [command] = self.page["serve"].splitlines()
        words = [*command.split(), "--port", str(self.made.port), "--data-dir", str(self.made.data)]
        with subprocess.Popen(words, env=self.environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                printed = ""
                while "Ctrl-C" not in printed:
                    line = process.stdout.readline() if process.stdout else ""
                    assert line, printed
                    printed += line
                yield printed
            finally:
                process.terminate()

    @contextmanager
    def browser(self) -> Iterator[Editor]:
        """A browser of somebody who is logged in."""
        with chromium(self.home / "chromium") as driver:
            editor = Editor(driver, f"http://127.0.0.1:{self.made.port}")
            editor.login("wiremark@localhost", (self.made.data / "password").read_text("utf-8").strip())
            yield editor

    def ask(self, call: Callable[[Any], Any]) -> Any:
        """What the server's SDK answers to a call."""
        file = self.home / "config" / "wiremark" / "labelstudio-token"
        with Server(self.environment["LABEL_STUDIO_URL"], token({}, file)) as server:
            return server.once(call)

    def task(self, project: str) -> int:
        """The number of the first task of a project."""
        return int(self.ask(lambda sdk: next(iter(sdk.tasks.list(project=int(project)))).id))


def keys() -> dict[str, str]:
    """The key of each label."""
    schema = (REPOSITORY / "schemas" / "annotation-1.0.0.json").read_bytes()
    labels = ElementTree.fromstring(config(layout(read(json.loads(schema))))).iter("Label")  # noqa: S314
    return {label.get("value", ""): label.get("hotkey", "") for label in labels}


def annotate(editor: Editor, shot: Shot) -> None:
    """Marks two states, a person, a day, an event with its actors, and a quotation with its source and cue."""
    key = keys()
    for label, words, fields, lines in (
        ("GPE", "Ruritania", {"form": "NAM", "metonymy": "government"}, {"entity": "E:ruritania"}),
        ("GPE", "Borduria", {"form": "NAM", "metonymy": "government"}, {"entity": "E:borduria"}),
        ("PERSON", "Mina Hale", {"form": "NAM"}, {"entity": "E:mina-hale"}),
        ("DATE", "Tuesday", {"anchor": "dct"}, {"value": f"{DAY:%Y-%m-%d}"}),
        ("AGREE", "signed", {"tense": "PAST", "contexts": "diplomatic"}, {}),
        ("direct", '"We sail again on Monday,"', {}, {"speaker": "E:mina-hale"}),
        ("source", "she", {}, {}),
        ("cue", "told", {}, {}),
    ):
        editor.mark(key[label], words)
        if fields or lines:
            editor.select(words)
        for property, choice in fields.items():
            editor.choose(property, choice)
        for property, line in lines.items():
            editor.write(property, line)
        if words == "Mina Hale":
            shot(editor.driver, "mention")
    editor.select("signed")
    for words, label in (("Ruritania", "actor"), ("Borduria", "actor"), ("Tuesday", "times")):
        editor.relate(words, label)
        editor.select("signed")
    editor.select("We sail")
    for words, label in (("she", "source"), ("told", "cue")):
        editor.relate(words, label)
        editor.select("We sail")
    shot(editor.driver, "document")


def walk(tour: Tour) -> dict[str, str]:
    """From a folder of articles to a dataset, by one person and by several; what each block printed, by its name."""
    said = {"init": tour.run("init")}
    said["clean"] = tour.run("clean")
    with tour.served() as said["serve"], tour.browser() as editor:
        said["push"] = tour.run("push")
        [project] = _projects(said["push"])
        editor.open(int(project), tour.task(project))
        annotate(editor, tour.shot)
        editor.save()
        for name in ("pull", "validate", "build"):
            said[name] = tour.run(name)

        said["assign"] = tour.run("assign")
        for project, rows in zip(_projects(said["assign"]), _differing(tour), strict=True):
            task = tour.task(project)
            tour.ask(partial(_submit, task=task, rows=rows))
        for name in ("passes", "decide"):
            said[name] = tour.run(name)
        [project] = _projects(said["decide"])
        editor.open(int(project), tour.task(project))
        editor.select("signed")
        tour.shot(editor.driver, "decide")
        editor.save()
        for name in ("decided", "suggest"):
            said[name] = tour.run(name)
    return said


def _projects(said: str) -> list[str]:
    """The numbers of the projects that a command named."""
    return re.findall(r"/projects/(\d+)$", said, re.MULTILINE)


def _submit(sdk: Any, task: int, rows: list[Any]) -> None:
    sdk.annotations.create(id=task, result=rows)


def _differing(tour: Tour) -> tuple[list[Any], list[Any]]:
    """What stands in gold as two annotators might have it: one takes a state for its people, and links no day."""
    export = [sys.executable, "-m", "wiremark", "labelstudio", "export"]
    tasks = subprocess.run(export, cwd=tour.corpus, env=tour.environment, capture_output=True, check=True).stdout
    [task] = json.loads(tasks)
    ada = task["annotations"][0]["result"]
    bo = [row for row in json.loads(json.dumps(ada)) if row.get("labels") != ["times"]]
    next(row for row in bo if row.get("from_name") == "mentions_metonymy")["value"]["choices"] = ["population"]
    return ada, bo
