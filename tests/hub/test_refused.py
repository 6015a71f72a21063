"""What the Hub refuses, or a proxy, or nobody answers: one message, exit 2, no trace, no token, no tag."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.hub.client import Client, Ran
from tests.hub.conftest import TOKEN, git, raise_version
from tests.hub.stand_in import Blob, Fault, Repository, StandIn

from wiremark.dataset.hub.gates import INPUTS
from wiremark.workspace import Workspace

NAME = "ruritania/harbour-news"
HTML = "<html><body>Please log in to the harbour's network</body></html>"
ECHO = {"X-Error-Message": f"no rights for the token {TOKEN}   at all"}
LIMIT = {"Retry-After": "1"}


def publish(remote: Client, root: Path, *words: str, name: str = NAME, **environment: str) -> Ran:
    ran = remote.wiremark("-C", str(root), "publish", name, *words, **environment)
    for shown in (ran.out, ran.err):
        assert TOKEN not in shown
        assert "Traceback" not in shown
        assert "a fault of wiremark" not in shown
    return ran


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault(where="datasets", status=401, headers={"X-Error-Message": "Invalid credentials"}), "the token: Invalid"),
        (Fault(where="commit", status=403, headers=ECHO), "do it: no rights for the token … at all"),
        (Fault(where="preupload", status=404, headers={"X-Error-Code": "RepoNotFound"}), "has no such repository as "),
        (Fault(where="tag", status=409), "refuses: a fault of the tests"),
        (Fault(where="storage", status=413, page=HTML), "a request is too long for the server, or a proxy before it"),
        (Fault(where="tree", status=429, headers=LIMIT), "has had too many requests of yours"),
        (Fault(where="create", status=500), "answers with status 500: a fault of the tests\n  = help: run the same"),
        (Fault(where="batch", status=503, page=HTML), "answers with status 503\n  = help: run the same command again"),
        (Fault(where="refs", status=200, page=HTML), "what answers at HUB is no Hub\n  = help: check HF_ENDPOINT"),
        (Fault(where="refs", status=200), "what answers at HUB is no Hub"),
        (Fault(where="create", status=200, page=HTML), "what answers at HUB is no Hub"),
        (Fault(where="storage"), "no answer came: Server disconnected without sending a response."),
        (Fault(where="datasets"), "no answer came: Server disconnected"),
        (Fault(where="validate", status=400), "HUB refuses the card: Invalid metadata in README.md."),
    ],
    ids=lambda given: given.where + f"-{given.status or ''}" if isinstance(given, Fault) else "",
)
def test_an_upload_that_goes_wrong(hub: StandIn, remote: Client, corpus: Path, fault: Fault, says: str) -> None:
    hub.fail(fault)
    ran = publish(remote, corpus, "--upload")
    assert (ran.code, ran.out) == (2, ""), ran
    assert says.replace("HUB", hub.url) in ran.err
    assert ran.err.count("\n") == 2
    assert not [made.tags for made in hub.repositories.values() if made.tags]


@pytest.mark.parametrize(
    ("status", "says"),
    [(403, "HUB does not let this token do it: Network error: "), (404, f"HUB has no such repository as {NAME}: ")],
)
def test_xet_that_goes_wrong(hub: StandIn, remote: Client, corpus: Path, status: int, says: str) -> None:
    """Where it is there, large files go through it: another transport, with errors of its own."""
    pytest.importorskip("hf_xet")
    hub.fail(Fault(where="xet-write-token", status=status))
    ran = publish(remote, corpus, "--upload", HF_HUB_DISABLE_XET="")
    assert (ran.code, ran.out) == (2, ""), ran
    assert ran.err.startswith(f"wiremark: {says.replace('HUB', hub.url)}")
    assert ran.err.count("\n") == 2
    assert not hub.repositories[NAME].tags


@pytest.mark.parametrize("error", ["ConnectionError", "OSError", "RuntimeError", "TimeoutError"])
def test_xet_that_stops(hub: StandIn, remote: Client, error: str) -> None:
    code = f"""
from wiremark.dataset.hub import connection

def stop():
    raise {error}("Network error: it broke off with {TOKEN}")

try:
    answer = connection.Hub("{NAME}")._ask(stop)
except connection.Unsure as error:
    answer = f"{{error}}"
"""
    assert remote.python(code) == f"{hub.url}: the upload has stopped: Network error: it broke off with …"


def test_no_request_waits_for_ever(hub: StandIn, remote: Client) -> None:
    """The client gives a listing no limit of its own."""
    hub.repositories[NAME] = Repository(private=False)
    head = hub.repositories[NAME].commit({"README.md": Blob(b"#")}, "initial commit")
    answered = threading.Event()
    hub.fail(Fault(where="/tree/", call=lambda: answered.wait(20), passes=True))
    code = f"""
from wiremark.dataset.hub import connection
connection.TIMEOUT = 0.2
try:
    answer = list(connection.Hub("{NAME}").files("{head}"))
except connection.Unsure as error:
    answer = f"{{error}}"
