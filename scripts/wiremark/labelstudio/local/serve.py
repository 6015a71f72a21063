"""A local Label Studio: one process, on the loopback address, with its data in a private folder."""

from __future__ import annotations

import errno
import http.client
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from wiremark.labelstudio.local.processes import POLL_SECONDS, CannotServe, Stopped, ended, held, names, started, tail
from wiremark.labelstudio.local.user_files import write_private
from wiremark.workspace import write

HOST = "127.0.0.1"
USER = "wiremark@localhost"
"""The first user's name; annotators join by the server's invitation link."""

_BOOT_SECONDS = 900


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running Label Studio. `token` is a legacy token of USER, whose password stands in the file `password`."""

    url: str
    data: Path
    token: str
    process: subprocess.Popen[bytes]
    user: str = USER

    @property
    def password(self) -> Path:
        """The file with the password of USER."""
        return self.data / "password"

    @property
    def token_file(self) -> Path:
        """The file with the token, in the server's own data."""
        return self.data / "token"

    def wait(self, stop: Event) -> None:
        """Never returns. Raises Stopped when `stop` is set, CannotServe when the server has ended by itself."""
        code = ended(self.process, stop)
        raise CannotServe(
            f"Label Studio stopped by itself, with exit code {code}:\n{_tail(self.data)}",
            f"its log is {_log(self.data)}",
        )


@contextmanager
def serving(executable: Path, data: Path, port: int, stop: Event | None = None) -> Iterator[LocalServer]:
    """A server that runs until the block is left, and has answered when it is entered; with its children it is gone
    afterwards, however the block was left.

    executable: the program label-studio. data: the folder of its database, log, password and token, made where there
    is none. Database, and all else that we do not set, follow the server's own environment variables. Raises
    CannotServe where the port is taken, the data is in use, or the server does not come up; Stopped when `stop` is set
    before it has.
    """
    data = data.absolute()
    _refuse_foreign(data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    data.chmod(0o700)
    with held(data / "lock", f"a Label Studio already runs on the data in {data}") as lock:
        _refuse_taken(port)
        token = _kept(data / "token", secrets.token_hex(20))
        password = _kept(data / "password", secrets.token_urlsafe(15))
        write(data / ".gitignore", "*\n")
        write_private(_log(data), "")
        command = [str(executable), "start", "--no-browser", "--internal-host", HOST, "--port", str(port)]
        settings = {
            "BASE_DATA_DIR": str(data),
            "USERNAME": USER,
            "PASSWORD": password,
            "USER_TOKEN": token,
            "ENABLE_LEGACY_API_TOKEN": "true",
            "DISABLE_SIGNUP_WITHOUT_LINK": "true",
            "COLLECT_ANALYTICS": "false",
            "LATEST_VERSION_CHECK": "false",
            "SENTRY_DSN": "",
            "FRONTEND_SENTRY_DSN": "",
        }
        more = {f"LABEL_STUDIO_{name}": value for name, value in settings.items()}
        with started(command, _log(data), more, lock) as process:
            names(data / "lock", process.pid)
            server = LocalServer(f"http://{HOST}:{port}", data, token, process)
            _wait_for(server, executable, stop or Event())
            yield server


def _wait_for(server: LocalServer, executable: Path, stop: Event) -> None:
    """Returns when the server knows our user by the token: so it is not another one that took the port meanwhile."""
    deadline = time.monotonic() + _BOOT_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        known, said = _answer(f"{server.url}/api/current-user/whoami", server.token)
        if known == 200 and server.user.encode() in said:
            return
        if known == 200:
            raise CannotServe(f"another program answers at {server.url}", "name another port with --port")
        if known in (401, 403):
            raise CannotServe(
                f"the server at {server.url} does not accept the token in {server.token_file}",
                "write the one that its page Account & Settings shows into that file, or give another --data-dir",
            )
        if stop.wait(POLL_SECONDS):
            raise Stopped
    raise CannotServe(f"{executable} did not come up:\n{_tail(server.data)}", f"its log is {_log(server.data)}")


class _Stay(urllib.request.HTTPRedirectHandler):
    """The token goes to no other address."""

    def redirect_request(self, *_: object) -> None:
        """Never goes there; the answer is the redirect itself."""


def _answer(url: str, token: str = "") -> tuple[int, bytes]:
    """Status and body of the answer to a GET, asked past any proxy and redirect; 0 where there is none."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    request = urllib.request.Request(url, headers={"Authorization": f"Token {token}"} if token else {})  # noqa: S310
    try:
        with direct.open(request, timeout=5) as answer:
            return int(answer.status), answer.read(1_000_000)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""
    except (OSError, http.client.HTTPException):
        return 0, b""


def _refuse_taken(port: int) -> None:
    """Raises CannotServe where the port is not ours to take: Label Studio itself would silently move to the next."""
    if not 0 < port < 65536:
        raise CannotServe(f"{port} is no port", "name one between 1024 and 65535 with --port")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CannotServe(f"port {port} is the system's", "name one from 1024 on with --port") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            other = "another Label Studio" if _answer(f"http://{HOST}:{port}/version")[0] == 200 else "another program"
            raise CannotServe(
                f"port {port} is taken, by {other}",
                f"stop it (`lsof -i :{port}` names it), or name another with --port",
            ) from None


def _refuse_foreign(data: Path) -> None:
    """Raises CannotServe where the folder holds what no server of ours has put there: its files would get mixed up."""
    if data.exists() and not (data.is_dir() and ((data / "lock").exists() or not any(data.iterdir()))):
        raise CannotServe(f"{data} holds something else", "name a new folder with --data-dir, or an empty one")


def _kept(path: Path, fresh: str) -> str:
    """The secret in the file; where there is none, `fresh`, written."""
    secret = _secret(path)
    if not secret:
        write_private(path, f"{fresh}\n")
    return secret or fresh


def _secret(path: Path) -> str:
    """The secret in the file; empty where there is none."""
    return path.read_text("utf-8").strip() if path.exists() else ""


def _log(data: Path) -> Path:
    return data / "server.log"


def _tail(data: Path) -> str:
    """The end of the server's log, without its secrets."""
    text = tail(_log(data))
    for secret in filter(None, (_secret(data / name) for name in ("token", "password"))):
        text = text.replace(secret, "…")
    return text
