"""The one document of the base workspace, to break, the repository's schema, and a server that answers from a file."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wiremark.schema.profile import Profile, read
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[1]
Edit = Callable[[Callable[[Any], Any]], None]


@pytest.fixture
def ferry(base: Workspace) -> Path:
    """The one document file of the base workspace."""
    return base.annotations / "ferry.json"


@pytest.fixture
def edit(ferry: Path) -> Edit:
    """Changes the data of the document file: `edit(lambda data: data["mentions"].pop())`."""

    def change(how: Callable[[Any], Any]) -> None:
        data = json.loads(ferry.read_bytes())
        how(data)
        ferry.write_text(json.dumps(data), "utf-8")

    return change


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """The newest schema file, parsed."""
    data: dict[str, Any] = json.loads((TESTS.parent / "schemas" / "annotation-1.0.0.json").read_bytes())
    return data


@pytest.fixture(scope="session")
def profile(schema: dict[str, Any]) -> Profile:
    return read(schema)


class _Recorded(BaseHTTPRequestHandler):
    """What a Label Studio server answers that holds the projects and tasks of a file, and keeps nothing."""

    projects: list[Any]
    tasks: list[Any]

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        status = 200 if query.get("page", ["1"]) == ["1"] else 404
        if path == "/api/projects/":
            answer: Any = {"results": self.projects}
        elif path == "/api/tasks":
            answer = {"tasks": [task for task in self.tasks if _asked(task["id"], json.loads(query["query"][0]))]}
        else:
            answer = self.projects[0]
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = _answer  # noqa: N815 (the names that http.server calls)

    def log_message(self, *_: object) -> None:
        pass


def _asked(id: int, query: Any) -> bool:
    """True for a task that a query is about: one of those named, or one behind another."""
    if "selectedItems" in query:
        return id in query["selectedItems"]["included"]
    return bool(id > query["filters"]["items"][0]["value"])


@pytest.fixture
def recorded() -> Iterator[Callable[[Path], str]]:
    """Starts a server that answers from a file. Gives its address."""
    with ExitStack() as stack:

        def start(path: Path) -> str:
            server = HTTPServer(("127.0.0.1", 0), type("Recorded", (_Recorded,), json.loads(path.read_bytes())))
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_address[1]}"

        yield start
