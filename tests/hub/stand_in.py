"""A stand-in for the Hugging Face Hub on this machine: dataset repositories with commits, tags, large files, faults.

Written from what the client asks for. It has no Xet, no pull requests, no validation of cards worth the name, and keeps
everything in memory. A commit is an immutable tree; a large file is one that .gitattributes would name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

LARGE = (".parquet",)
"""Endings of the files that go through the large file storage."""


@dataclass(frozen=True)
class Blob:
    """A file. Of a large one git keeps a pointer, and the storage the content."""

    content: bytes
    large: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def pointer(self) -> bytes:
        size = len(self.content)
        return f"version https://git-lfs.github.com/spec/v1\noid sha256:{self.sha256}\nsize {size}\n".encode()

    @property
    def oid(self) -> str:
        kept = self.pointer if self.large else self.content
        return hashlib.sha1(b"blob %d\0" % len(kept) + kept, usedforsecurity=False).hexdigest()

    def entry(self, path: str) -> dict[str, Any]:
        said: dict[str, Any] = {"type": "file", "path": path, "size": len(self.content), "oid": self.oid}
        if self.large:
            said["lfs"] = {"oid": self.sha256, "size": len(self.content), "pointerSize": len(self.pointer)}
        return said


Tree = Mapping[str, Blob]


@dataclass
class Repository:
    private: bool
    commits: dict[str, Tree] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, tree: Tree, message: str) -> str:
        said = json.dumps([len(self.commits), message, {path: blob.oid for path, blob in sorted(tree.items())}])
        oid = hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()
        self.commits[oid], self.messages[oid] = tree, message
        self.refs["main"] = oid
        return oid

    def resolved(self, revision: str) -> str | None:
        return self.refs.get(revision) or self.tags.get(revision) or (revision if revision in self.commits else None)

    @property
    def files(self) -> dict[str, bytes]:
        """What `main` holds."""
        return {path: blob.content for path, blob in self.commits[self.refs["main"]].items()}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a request. at: its number from when the fault was set, from 0; where: a pattern of its line.

    Before the work, or after it: `status` is answered instead, with `page` as HTML, or without a status the connection
    is dropped. `call` is called first; where the fault passes, that is all. times: how often, of those by `where`.
    """

    at: int = -1
    where: str = ""
    after: bool = False
    status: int = 0
    page: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    call: Callable[[], object] | None = None
    passes: bool = False
    times: int = 1_000_000


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class StandIn:
    """The server's state. users: who may write where, by token; a token is a namespace's owner.

    ignored: places that it takes for ignored by git; spoilt: places where other bytes arrive than were sent.
    """

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.stored: dict[str, bytes] = {}
        self.users = {"hf_ruritania": "ruritania"}
        self.requests: list[str] = []
        self.faults: list[Fault] = []
        self.since = 0
        self.ignored: set[str] = set()
        self.spoilt: set[str] = set()
        self.lock = threading.Lock()
        self.url = ""

    def reset(self) -> None:
        """Forgets everything."""
        for kept in (self.repositories, self.stored, self.ignored, self.spoilt):
            kept.clear()
        self.fail()

    def keep(self) -> dict[str, Repository]:
        """The repositories as they are, to put back."""
        return {
            name: Repository(made.private, dict(made.commits), dict(made.messages), dict(made.refs), dict(made.tags))
            for name, made in self.repositories.items()
        }

    def fail(self, *faults: Fault) -> None:
        """Sets the faults; those before are gone, and requests are counted anew."""
        with self.lock:
            self.faults, self.since = list(faults), len(self.requests)

    def asked(self) -> list[str]:
        """The requests since the last call of `fail`."""
        with self.lock:
            return self.requests[self.since :]

    def fault(self, line: str, number: int) -> Fault | None:
        for fault in self.faults:
            if number == fault.at or (fault.where and re.search(fault.where, line)):
                left = fault.times - 1
                self.faults.remove(fault)
                if left > 0 and fault.where:
                    self.faults.append(Fault(**{**vars(fault), "times": left}))
                return fault
        return None

    # What it answers. Each takes the request, the names in its path and its body.

    def whoami(self, user: str, body: Any) -> Answer:
        return said({"name": user, "type": "user", "orgs": []}) if user else refused(401, "", "Invalid credentials")

    def validate(self, user: str, body: Any) -> Answer:
        return said({"errors": [], "warnings": []})

    def create(self, user: str, body: Any) -> Answer:
        name = f"{body.get('organization') or user}/{body['name']}"
        if not user:
            return refused(401, "", "Invalid username or password.")
        if name in self.repositories:
            there = json.dumps({"error": "You already created this dataset repo", "url": f"{self.url}/datasets/{name}"})
            return Answer(409, there.encode(), {"Content-Type": "application/json"})  # the client reads its url
        if not name.startswith(f"{user}/"):
            return refused(403, "", f"You don't have the rights to create a dataset under the namespace {name}")
        private = body.get("visibility") == "private" or bool(body.get("private"))
        made = self.repositories[name] = Repository(private)
        made.commit({".gitattributes": Blob(b"*.parquet filter=lfs diff=lfs merge=lfs -text\n")}, "initial commit")
        return said({"url": f"{self.url}/datasets/{name}", "name": name})

    def info(self, repository: Repository, name: str, revision: str) -> Answer:
        oid = repository.resolved(unquote(revision or "main"))
        if not oid:
            return refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        files = [{"rfilename": path} for path in repository.commits[oid]]
        return said({"id": name, "sha": oid, "private": repository.private, "siblings": files, "tags": []})

    def refs(self, repository: Repository) -> Answer:
        def listed(kind: str, refs: Mapping[str, str]) -> list[dict[str, str]]:
            return [{"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": oid} for name, oid in refs.items()]

        return said(
            {"branches": listed("heads", repository.refs), "tags": listed("tags", repository.tags), "converts": []}
        )

    def tree(self, repository: Repository, revision: str, folder: str) -> Answer:
        oid = repository.resolved(unquote(revision))
        if not oid:
            return refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        inside = f"{unquote(folder).strip('/')}/" if folder else ""
        tree = {path: blob for path, blob in repository.commits[oid].items() if path.startswith(inside)}
        if inside and not tree:
            return refused(404, "EntryNotFound", f"no {folder}")
        folders = sorted({path.rpartition("/")[0] for path in tree} - {""})
        listed = [{"type": "directory", "path": path, "size": 0, "oid": "0" * 40} for path in folders]
        return said([*listed, *(blob.entry(path) for path, blob in sorted(tree.items()))])

    def paths(self, repository: Repository, revision: str, body: Any) -> Answer:
        oid = repository.resolved(unquote(revision))
        tree = repository.commits[oid] if oid else {}
        wanted = body["paths"] if isinstance(body["paths"], list) else [body["paths"]]
        folders = {"/".join(path.split("/")[:n]) for path in tree for n in range(1, path.count("/") + 1)}
        files = [tree[path].entry(path) for path in wanted if path in tree]
        return said(
            files + [{"type": "directory", "path": p, "size": 0, "oid": "0" * 40} for p in wanted if p in folders]
        )

    def preupload(self, repository: Repository, revision: str, body: Any) -> Answer:
        tree = repository.commits[repository.refs["main"]]
        rows = []
        for file in body["files"]:
            path, large = file["path"], file["path"].endswith(LARGE)
            there = tree.get(path)
            oid = (there.sha256 if there.large else there.oid) if there else None
            mode, ignored = "lfs" if large else "regular", path in self.ignored
            rows.append({"path": path, "uploadMode": mode, "shouldIgnore": ignored, "oid": oid})
        return said({"files": rows, "commitOid": repository.refs["main"]})

    def batch(self, name: str, body: Any) -> Answer:
        objects = []
        for one in body["objects"]:
            row = {"oid": one["oid"], "size": one["size"]}
            if one["oid"] not in self.stored:
                row["actions"] = {"upload": {"href": f"{self.url}/storage/{one['oid']}"}}
            objects.append(row)
        return said({"transfer": "basic", "objects": objects})

    def store(self, oid: str, content: bytes) -> Answer:
        if hashlib.sha256(content).hexdigest() != oid:
            return Answer(400)
        self.stored[oid] = content
        return Answer()

    def commit(self, repository: Repository, name: str, revision: str, lines: list[Any]) -> Answer:
        header, operations = lines[0]["value"], lines[1:]
        if header.get("parentCommit", repository.refs["main"]) != repository.refs["main"]:
            return refused(412, "", "A commit has happened since. Please refresh and try again.")
        tree = dict(repository.commits[repository.refs["main"]])
        for operation in operations:
            value = operation["value"]
            if operation["key"] == "deletedFile":
                del tree[value["path"]]
            elif operation["key"] == "file":
                tree[value["path"]] = Blob(base64.b64decode(value["content"]))
            else:
                assert operation["key"] == "lfsFile"
                if value["oid"] not in self.stored:
                    return refused(400, "", "an object that was never stored")
                tree[value["path"]] = Blob(self.stored[value["oid"]], large=True)
        for path in self.spoilt & tree.keys():
            tree[path] = Blob(b"spoilt", tree[path].large)
        oid = repository.commit(tree, f"{header['summary']}\n\n{header['description']}")
        return said({"commitUrl": f"{self.url}/datasets/{name}/commit/{oid}", "commitOid": oid, "success": True})

    def set_tag(self, repository: Repository, revision: str, body: Any) -> Answer:
        if body["tag"] in repository.tags:
            return refused(409, "", "Tag reference exists already")
        oid = repository.resolved(unquote(revision))
        if not oid:
            return refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        repository.tags[body["tag"]] = oid
        return said({})

    def file(self, repository: Repository, revision: str, path: str, span: str) -> Answer:
        oid = repository.resolved(unquote(revision))
        if not oid:
            return refused(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        blob = repository.commits[oid].get(unquote(path))
        if not blob:
            return refused(404, "EntryNotFound", f"no {path}", {"X-Repo-Commit": oid})
        content, size = blob.content, len(blob.content)
        tag = f'"{blob.sha256 if blob.large else blob.oid}"'
        told = {"ETag": tag, "X-Repo-Commit": oid, "Accept-Ranges": "bytes", "X-Linked-Size": f"{size}"}
        part = re.fullmatch(r"bytes=(\d*)-(\d*)", span)
        if not part:
            return Answer(200, content, told)
        start = int(part[1]) if part[1] else max(0, size - int(part[2]))
        end = min(int(part[2]), size - 1) if part[1] and part[2] else size - 1
        return Answer(206, content[start : end + 1], {**told, "Content-Range": f"bytes {start}-{end}/{size}"})


def said(value: Any) -> Answer:
    return Answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})


