"""A proxy on loopback that loses answers, and a project and tasks to push."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest

from wiremark.labelstudio.editor.config import config
from wiremark.labelstudio.editor.layout import Layout, layout
from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.login import Token
from wiremark.schema.profile import read

Fault = Literal["drop after", "drop before", "504 after", "504 before", "504 late", "cut off", "html"]
"""before: the server never sees the request; after: it has answered; late: it is still at work."""


class Proxy(ThreadingHTTPServer):
    """Stands before a server. Each fault in `faults` befalls one import of tasks, in order; then all goes well."""

    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(url).netloc
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.faults: list[Fault] = []
        self.imports = 0
        self.longest = 1 << 30
        """Bytes of a request that are let through."""
        self.on_import: Callable[[], None] = lambda: None


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = ""
        if self.command == "POST" and urlsplit(self.path).path.endswith("/import"):
            self.server.imports += 1
            self.server.on_import()
            fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault == "504 late":
            threading.Thread(target=self._forward, args=(body,), daemon=True).start()
        too_long = len(body) > self.server.longest
        answer = None if too_long or fault in ("drop before", "504 before", "504 late") else self._forward(body)
        if too_long:
            self._answer(413, b"<html>Request Entity Too Large</html>")
        elif fault.startswith("504"):
            self._answer(504, b"<html>Gateway Time-out</html>")
        elif fault == "html":
            self._answer(200, b"<html>Sign in</html>")
        elif answer is None or fault.startswith("drop"):
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._answer(*answer, short=10 if fault == "cut off" else 0)

    def _forward(self, body: bytes) -> tuple[int, bytes] | None:
        """The server's answer; None where there is none."""
        kept = ("Authorization", "Content-Type")
        headers = {name: self.headers[name] for name in kept if name in self.headers}
        try:
            line = http.client.HTTPConnection(self.server.target, timeout=120)
            line.request(self.command, self.path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()

    def _answer(self, status: int, body: bytes, short: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) - short])
        if short:
            self.close_connection = True

    do_GET = do_POST = do_PATCH = do_DELETE = _pass  # noqa: N815 (the names that http.server calls)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def make_proxy() -> Iterator[Callable[[str], Proxy]]:
    """Puts a proxy before the server of an address."""
    with ExitStack() as stack:

        def make(url: str) -> Proxy:
            proxy = stack.enter_context(Proxy(url))
            thread = threading.Thread(target=proxy.serve_forever, args=(0.05,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(proxy.shutdown)
            return proxy

        yield make


@pytest.fixture
def proxy(label_studio: Any, make_proxy: Callable[[str], Proxy]) -> Proxy:
    """Before the shared server."""
    return make_proxy(label_studio.url)


@pytest.fixture
def server(label_studio: Any) -> Iterator[Server]:
    """The shared server, logged in."""
    with Server(label_studio.url, Token(label_studio.token)) as server:
        yield server


@pytest.fixture(scope="session")
def mentions() -> Layout:
    """The layout of the layer mentions alone."""
    schema = Path(__file__).parents[2] / "schemas" / "annotation-1.0.0.json"
    return layout(read(json.loads(schema.read_bytes())), ["mentions"])


@pytest.fixture(scope="session")
def xml(mentions: Layout) -> str:
    return config(mentions)


_NUMBERS = itertools.count(1)


@pytest.fixture
def title() -> str:
    """A title that no project on the shared server has."""
    return f"project {next(_NUMBERS)}"


def made_up(document: str, text: str = "Ada met Bea in Cork.") -> dict[str, Any]:
    """A task without work."""
    data = {
        "document": document,
        "title": document,
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "schema_version": "1.0.0",
        "layers": ["mentions"],
        "base": None,
    }
    return {"data": data, "annotations": [], "predictions": []}


@pytest.fixture
def task() -> Callable[..., dict[str, Any]]:
    return made_up
