"""`serve` with made-up servers, and the environment that it makes; tests/server has the real one."""

from __future__ import annotations

import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from wiremark.labelstudio.local.environment import EXECUTABLE, VERSION, executable
from wiremark.labelstudio.local.processes import CannotServe
from wiremark.labelstudio.local.serve import serving

TELLS = """
import http.server, json, os, subprocess, sys
stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", stubborn])
told = {"env": dict(os.environ), "args": sys.argv[1:], "child": child.pid, "pid": os.getpid()}
place = os.environ["LABEL_STUDIO_BASE_DATA_DIR"] + "/told.json"
open(place + "~", "w").write(json.dumps(told))
os.rename(place + "~", place)
"""
SERVES = (
    TELLS
    + """
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/die":
            os._exit(3)
        known = os.environ.get("KNOWN") or os.environ["LABEL_STUDIO_USER_TOKEN"]
        self.send_response(200 if self.headers["Authorization"] == "Token " + known else 401)
        self.end_headers()
        self.wfile.write(os.environ.get("SAYS", '{"email": "wiremark@localhost"}').encode())
http.server.HTTPServer(("127.0.0.1", int(sys.argv[-1])), Handler).serve_forever()
"""
)
DIES = """
import os, sys
sys.exit("no database: " + os.environ["LABEL_STUDIO_USER_TOKEN"] + os.environ["LABEL_STUDIO_PASSWORD"])
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def program(folder: Path, code: str) -> Path:
    """A label-studio made of a few lines of Python."""
    path = folder / "label-studio"
    path.write_text(f"#!{sys.executable}\n{code}", "utf-8")
    path.chmod(0o755)
    return path


def told(data: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads((data / "told.json").read_text("utf-8"))
    return said


def gone(pid: object) -> bool:
    """Whether the process ends soon; who has ended and waits to be collected by its parent counts."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
    return False


def test_with_its_children_it_is_gone_afterwards(tmp_path: Path, port: int) -> None:
    with serving(program(tmp_path, SERVES), tmp_path / "data", port) as server:
        said = told(server.data)
        assert said["pid"] == server.process.pid
    assert gone(said["pid"])
    assert gone(said["child"])


def test_it_is_started_on_loopback_and_calls_nobody(tmp_path: Path, port: int) -> None:
    with serving(program(tmp_path, SERVES), tmp_path / "data", port) as server:
        said = told(server.data)
        assert said["args"] == ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
        environment = said["env"]
        assert isinstance(environment, dict)
        assert "PYTHONPATH" not in environment
        assert (
            environment["LABEL_STUDIO_COLLECT_ANALYTICS"] == environment["LABEL_STUDIO_LATEST_VERSION_CHECK"] == "false"
        )
        assert environment["LABEL_STUDIO_SENTRY_DSN"] == environment["LABEL_STUDIO_FRONTEND_SENTRY_DSN"] == ""
        assert server.token_file.read_text("utf-8") == f"{server.token}\n"
        private = [server.data, server.token_file, server.password, server.data / "server.log"]
        assert [path.stat().st_mode & 0o077 for path in private] == [0, 0, 0, 0]


def test_a_second_start_keeps_token_and_password(tmp_path: Path, port: int) -> None:
    secrets = []
    for _ in range(2):
        with serving(program(tmp_path, SERVES), tmp_path / "data", port) as server:
            secrets.append((server.token, server.password.read_text("utf-8")))
    assert secrets[0] == secrets[1]


def test_one_that_dies_at_boot_is_shown_without_its_secrets(tmp_path: Path, port: int) -> None:
    with (
        pytest.raises(CannotServe, match="did not come up") as caught,
        serving(program(tmp_path, DIES), tmp_path / "data", port),
    ):
        pass
    assert "  | no database: ……" in str(caught.value)


