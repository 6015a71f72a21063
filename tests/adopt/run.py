"""Follows ADOPTING.md in a fresh repository: first all is green, then each check stops what it should.

    python tests/adopt/run.py

It installs this checkout's HEAD as others would, so it needs git and the package index; that is why it is no pytest.
Prints a line for each thing that held, and stops with exit code 1 at the first that did not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.adopt import action
from tests.adopt.page import REPOSITORY, blocks

FERRY = "annotations/ferry.json"


class Newcomer:
    """Someone with a corpus and a shell."""

    def __init__(self, temporary: Path) -> None:
        self.temporary = temporary
        self.home = temporary / "corpus"
        self.theirs = temporary / "wiremark"
        self.page = blocks(self.theirs, self._published())
        self._path = f"{self.home / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"

    def _published(self) -> str:
        """Makes a repository of one commit, HEAD of this checkout, which may be a shallow one. Returns the commit."""
        archive = ["git", "archive", "--format=tar", "HEAD"]
        tar = subprocess.run(archive, cwd=REPOSITORY, capture_output=True, check=True).stdout
        self.theirs.mkdir()
        subprocess.run(["tar", "-x"], cwd=self.theirs, input=tar, check=True)
        self.begin(self.theirs)
        self.git("add", "-A", "-f", at=self.theirs)
        self.git("commit", "-q", "-m", "wiremark", at=self.theirs)
        return self.git("rev-parse", "HEAD", at=self.theirs).strip()

    def begin(self, folder: Path) -> None:
        """A repository in a folder."""
        self.git("init", "-q", "-b", "main", at=folder)
        self.git("config", "user.name", "A", at=folder)
        self.git("config", "user.email", "a@example.org", at=folder)

    def git(self, *words: str, at: Path | None = None) -> str:
        done = subprocess.run(["git", *words], cwd=at or self.home, capture_output=True, text=True, check=True)
        return done.stdout

    def shell(self, script: str) -> tuple[int, str]:
        """Runs a script in the corpus's repository; its exit code, and all that it printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PYTHON"))}
        environment = {
            **kept,
            "PATH": self._path,
            "HOME": str(self.temporary / "home"),
            "PRE_COMMIT_HOME": str(self.temporary / "hooks"),
            "PIP_NO_COMPILE": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def commit(self, message: str) -> tuple[int, str]:
        return self.shell(f"git add -A && git commit -q -m '{message}'")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="adopt-") as folder:
        newcomer = Newcomer(Path(folder))
        begin(newcomer)
        look(newcomer)
        hooks(newcomer)
        formats(newcomer)
        old_findings(newcomer)
        schema(newcomer)
        workflow(newcomer)
    print("ADOPTING.md holds")


def held(what: str, condition: bool, shown: str) -> None:
    if not condition:
        sys.exit(f"NOT SO: {what}\n\n{shown}")
    print(f"ok: {what}", flush=True)


def begin(newcomer: Newcomer) -> None:
    home = newcomer.home
    shutil.copytree(REPOSITORY / "tests" / "workspace", home)
    (home / "schemas").mkdir()
    for path in sorted((REPOSITORY / "schemas").glob("annotation-*.json")):
        shutil.copy(path, home / "schemas")
    (newcomer.temporary / "home").mkdir()
    (home / ".gitignore").write_text(".venv/\n.wiremark.lock\n", "utf-8")
    for words in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "A"],
        ["config", "user.email", "a@example.org"],
    ):
        newcomer.git(*words)
    code, said = newcomer.commit("A corpus")
    held("a corpus in a repository of its own", code == 0, said)


def look(newcomer: Newcomer) -> None:
    code, said = newcomer.shell(newcomer.page["install"])
    held("it installs", code == 0, said)
    code, said = newcomer.shell(newcomer.page["look"])
    held("a good corpus is clean", code == 0 and "5 files valid" in said, said)


def hooks(newcomer: Newcomer) -> None:
    (newcomer.home / ".pre-commit-config.yaml").write_text(newcomer.page["hooks"], "utf-8")
    newcomer.git("add", ".pre-commit-config.yaml")
    code, said = newcomer.shell(newcomer.page["pre-commit"])
    held("the hooks run over all files, each of them", code == 0 and said.count("Passed") == 3, said)
    code, said = newcomer.commit("Hooks")
    held("a commit goes through", code == 0, said)

    head = newcomer.git("rev-parse", "HEAD")
    off(newcomer.home)
    code, said = newcomer.commit("An annotation, off by one")
    red = newcomer.page["red"]
    held("a wrong annotation stops the commit, as the page shows", code == 1 and red in said, f"{red}\n---\n{said}")
    held("nothing was committed", newcomer.git("rev-parse", "HEAD") == head, said)
    newcomer.git("checkout", "-q", "HEAD", "--", ".")

    text = newcomer.home / "corpus" / "ferry.txt"
    text.write_bytes(text.read_bytes() + b"!")
    code, said = newcomer.commit("An edited text")
    held("a text edited by hand stops the commit", code == 1 and "error[C101]" in said, said)
    newcomer.git("checkout", "-q", "HEAD", "--", ".")


