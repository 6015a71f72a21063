"""What goes wrong between us and a server is one clear diagnostic, exit 2, and never shows the token."""

from __future__ import annotations

import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.labelstudio.server.connection import Server, ServerError
from wiremark.labelstudio.server.login import Token
from wiremark.labelstudio.server.projects import make
from wiremark.labelstudio.server.push import push

pytestmark = pytest.mark.server

SECRET = "5ecre7" * 7


@pytest.fixture(autouse=True)
def login(label_studio: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def fails(ran: Any, said: str, help: str) -> None:
    """The command ended with one message of two lines, and exit 2."""
    assert (ran.code, ran.out) == (2, ""), ran
    assert said in ran.err
    assert help in ran.err
    assert ran.err.count("\n") == 2
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "command", [["push"], ["pull", "--annotator", "ada"], ["pull", "--into", "gold"]], ids=" ".join
)
def test_a_server_that_is_not_there(
    workspace: Path, wiremark: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("LABEL_STUDIO_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
        fails(wiremark("labelstudio", *command, at=workspace), "no server answers", "wiremark labelstudio serve")


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://host", "http://", "http://u:p@host", "http://host:port"])
def test_what_is_no_address(workspace: Path, wiremark: Callable[..., Any], url: str) -> None:
    fails(wiremark("labelstudio", "push", "--url", url, at=workspace), "no address", "http://127.0.0.1:8080")


@pytest.mark.parametrize("command", [["push"], ["pull", "--into", "gold"]], ids=" ".join)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_wrong_token_is_not_shown(
    workspace: Path,
    wiremark: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    command: list[str],
    form: str,
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", SECRET)
    ran = wiremark("labelstudio", *command, "--format", form, at=workspace)
    fails(ran, "does not accept the token", "Account & Settings")
    assert SECRET not in ran.err + caplog.text


def test_a_good_token_is_not_shown_either(
    workspace: Path, wiremark: Callable[..., Any], label_studio: Any, caplog: pytest.LogCaptureFixture, title: str
) -> None:
    caplog.set_level("DEBUG")
    push = wiremark("labelstudio", "push", "--project", title, at=workspace)
    pull = wiremark("labelstudio", "pull", "--into", "gold", "--project", title, "--format", "json", at=workspace)
    assert (push.code, pull.code) == (0, 0)
    assert label_studio.token not in push.out + push.err + pull.out + pull.err + caplog.text


@pytest.mark.parametrize(
    ("url", "open"),
    [
        ("http://example.org", True),
        ("https://example.org", False),
        ("http://127.0.0.2:80", False),
        ("http://[::1]", False),
    ],
)
def test_a_token_that_travels_openly(url: str, open: bool) -> None:
    with Server(url, Token(SECRET)) as server:
        assert server.in_clear == open


def test_a_token_in_a_file(workspace: Path, wiremark: Callable[..., Any], label_studio: Any, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{label_studio.token}\n", "utf-8")
    file.chmod(0o640)
    command = ("labelstudio", "pull", "--annotator", "ada", "--project", "no such project")
    fails(wiremark(*command, "--token-file", str(file), at=workspace), "others than its owner", f"chmod 600 {file}")
    file.chmod(0o600)
    fails(wiremark(*command, "--token-file", str(file), at=workspace), "no project called", "push first")


def test_no_token(workspace: Path, wiremark: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABEL_STUDIO_API_KEY")
    fails(wiremark("labelstudio", "push", at=workspace), "no token", "LABEL_STUDIO_API_KEY")
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "two words")
    fails(wiremark("labelstudio", "push", at=workspace), "no token", "LABEL_STUDIO_API_KEY")


@pytest.mark.filterwarnings("ignore:The `parse_obj` method is deprecated")  # in the SDK
def test_a_personal_access_token(
    workspace: Path, wiremark: Callable[..., Any], server: Server, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    made = server.once(lambda sdk: sdk._client_wrapper.httpx_client.request("api/token/", method="POST", json={}))
    assert made.status_code == 201
    personal = made.json()["token"]
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", personal)
    ran = wiremark("labelstudio", "push", "--project", title, at=workspace)
    assert ran.code == 0, ran.err
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", personal[:-4] + "AAAA")
    ran = wiremark("labelstudio", "push", "--project", title, at=workspace)
    fails(ran, "does not accept the token", "Account & Settings")
    assert personal[:-4] not in ran.err


def test_a_project_that_is_not_ours(workspace: Path, wiremark: Callable[..., Any], server: Server, title: str) -> None:
    xml = '<View><Labels name="l" toName="t"><Label value="A"/></Labels><Text name="t" value="$text"/></View>'
    project = make(server, title, xml)
    server.once(lambda sdk: sdk.projects.import_tasks(project.id, request=[{"data": {"text": "theirs"}}]))
    empty = make(server, f"{title} empty", xml)
    for command in (["push"], ["pull", "--into", "gold"]):
        for name in (title, str(project.id), str(empty.id)):
            ran = wiremark("labelstudio", *command, "--project", name, at=workspace)
            fails(ran, "not wiremark's", "--project")


@pytest.mark.parametrize("name", ["ab", "x" * 51])
def test_a_title_that_no_project_can_have(workspace: Path, wiremark: Callable[..., Any], name: str) -> None:
    fails(wiremark("labelstudio", "push", "--project", name, at=workspace), "3 to 50 characters", "--project")


def test_what_the_server_refuses_is_told_in_its_words(server: Server, title: str) -> None:
    with pytest.raises(ServerError, match="refuses: label_config: unclosed token") as refused:
        make(server, title, "<View><Text")
    assert "server's words" in refused.value.help


def test_a_page_of_a_proxy(
    workspace: Path, wiremark: Callable[..., Any], proxy: Any, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    monkeypatch.setenv("LABEL_STUDIO_URL", proxy.url)
    proxy.faults = ["html"]
    fails(wiremark("labelstudio", "push", "--project", title, at=workspace), "no Label Studio", "--url")


def test_a_full_disk_leaves_the_files_whole(workspace: Path, wiremark: Callable[..., Any], title: str) -> None:
    wiremark("labelstudio", "push", "--annotations", "gold", "--project", title, at=workspace)
    files = {path: path.read_bytes() for path in (workspace / "annotations").glob("gsomia-*.json")}
    for path in files:
        path.write_text(path.read_text("utf-8").replace('"PERSON"', '"ORG"', 1), "utf-8")
    before = {path: path.read_bytes() for path in files}
    command = [sys.executable, "-m", "wiremark", "-C", str(workspace), "labelstudio", "pull", "--into", "gold"]
    ran = subprocess.run(
        [*command, "--overwrite", "--project", title],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "File too large" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert {path: path.read_bytes() for path in files} == before
    assert not [*workspace.rglob(".wiremark-*")]


def test_ctrl_c_ends_a_push_and_the_next_one_goes_on(
    workspace: Path, wiremark: Callable[..., Any], proxy: Any, title: str
) -> None:
    on_its_way, over = threading.Event(), threading.Event()

    def hold() -> None:
        on_its_way.set()
        over.wait(60)

    proxy.on_import = hold
    words = ["labelstudio", "push", "--url", proxy.url, "--project", title]
    command = [sys.executable, "-m", "wiremark", "-C", str(workspace), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert on_its_way.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    over.set()
    assert (process.returncode, out) == (2, "")
    assert err.split("\n")[0] == "wiremark: interrupted"
    proxy.on_import = lambda: None
    assert wiremark(*words, at=workspace).code == 0


def test_a_server_killed_in_the_middle_of_a_push(
    throwaway: Any, task: Callable[..., Any], xml: str, make_proxy: Callable[[str], Any]
) -> None:
    """Killed while the second request is on its way, and started again: the push goes on by itself."""
    proxy = make_proxy(throwaway.url)

    restarting = threading.Thread(target=throwaway.start)

    def kill() -> None:
        if proxy.imports == 2:
            throwaway.kill()
            restarting.start()

    proxy.on_import = kill
    tasks = [task(f"d{number}") for number in range(250)]
    with Server(proxy.url, Token(throwaway.token)) as server:
        project = make(server, "project", xml)
        assert push(server, project, tasks).new == 250
    restarting.join()
    assert proxy.imports == 4  # three requests, and the lost one again
    with Server(throwaway.url, Token(throwaway.token)) as server:
        assert push(server, project, tasks).there == 250