"""
    assert remote.python(code) == f"{hub.url}: no answer came: timed out"
    answered.set()


def test_a_dry_run_stops_at_a_wrong_token_and_goes_on_where_no_answer_comes(
    hub: StandIn, remote: Client, corpus: Path
) -> None:
    ran = publish(remote, corpus, HF_TOKEN="hf_mistyped")  # noqa: S106
    assert ran.code == 2
    assert "does not accept the token" in ran.err
    assert "hf_mistyped" not in ran.err
    hub.fail(Fault(where="datasets", status=503, page=HTML))
    ran = publish(remote, corpus)
    assert ran.code == 0
    assert f"note        {hub.url} answers with status 503: what is there was not compared" in ran.out


def test_a_token_that_is_none_is_not_shown(hub: StandIn, remote: Client, corpus: Path) -> None:
    ran = publish(remote, corpus, HF_TOKEN="“hf_secret” x")  # noqa: S106
    assert ran.code == 2
    assert "what HF_TOKEN or the stored login holds is no token" in ran.err
    assert "secret" not in ran.err
    assert hub.asked() == []


@pytest.mark.parametrize(
    "endpoint", ["nowhere", "ftp://127.0.0.1", "http://", "http://[", "http://hub.invalid:80x", "http://a:secret@hub"]
)
def test_an_endpoint_that_is_none(remote: Client, corpus: Path, endpoint: str) -> None:
    ran = publish(remote, corpus, HF_ENDPOINT=endpoint)
    assert "secret" not in ran.err
    assert ran.code == 2
    assert "HF_ENDPOINT is no address of a server" in ran.err


def test_a_token_that_travels_openly_is_told_of(remote: Client, corpus: Path) -> None:
    ran = publish(remote, corpus, HF_ENDPOINT="http://hub.invalid")
    assert ran.code == 0
    assert "note        http://hub.invalid is another machine, and http shows everybody between the token" in ran.out


def test_a_repository_of_somebody_else(hub: StandIn, remote: Client, corpus: Path) -> None:
    ran = publish(remote, corpus, "--upload", name="borduria/harbour-news")
    assert ran.code == 2
    assert "does not let this token do it: You don't have the rights" in ran.err


def test_private_is_not_what_is_public(hub: StandIn, remote: Client, corpus: Path) -> None:
    hub.repositories[NAME] = Repository(private=False)
    hub.repositories[NAME].commit({".gitattributes": Blob(b"")}, "initial commit")
    for more in ((), ("--upload",)):
        ran = publish(remote, corpus, "--private", "--with-texts", *more)
        assert ran.code == 2
        assert f"{NAME} is public, and you gave --private" in ran.err
    ran = publish(remote, corpus, "--tag", "main")
    assert ran.code == 2
    assert "has a branch main" in ran.err


def test_a_repository_made_otherwise_than_asked_gets_no_text(hub: StandIn, remote: Client, corpus: Path) -> None:
    """A Hub that knows no private repositories, or somebody who makes a public one in that moment."""

    def public() -> None:
        hub.repositories[NAME].private = False

    hub.fail(Fault(where="create", after=True, call=public, passes=True))
    ran = publish(remote, corpus, "--private", "--with-texts", "--upload")
    assert ran.code == 2
    assert list(hub.repositories[NAME].files) == [".gitattributes"]


def test_a_repository_that_was_not_seen_at_first_is_not_replaced(hub: StandIn, remote: Client, corpus: Path) -> None:
    hub.repositories[NAME] = Repository(private=False)
    hub.repositories[NAME].commit({"weights.bin": Blob(b"0101")}, "another thing")
    hub.fail(Fault(where=f"GET /api/datasets/{NAME}$", status=404, times=1))
    ran = publish(remote, corpus, "--upload")
    assert ran.code == 1
    assert "error[D605]" in ran.out
    assert list(hub.repositories[NAME].files) == ["weights.bin"]


def test_text_of_an_earlier_release_is_refused_wherever_everybody_sees_it(
    hub: StandIn, remote: Client, corpus: Path
) -> None:
    hub.repositories[NAME] = Repository(private=False)
    hub.repositories[NAME].commit({".gitattributes": Blob(b"")}, "initial commit")
    ran = publish(remote, corpus, "--with-texts")
    assert ran.code == 1
    assert "error[D603]" in ran.out
    assert "= found: a release with texts, and a public repository\n" in ran.out
    assert ran.out.endswith("nothing was uploaded, and --upload would be refused: 1 finding above\n")


def test_a_file_that_the_hub_leaves_out_is_found(hub: StandIn, remote: Client, corpus: Path) -> None:
    hub.ignored.add("LICENSE.md")
    ran = publish(remote, corpus, "--upload")
    assert ran.code == 1
    assert "error[D606]: LICENSE.md in the repository is not as it was sent" in ran.out
    assert "= found: no such file" in ran.out
    assert hub.repositories[NAME].tags == {}


def test_another_corpus_is_not_replaced(hub: StandIn, remote: Client, corpus: Path) -> None:
    assert publish(remote, corpus, "--upload").code == 0
    raise_version(corpus, "1.0.1", name="lighthouse")
    ran = publish(remote, corpus, "--upload")
    assert ran.code == 1
    assert "= found: the corpus harbour\n" in ran.out
    assert "or one that holds lighthouse\n" in ran.out


def test_everything_that_speaks_against_it_is_said_at_once(hub: StandIn, remote: Client, corpus: Path) -> None:
    assert publish(remote, corpus, "--upload").code == 0
    path = corpus / "annotations" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"metonymy": "literal"', '"metonymy": "none"', 1), "utf-8")
    (corpus / "schemas" / "RELEASED").unlink()
    before = dict(hub.repositories[NAME].refs)
    ran = publish(remote, corpus, "--upload", "--with-texts")
    assert ran.code == 1
    assert [code for code in ("D601", "D602", "D603", "D604") if f"error[{code}]" not in ran.out] == []
    assert hub.repositories[NAME].refs == before


@pytest.mark.parametrize("fault", ["an invalid file", "a corpus that is not clean"])
def test_nothing_is_asked_of_the_hub_for_a_corpus_with_faults(
    hub: StandIn, remote: Client, corpus: Path, fault: str
) -> None:
    name = "annotations/ferry.json" if fault == "an invalid file" else "corpus/ferry.txt"
    path = corpus / name
    path.write_bytes(path.read_bytes()[:-20])
    git(corpus, "commit", "-aqm", "a fault")
    ran = publish(remote, corpus, "--upload")
    assert (ran.code, hub.asked()) == (1, [])
    assert name in ran.out


def test_words_of_an_article_leave_in_no_stand_off_release(hub: StandIn, remote: Client, corpus: Path) -> None:
    raise_version(corpus, '1.0.0"\ndescription = "We will sail again on Monday, Mina Hale, the mayor of Port Ellery')
    ran = publish(remote, corpus, "--upload", LOOK_FOR_WORDS="1")
    assert (ran.code, hub.asked()) == (1, [])
    assert "error[D301]" in ran.out


def test_a_workspace_that_is_in_no_git(hub: StandIn, remote: Client, corpus: Path) -> None:
    (corpus / ".git").rename(corpus.parent / "git")
    ran = publish(remote, corpus)
    assert ran.code == 2
    assert "not a git repository" in ran.err
    git(corpus, "init", "-q")
    ran = publish(remote, corpus)
    assert (ran.code, "git knows no HEAD here" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        "harbour-news",
        "ruritania/harbour/news",
        "ruritania/-news",
        "ruritania/news--b",
        "ruritania/..",
        "ruritania/a..b",
        "ruritania/news.git",
        "ruritania/news.",
        "ruritania/news-",
        "ruritania/new s",
        f"ruritania/{'n' * 99}",
        f"{NAME} --tag -v",
        f"{NAME} --tag v1/2",
        f"{NAME} --tag {'a' * 40}",
        f"{NAME} --tag v1.",
        f"{NAME} --public-texts",
    ],
)
def test_what_is_no_name(wiremark: object, corpus: Path, words: str) -> None:
    run = wiremark
    assert callable(run)
    ran = run("publish", *words.split(), at=corpus) if " s" not in words else run("publish", words, at=corpus)
    assert (ran.code, ran.out) == (2, "")
    assert "= help: " in ran.err or "usage: " in ran.err


def test_what_git_has_not(corpus: Path) -> None:
    (corpus / ".gitignore").write_text("*.log\n", "utf-8")
    for name in ("seeds/kept.md", "schemas/gone.md", ".github"):
        (corpus / name).write_text("", "utf-8")
    git(corpus, "add", ".")
    git(corpus, "commit", "-qm", "more")
    workspace = Workspace.at(corpus)
    assert workspace.uncommitted(*INPUTS) == {}
    (corpus / "schemas" / "gone.md").unlink()
    (corpus / ".github").write_text("changed", "utf-8")
    for name in (
        "corpus/é new.txt",
        "seeds/a.log",
        "seeds/.hidden",
        "other.md",
        "annotations/staged.md",
        "CITATION.cff",
    ):
        (corpus / name).write_text("words", "utf-8")
    git(corpus, "add", "annotations/staged.md")
    expected = {
        ".github": "changed",
        "CITATION.cff": "untracked",
        "annotations/staged.md": "added",
        "corpus/é new.txt": "untracked",
        "schemas/gone.md": "deleted",
        "seeds/a.log": "ignored by git",
    }
    assert workspace.uncommitted(*INPUTS) == expected


def test_a_workspace_within_a_repository(corpus: Path, tmp_path: Path) -> None:
    (corpus / ".git").rename(tmp_path / "removed")
    (tmp_path / "outside.md").write_text("words", "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "harbour", "outside.md")
    git(tmp_path, "commit", "-qm", "a corpus among other things")
    (tmp_path / "outside.md").write_text("other words", "utf-8")
    (corpus / "seeds" / "ferry.txt").write_text("changed", "utf-8")
    assert Workspace.at(corpus).uncommitted(*INPUTS) == {"seeds/ferry.txt": "changed"}