def test_one_that_stops_by_itself_is_told(tmp_path: Path, port: int) -> None:
    with serving(program(tmp_path, SERVES), tmp_path / "data", port) as server:
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(b"GET /die HTTP/1.0\r\n\r\n")
        with pytest.raises(CannotServe, match="stopped by itself, with exit code 3"):
            server.wait(threading.Event())


def test_a_database_that_knows_another_token_is_told(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOWN", "another")
    data = tmp_path / "data"
    with (
        pytest.raises(CannotServe, match="does not accept the token in"),
        serving(program(tmp_path, SERVES), data, port),
    ):
        pass
    assert gone(told(data)["child"])


def test_another_program_that_takes_every_token_is_not_taken_for_the_server(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYS", "welcome")
    with (
        pytest.raises(CannotServe, match="another program answers"),
        serving(program(tmp_path, SERVES), tmp_path / "data", port),
    ):
        pass


@pytest.mark.parametrize(
    ("answer", "who"),
    [(b"SSH-2.0-x\r\n", "program"), (b"HTTP/1.0 200 OK\r\n\r\n", "Label Studio"), (b"", "program")],
)
def test_a_taken_port_is_refused_whoever_has_it(tmp_path: Path, answer: bytes, who: str) -> None:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1000)
            self.request.sendall(answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as other:
        threading.Thread(target=other.handle_request).start()
        taken = other.server_address[1]
        said = rf"^port {taken} is taken, by another {who}$"
        with pytest.raises(CannotServe, match=said), serving(tmp_path, tmp_path / "data", taken):
            pass


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_what_is_no_port_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(CannotServe, match="is no port"), serving(tmp_path, tmp_path / "data", port):
        pass


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, port: int) -> None:
    (tmp_path / ".gitignore").write_text("dist/\n", "utf-8")
    mode = tmp_path.stat().st_mode
    for data in (tmp_path, tmp_path / ".gitignore"):
        with pytest.raises(CannotServe, match="holds something else"), serving(tmp_path, data, port):
            pass
    assert [path.name for path in tmp_path.iterdir()] == [".gitignore"]
    assert (tmp_path.stat().st_mode, (tmp_path / ".gitignore").read_text("utf-8")) == (mode, "dist/\n")


def test_the_data_of_a_running_server_is_refused(tmp_path: Path, port: int) -> None:
    stub = program(tmp_path, SERVES)
    with (
        serving(stub, tmp_path / "data", port) as server,
        pytest.raises(CannotServe, match="already runs on the data") as caught,
        serving(stub, tmp_path / "data", port + 1),
    ):
        pass
    assert caught.value.help.startswith(f"it is process {server.process.pid}:")


@pytest.fixture
def label_studio_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A made-up label-studio of the right version where pip finds it, and no other."""
    info = f"label_studio-{VERSION}.dist-info"
    wheel = tmp_path / "wheels" / f"label_studio-{VERSION}-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("label_studio.py", "def main():\n    print('made up')\n")
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: label-studio\nVersion: {VERSION}\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/entry_points.txt", "[console_scripts]\nlabel-studio = label_studio:main\n")
        file.writestr(f"{info}/RECORD", "")
    monkeypatch.delenv(EXECUTABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    return wheel


def test_the_environment_is_made_once_and_mended(label_studio_wheel: Path, tmp_path: Path) -> None:
    wheel = label_studio_wheel.rename(tmp_path / label_studio_wheel.name)
    said: list[str] = []
    with pytest.raises(CannotServe, match=rf"(?s)could not be installed:.*No matching distribution.*{VERSION}"):
        executable(said.append)
    wheel.rename(label_studio_wheel)
    made = executable(said.append)
    assert made == tmp_path / "home" / "wiremark" / f"labelstudio-{VERSION}" / "bin" / "label-studio"
    assert subprocess.run([made], capture_output=True, text=True, check=True).stdout == "made up\n"
    assert executable(said.append) == made
    assert len(said) == 2


def test_an_installed_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = program(tmp_path, DIES)
    monkeypatch.setenv(EXECUTABLE, str(stub))
    assert executable(lambda _: None) == stub
    monkeypatch.setenv(EXECUTABLE, str(tmp_path))
    with pytest.raises(CannotServe, match="which is no program"):
        executable(lambda _: None)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`wiremark labelstudio serve` with a made-up server, its token file and data in tmp_path."""
    monkeypatch.setenv(EXECUTABLE, str(program(tmp_path, SERVES)))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.delenv("LABEL_STUDIO_URL", raising=False)
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)
    return [sys.executable, "-m", "wiremark", "labelstudio", "serve"]


