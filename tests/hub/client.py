"""A process apart in which the real client runs: it reads its settings once, when it is imported.

The process imports everything once, reads a workspace so that all is warm, and makes a child of itself for each
command, which may be killed. Run as a program it is that process: it reads JSON lines, `{"command": …}` or
`{"code": …}`, and answers each with a line.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ran:
    """code: negative where a signal ended it."""

    code: int
    out: str
    err: str


class Client:
    """The process, and the child that runs a command now."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._pid = 0

    def wiremark(self, *words: str, **environment: str) -> Ran:
        """Runs a command of wiremark."""
        return self._run(command=list(words), environment=environment)

    def python(self, code: str, **environment: str) -> Any:
        """Runs a piece of Python, and gives back what it leaves under the name `answer`, as JSON."""
        ran = self._run(code=code, environment=environment)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)

    def attempt(self, code: str) -> Ran:
        """Runs a piece of Python that may not come to its end."""
        return self._run(code=code, environment={})

    def kill(self) -> None:
        """As `kill -9` does with the running command. From another thread."""
        while not self._pid:
            time.sleep(0.001)
        os.kill(self._pid, signal.SIGKILL)

    def _run(self, **request: Any) -> Ran:
        assert self._process.stdin
        assert self._process.stdout
        self._pid = 0
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        self._pid = json.loads(self._process.stdout.readline())
        return Ran(**json.loads(self._process.stdout.readline()))


@contextmanager
def client(home: Path, endpoint: str, warm: Path, **environment: str) -> Iterator[Client]:
    """A process with a home of its own, that knows no other Hub. warm: a workspace."""
    settings = {
        "HF_ENDPOINT": endpoint,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "NO_PROXY": "127.0.0.1",
        **environment,
    }
    gone = ("HF_HUB_OFFLINE", "HF_TOKEN_PATH", "HF_HUB_CACHE", "HF_DATASETS_CACHE", "WIREMARK_DEBUG")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    command = [sys.executable, str(Path(__file__)), str(warm)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**kept, **settings}
    ) as process:
        try:
            yield Client(process)
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait()


def _serve() -> None:
    import datasets  # noqa: F401
    import huggingface_hub.utils._http
    import pyarrow.parquet  # noqa: F401

    from wiremark.cli.cleaned import outcomes_of
    from wiremark.dataset.build import write_dataset
    from wiremark.dataset.inputs import load_inputs
    from wiremark.workspace import Workspace

    workspace = Workspace.at(Path(sys.argv[1]))
    outcomes_of(workspace)
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(load_inputs(workspace), Path(folder), texts=False)
    # what is tried again is tried at once
    vars(huggingface_hub.utils._http)["time"] = types.SimpleNamespace(sleep=lambda seconds: None)
    gc.collect()
    gc.freeze()  # what is never looked at is not copied for a child
    for line in sys.stdin:
        request = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            _child(request, write)
        os.close(write)
        print(child, flush=True)
        with os.fdopen(read, "rb") as pipe:
            written = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answer = json.loads(written) if written else {"out": "", "err": ""}
        print(json.dumps({**answer, "code": status}), flush=True)


def _child(request: Mapping[str, Any], write: int) -> None:
    """Runs one request, and ends the process."""
    from wiremark.dataset.standoff import release

    if not request["environment"].get("LOOK_FOR_WORDS"):  # which takes two seconds; it has tests of its own
        vars(release)["_refuse_words"] = lambda *_: None
    os.environ.update(request["environment"])
    out, err, code = io.StringIO(), io.StringIO(), 1
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = _done(request, out)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 2
        except BaseException:
            traceback.print_exc()
    with os.fdopen(write, "wb") as pipe:
        pipe.write(json.dumps({"out": out.getvalue(), "err": err.getvalue()}).encode())
    os._exit(code)


def _done(request: Mapping[str, Any], out: io.StringIO) -> int:
    import datasets
    import huggingface_hub.constants

    offline = bool(os.environ.get("HF_HUB_OFFLINE"))  # all have read it when they were imported
    huggingface_hub.constants.HF_HUB_OFFLINE = datasets.config.HF_HUB_OFFLINE = offline
    huggingface_hub.constants.HF_HUB_DISABLE_XET = bool(os.environ["HF_HUB_DISABLE_XET"])
    if "command" in request:
        from wiremark.cli import main

        return main(request["command"])
    names: dict[str, Any] = {}
    exec(request["code"], names)  # noqa: S102
    out.truncate(0)
    out.seek(0)
    out.write(json.dumps(names["answer"]))
    return 0


if __name__ == "__main__":
    _serve()
