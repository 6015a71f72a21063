"""`wiremark init`: from a folder of articles to a dataset, without a question."""

from __future__ import annotations

import datetime
import errno
import os
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from tests.cleaning.html.pages import FRONT, NEWS

from wiremark import sources

REPOSITORY = Path(__file__).parents[2]
FERRY = (REPOSITORY / "tests" / "workspace" / "seeds" / "ferry.txt").read_bytes()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_bytes(FERRY)
    (folder / "boat.txt").write_text("A second boat\r\n\r\nNorland sent “a boat” on Friday.\r\n", "utf-8", newline="")
    (folder / "notes.md").write_text("no article\n", "utf-8")
    os.utime(folder / "ferry.txt", (1715083200, 1715083200))
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_from_a_folder_of_articles_to_a_dataset(wiremark: Any, articles: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "My Corpus"
    made = wiremark("init", str(corpus), "--from", str(articles))
    assert (made.code, made.err) == (0, "")
    assert made.out == (
        f"{corpus} is a workspace with 2 articles\n"
        "in .github/workflows/corpus.yml, .pre-commit-config.yaml, README.md, "
        "put wiremark's repository and revision for OWNER and REV before you publish\n"
        f"next: look through seeds/SOURCES.toml there, then wiremark -C '{corpus}' clean\n"
    )
    assert (corpus / "seeds" / "ferry.txt").read_bytes() == FERRY
    listed = sources.parse((corpus / "seeds" / "SOURCES.toml").read_bytes())
    assert [(one.id, one.file) for one in listed.documents] == [
        ("my-corpus-000", "boat.txt"),
        ("my-corpus-001", "ferry.txt"),
    ]
    assert abs(listed.documents[1].published - datetime.date(2024, 5, 7)) <= datetime.timedelta(days=1)
    for command in ("clean", "validate", "schema check", "schema docs --check", "clean --check"):
        assert wiremark(*command.split(), at=corpus).code == 0, command
    assert "load_dataset(" in wiremark("build", at=corpus).out
    added = tmp_path / "third.txt"
    added.write_text("A third boat came.\n", "utf-8")
    assert wiremark("add", str(added), at=corpus).out.startswith("seeds/third.txt is my-corpus-002\n")


def test_pages_are_articles_too(wiremark: Any, articles: Path, tmp_path: Path) -> None:
    (articles / "again.html").write_text(NEWS, "utf-8")
    corpus = tmp_path / "corpus"
    assert wiremark("init", str(corpus), "--from", str(articles), "--language", "de").code == 0
    first, *_ = sources.parse((corpus / "seeds" / "SOURCES.toml").read_bytes()).documents
    assert (first.file, first.published, first.published_how) == ("again.html", datetime.date(2024, 5, 7), "stated")
    assert (first.author, first.language) == ("Mina Hale", "en")
    assert wiremark("clean", at=corpus).code == 0
    assert (corpus / "corpus" / "corpus-000.txt").read_text("utf-8").startswith("The ferry to Skarholm sailed")


def test_pages_without_an_article_leave_nothing(wiremark: Any, articles: Path, tmp_path: Path) -> None:
    for name in ("front.html", "home.HTM"):
        (articles / name).write_text(FRONT.replace("Herald", name), "utf-8")
    ran = wiremark("init", str(tmp_path / "corpus"), "--from", str(articles))
    assert (ran.code, ran.out.count("error[C301]: the page has no article")) == (1, 2)
    assert not (tmp_path / "corpus").exists()


def test_of_more_articles_it_says_how_they_are_split(wiremark: Any, articles: Path, tmp_path: Path) -> None:
    for number in range(8):
        text = " ".join(f"word{number}x{at}" for at in range(20))
        (articles / f"{number}.txt").write_text(f"Boat {number} {text}.\n", "utf-8")
    made = wiremark("init", "corpus", "--from", str(articles), at=tmp_path)
    assert made.out.endswith(f"all are in train; to split them: wiremark -C {tmp_path}/corpus split --reassign\n")
    corpus = tmp_path / "corpus"
    assert "wiremark split --reassign assigns all anew" in wiremark("split", at=corpus).out
    assert wiremark("split", "--reassign", at=corpus).code == 0
    listed = sources.parse((corpus / "seeds" / "SOURCES.toml").read_bytes())
    assert {one.split for one in listed.documents} == set(sources.SPLITS)


def test_an_empty_workspace_takes_its_first_article(wiremark: Any, articles: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    assert wiremark("init", "corpus", at=tmp_path).code == 0
    assert wiremark("clean", at=corpus).code == 0
    assert wiremark("validate", at=corpus).code == 0
    assert wiremark("add", str(articles / "ferry.txt"), at=corpus).code == 0


def test_the_schema_and_the_guidelines_are_the_repositorys(wiremark: Any, tmp_path: Path) -> None:
    wiremark("init", str(tmp_path / "corpus"))
    for name in ("schemas/annotation-1.0.0.json", "schemas/README.md", "annotations/GUIDELINES.md"):
        assert (tmp_path / "corpus" / name).read_bytes() == (REPOSITORY / name).read_bytes()


def test_the_checks_are_those_of_adopting(wiremark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Installed:
        def read_text(self, name: str) -> str:
            assert name == "direct_url.json"
            return '{"url": "https://github.com/ada/corpora.git", "vcs_info": {"vcs": "git", "commit_id": "0abc"}}'

    monkeypatch.setattr(metadata, "distribution", lambda _: Installed())
    assert "OWNER" not in wiremark("init", str(tmp_path / "corpus")).out
    page = (
        (REPOSITORY / "ADOPTING.md").read_text("utf-8").replace("OWNER/wiremark", "ada/corpora").replace("REV", "0abc")
    )
    blocks = dict(re.findall(r"<!-- adopt: (\S+) -->\n```yaml\n(.*?)```\n", page, re.DOTALL))
    hooks, workflow = tmp_path / "corpus" / ".pre-commit-config.yaml", tmp_path / "corpus/.github/workflows/corpus.yml"
    assert hooks.read_text("utf-8") == blocks["hooks"]
    assert workflow.read_text("utf-8") == blocks["workflow"]


def test_a_fresh_repository_is_taken(wiremark: Any, tmp_path: Path) -> None:
    (tmp_path / "corpus" / ".git").mkdir(parents=True)
    assert wiremark("init", ".", at=tmp_path / "corpus").code == 0
    assert wiremark("validate", at=tmp_path / "corpus").code == 0
    assert not list((tmp_path / "corpus").glob(".wiremark-*"))


@pytest.mark.parametrize("there", ["README.md", ".gitignore", "seeds/x.txt"])
def test_a_folder_with_something_in_it_is_refused(wiremark: Any, tmp_path: Path, there: str) -> None:
    path = tmp_path / "corpus" / there
    path.parent.mkdir(parents=True)
    path.write_text("mine\n", "utf-8")
    ran = wiremark("init", str(tmp_path / "corpus"))
    assert ran.code == 2
    assert f"is not empty: it holds {there.split('/')[0]}" in ran.err
    assert files(tmp_path / "corpus") == [there]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("latin.txt", b"caf\xe9", "is not UTF-8: byte 3 is 0xe9"),
        ("again.txt", FERRY, "this article is already here, as corpus-000"),
    ],
)
def test_an_article_that_cannot_be_taken_leaves_nothing(
    wiremark: Any, articles: Path, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (articles / name).write_bytes(content)
    ran = wiremark("init", str(tmp_path / "corpus"), "--from", str(articles))
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["init", "…"], "cannot be a corpus's name"),
        (["init", "corpus", "--name", "Two Words"], "cannot be a corpus's name"),
        (["init", "corpus", "--from", "nowhere"], "there is no .txt or .html file in nowhere"),
        (["init", "file"], "is a file"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    wiremark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    ran = wiremark(*words)
    assert ran.code == 2
    assert said in ran.err
    assert files(tmp_path) == ["file"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("method", ["write_bytes", "rename"])
def test_a_full_disk_leaves_nothing(
    wiremark: Any, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, there: bool
) -> None:
    corpus, work = tmp_path / "corpus", getattr(Path, method)
    if there:
        corpus.mkdir()
    done: list[Path] = []

    def fails(path: Path, *rest: Any) -> Any:
        done.append(path)
        if len(done) == 1 + 3 * there:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return work(path, *rest)

    monkeypatch.setattr(Path, method, fails)
    ran = wiremark("init", str(corpus), "--from", str(articles))
    assert (ran.code, "No space left on device" in ran.err) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", *["corpus"] * there]
    assert not there or not list(corpus.iterdir())


def test_guesses_are_marked(wiremark: Any, articles: Path, tmp_path: Path) -> None:
    wiremark("init", str(tmp_path / "corpus"), "--from", str(articles), "--language", "ru", "--name", "boats")
    text = (tmp_path / "corpus" / "seeds" / "SOURCES.toml").read_text("utf-8")
    assert text.count("# guessed, check it: all but id, file and sha256\n") == 2
    table = tomllib.loads(text)
    assert table["corpus"]["name"] == "boats"
    assert {row["language"] for row in table["documents"]} == {"ru"}


def test_the_example_is_a_dataset_in_two_commands(wiremark: Any, tmp_path: Path) -> None:
    made = wiremark("init", "demo", "--example", at=tmp_path)
    assert made.code == 0
    lines = made.out.split("\n")
    assert lines[0] == f"{tmp_path / 'demo'} is a workspace with 2 articles"
    assert lines[-2:] == [f"next: wiremark -C {tmp_path / 'demo'} build", ""]
    assert "load_dataset(" in wiremark("build", at=tmp_path / "demo").out
    (tmp_path / "third.txt").write_text("A third boat came.\n", "utf-8")
    added = wiremark("add", str(tmp_path / "third.txt"), at=tmp_path / "demo")
    assert added.out.startswith("seeds/third.txt is ferry-002\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "articles"], "not allowed with argument"),
        (["--name", "boats"], "has a name and a language of its own"),
        (["--language", "ru"], "has a name and a language of its own"),
    ],
)
def test_the_example_is_as_it_is(wiremark: Any, articles: Path, tmp_path: Path, words: list[str], said: str) -> None:
    ran = wiremark("init", "demo", "--example", *words, at=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "demo").exists()


def test_without_it_a_workspace_has_nothing_of_the_example(wiremark: Any, tmp_path: Path) -> None:
    wiremark("init", str(tmp_path / "corpus"))
    assert not [place for place in files(tmp_path / "corpus") if "example" in place or "ferry" in place]