def started(command: list[str]) -> tuple[subprocess.Popen[str], str]:
    """The command, running, and what it printed when it was ready."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    printed = ""
    for line in process.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    return process, printed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_that_was_started(command: list[str], tmp_path: Path, port: int, number: int) -> None:
    process, printed = started([*command, "--port", str(port)])
    data = tmp_path / "share" / "wiremark" / "labelstudio-data"
    token = tmp_path / "config" / "wiremark" / "labelstudio-token"
    assert printed == (
        f"Label Studio runs at http://127.0.0.1:{port}\n"
        f"  user      wiremark@localhost\n"
        f"  password  in {data / 'password'}\n"
        f"  token     in {data / 'token'}\n"
        f"  next      wiremark labelstudio push --url http://127.0.0.1:{port}\n"
        f"  stop      Ctrl-C\n"
    )
    assert token.read_text("utf-8") == (data / "token").read_text("utf-8")
    assert token.stat().st_mode & 0o777 == 0o600
    process.send_signal(number)
    process.send_signal(number)  # the second is nothing to it
    rest, _ = process.communicate(timeout=30)
    assert (rest, process.returncode) == ("stopped\n", 0)
    assert gone(told(data)["pid"])
    assert gone(told(data)["child"])


def test_a_signal_while_it_comes_up_stops_it(command: list[str], tmp_path: Path, port: int) -> None:
    program(tmp_path, f"{TELLS}\nimport time\ntime.sleep(600)")
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    data = tmp_path / "share" / "wiremark" / "labelstudio-data"
    deadline = time.monotonic() + 60
    while not (data / "told.json").exists():
        assert time.monotonic() < deadline
    process.terminate()
    assert process.communicate(timeout=30)[0] == "stopped\n"
    assert gone(told(data)["pid"])
    assert gone(told(data)["child"])


@pytest.mark.parametrize("in_file", [True, False])
def test_the_token_of_another_server_is_left_alone(
    command: list[str], tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, in_file: bool
) -> None:
    token = tmp_path / "config" / "wiremark" / "labelstudio-token"
    if in_file:
        token.parent.mkdir(parents=True)
        token.write_text("another's\n", "utf-8")
    else:
        monkeypatch.setenv("LABEL_STUDIO_API_KEY", "another's")
    process, printed = started([*command, "--port", str(port), "--data-dir", str(tmp_path / "my data")])
    process.terminate()
    process.communicate(timeout=30)
    assert f"push --url http://127.0.0.1:{port} --token-file '{tmp_path}/my data/token'\n" in printed
    assert not in_file or token.read_text("utf-8") == "another's\n"
    assert token.exists() == in_file


def test_after_a_kill_9_the_data_says_who_still_serves(command: list[str], tmp_path: Path, port: int) -> None:
    process, _ = started([*command, "--port", str(port)])
    process.kill()
    process.communicate()
    server = int(str(told(tmp_path / "share" / "wiremark" / "labelstudio-data")["pid"]))
    try:
        again = subprocess.run([*command, "--port", str(port)], capture_output=True, text=True, check=False)
        assert again.returncode == 2
        assert f"it is process {server}: wait for it, use it, or stop it first" in again.stderr
    finally:
        os.killpg(server, signal.SIGKILL)
