"""`wiremark labelstudio serve` with the real server; tests/labelstudio has made-up ones for what goes wrong."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.server


def test_it_serves_until_it_is_told_to_stop(new_label_studio: Any, tmp_path: Path) -> None:
    made = new_label_studio(tmp_path / "data")
    command = [sys.executable, "-m", "wiremark", "labelstudio", "serve"]
    where = ["--port", str(made.port), "--data-dir", str(made.data)]
    environment = {
        **os.environ,
        "WIREMARK_LABEL_STUDIO": str(made.program),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    with subprocess.Popen([*command, *where], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        printed = ""
        while "Ctrl-C" not in printed:
            printed += process.stdout.readline()
            assert process.poll() is None, printed
        token = (tmp_path / "config" / "wiremark" / "labelstudio-token").read_text("utf-8").strip()
        with closing(http.client.HTTPConnection("127.0.0.1", made.port, timeout=60)) as line:
            line.request("GET", "/api/projects", headers={"Authorization": f"Token {token}"})
            assert line.getresponse().status == 200
        process.terminate()
        assert process.wait() == 0
    [server] = [int(word) for word in (made.data / "lock").read_text("utf-8").split()]
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
    secrets = [(made.data / name).read_text("utf-8").strip() for name in ("token", "password")]
    said = printed + (made.data / "server.log").read_text("utf-8")
    assert not [secret for secret in secrets if secret in said]


def test_a_server_killed_with_9_comes_back_with_its_data(throwaway: Any) -> None:
    first = throwaway.server
    throwaway.kill()
    again = throwaway.start()
    assert (again.url, again.token) == (first.url, first.token)