def off(workspace: Path) -> None:
    path = workspace / FERRY
    right, wrong = '"start": 34, "end": 43', '"start": 33, "end": 42'
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")


def formats(newcomer: Newcomer) -> None:
    code, said = newcomer.shell(newcomer.page["formats"])
    files = [newcomer.home / f"wiremark.{suffix}" for suffix in ("sarif", "xml", "md")]
    held("the other forms are written", code == 0 and all(path.stat().st_size for path in files), said)
    for path in files:
        path.unlink()


def old_findings(newcomer: Newcomer) -> None:
    off(newcomer.home)
    code, said = newcomer.shell(newcomer.page["baseline"])
    held("old findings are written down, and are errors no more", code == 0, said)
    path = newcomer.home / FERRY
    path.write_text(path.read_text("utf-8").replace('"form": "NAM"', '"form": "NOUN"', 1), "utf-8")
    code, said = newcomer.shell("wiremark validate --baseline baseline.jsonl")
    held("a new finding is an error", code == 1 and "error[A201]" in said and "error[A301]" not in said, said)
    (newcomer.home / "baseline.jsonl").unlink()
    newcomer.git("checkout", "-q", "HEAD", "--", ".")


def schema(newcomer: Newcomer) -> None:
    code, said = newcomer.shell(newcomer.page["schema"])
    held("a schema that did not change is fine", code == 0, said)
    (path,) = (newcomer.home / "schemas").glob("annotation-*.json")
    path.write_text(path.read_text("utf-8").replace('"PERSON"', '"HUMAN"'), "utf-8")
    code, said = newcomer.shell(newcomer.page["schema"])
    held("a label renamed under the same version is not", code == 1 and "PERSON" in said and "major" in said, said)
    newcomer.git("checkout", "-q", "HEAD", "--", ".")


def workflow(newcomer: Newcomer) -> None:
    """The action, as the page's workflow calls it, with the workspace in a folder of the repository."""
    steps = yaml.safe_load(newcomer.page["workflow"])["jobs"]["check"]["steps"]
    (call,) = (step for step in steps if step["uses"].startswith("OWNER/wiremark@"))
    home, temporary = newcomer.home, newcomer.temporary / "runner"
    temporary.mkdir()
    newcomer.git("config", "core.hooksPath", "/dev/null")
    newcomer.git("remote", "add", "origin", ".")
    newcomer.git("fetch", "-q", "origin")
    inputs = {**call["with"], "against": "origin/main"}  # as github.base_ref has it in a pull request
    file = newcomer.theirs / "action.yml"
    os.environ.update(PATH=f"{home / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}", PIP_NO_COMPILE="1")

    job = action.run(file, inputs, home, temporary, frozenset())
    shown = f"{job.codes}\n{job.summary}\n{job.log}"
    held("the action installs and is green", not job.failed and len(job.codes) == 5, shown)
    held("it counts no error", job.outputs == {"errors": "0", "warnings": "0"}, f"{job.outputs}\n{shown}")

    news = home / "my news"
    news.mkdir()
    for name in ("seeds", "corpus", "annotations", "schemas"):
        newcomer.git("mv", name, f"my news/{name}")
    newcomer.git("commit", "-q", "-m", "In a folder")
    off(news)
    (news / "corpus" / "stray.txt").write_text("nobody's", "utf-8")
    job = action.run(file, {"directory": "my news", "against": "HEAD"}, home, temporary, frozenset({"install"}))
    shown = f"{job.codes}\n{job.summary}\n{job.log}"
    held("a wrong corpus is red in its steps", job.codes == {"validate": 1, "clean": 1, "schema": 0, "sum": 0}, shown)
    held("it counts the errors", job.outputs["errors"] == "2", f"{job.outputs}\n{shown}")
    beside = f"::error file=my news/{FERRY},line=16,col=25,title=A301%3A "
    held("the error stands beside its line", f"\n{beside}" in f"\n{job.log}", shown)
    held("the summary has them all", "| A301 |" in job.summary and "| C104 |" in job.summary, shown)


if __name__ == "__main__":
    main()