def refused(status: int, code: str, why: str, headers: Mapping[str, str] | None = None) -> Answer:
    told = {"X-Error-Message": why, "Content-Type": "application/json", **(headers or {})}
    return Answer(status, json.dumps({"error": why}).encode(), {**told, **({"X-Error-Code": code} if code else {})})


_REPOSITORY = re.compile(r"/(?:api/)?datasets/([^/]+/[^/]+?)(?:\.git)?(?:/(.*))?")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: StandIn

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the client is gone
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self.answer()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

    def answer(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            content = b"".join(self._chunks())
        path, hub = urlsplit(self.path).path, self.hub
        line = f"{self.command} {path}"
        with hub.lock:
            number = len(hub.requests) - hub.since
            hub.requests.append(line)
            fault = hub.fault(line, number)
            answered = Answer(500)
            if fault and fault.call and not fault.after:
                fault.call()
            if not fault or fault.after or fault.passes:
                answered = self.route(path, content)
            if fault and fault.call and fault.after:
                fault.call()
        if fault and not fault.passes:
            if not fault.status:
                self.close_connection = True
                return
            kind = "text/html" if fault.page else "application/json"
            body = (fault.page or json.dumps({"error": "a fault of the tests"})).encode()
            answered = Answer(fault.status, body, {"Content-Type": kind, **fault.headers})
        self.send_response(answered.status)
        for name, value in answered.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answered.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answered.body)

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def route(self, path: str, content: bytes) -> Answer:
        hub, token = self.hub, (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        user = hub.users.get(token, "")
        if token and not user:
            return refused(401, "", "Invalid credentials in Authorization header")
        if path.startswith("/storage/"):
            return hub.store(path.rpartition("/")[2], content)
        lines = [json.loads(line) for line in content.split(b"\n") if line] if content[:1] in (b"{", b"[") else [{}]
        body = lines[0] if lines else {}
        fixed = {"/api/whoami-v2": hub.whoami, "/api/validate-yaml": hub.validate, "/api/repos/create": hub.create}
        if path in fixed:
            return fixed[path](user, body)
        found = _REPOSITORY.fullmatch(path)
        repository = hub.repositories.get(found[1]) if found else None
        if not found or not repository or (repository.private and not found[1].startswith(f"{user}/")):
            return refused(404 if user else 401, "RepoNotFound", "Repository not found")
        name, (action, _, rest) = found[1], (found[2] or "").partition("/")
        first, _, tail = rest.partition("/")
        writes = action in ("preupload", "commit", "tag", "info")
        if writes and not found[1].startswith(f"{user}/"):
            return refused(403 if user else 401, "", "You don't have the rights to write here")
        match action:
            case "" | "revision":
                return hub.info(repository, name, rest)
            case "refs":
                return hub.refs(repository)
            case "tree":
                return hub.tree(repository, first, tail)
            case "paths-info":
                form = parse_qs(content.decode("utf-8", "replace"))
                return hub.paths(repository, rest, body if "paths" in body else form)
            case "preupload":
                return hub.preupload(repository, rest, body)
            case "info":
                return hub.batch(name, body)
            case "commit":
                return hub.commit(repository, name, rest, lines)
            case "tag":
                return hub.set_tag(repository, rest, body)
            case "resolve":
                return hub.file(repository, first, tail, self.headers.get("Range") or "")
        return Answer(404)


@contextmanager
def serving() -> Iterator[StandIn]:
    """A running server on a port of its own."""
    hub = StandIn()

    class Here(Handler):
        pass

    Here.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
