"""wiremark labelstudio serve: a local Label Studio, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import threading
from pathlib import Path

from wiremark.cli.labelstudio.connect import LOCAL, URL
from wiremark.cli.report import Commands, command
from wiremark.diagnostics import Usage
from wiremark.labelstudio.local.user_files import data_home, token_file, write_private
from wiremark.labelstudio.server.login import VARIABLE

_PORT = int(LOCAL.rpartition(":")[2])
_HELP = """Start a local Label Studio, until Ctrl-C. It answers on this machine alone.

The first time, Label Studio is installed in an environment of its own, which takes some minutes; an installed one is
named by the environment variable WIREMARK_LABEL_STUDIO (a path to bin/label-studio). The first start in a new folder
makes the database, which takes a minute. Then `push` and `pull` work without further options.

The database is SQLite, in the data folder. For PostgreSQL set the server's own variables before you start it:
DJANGO_DB=default POSTGRE_HOST= POSTGRE_PORT= POSTGRE_NAME= POSTGRE_USER= POSTGRE_PASSWORD="""


def register(commands: Commands) -> None:
    parser = command(commands, "serve", run, _HELP, "wiremark labelstudio serve --port 8081")
    parser.add_argument(
        "--port", type=int, default=_PORT, help=f"the port ({_PORT}); where it is taken, another is never taken instead"
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help=f"the server's data ({_data()})")


def run(args: argparse.Namespace) -> int:
    from wiremark.labelstudio.local.environment import executable
    from wiremark.labelstudio.local.processes import CannotServe, Stopped
    from wiremark.labelstudio.local.serve import serving

    data = (args.data_dir or _data()).absolute()
    if _in_workspace(data):
        raise Usage(f"{data} lies in a workspace", "the data holds a token and a password: name a folder elsewhere")
    stop = threading.Event()
    signals = [number for number in signal.Signals if number.name in ("SIGINT", "SIGTERM", "SIGHUP")]
    for number in signals:
        signal.signal(number, lambda *_: stop.set())
    try:
        program = executable(_tell, stop)
        _tell("starting Label Studio …")
        with serving(program, data, args.port, stop) as server:
            lines = {
                "user": server.user,
                "password": f"in {server.password}",
                "token": f"in {server.token_file}",
                "next": f"wiremark labelstudio push{_options(server.url, server.token, server.token_file)}",
                "stop": "Ctrl-C",
            }
            print(f"Label Studio runs at {server.url}")
            print(*(f"  {name:10}{value}" for name, value in lines.items()), sep="\n", flush=True)
            server.wait(stop)
    except CannotServe as error:
        raise Usage(f"{error}", error.help) from None
    except Stopped:
        for number in signals:  # one that comes while Python leaves would else be the exit code
            signal.signal(number, signal.SIG_IGN)
        print("stopped")
    return 0


def _options(url: str, token: str, kept: Path) -> str:
    """The options that `push` needs for this server. Where no token is kept for push and pull yet, this one is now."""
    options = [] if url == (os.environ.get(URL) or LOCAL) else ["--url", url]
    common = token_file()
    known = os.environ.get(VARIABLE, "").strip() or (common.read_text("utf-8").strip() if common.exists() else "")
    if not known:
        write_private(common, f"{token}\n")
    elif known != token:  # another server's, which cannot always be had again
        options += ["--token-file", str(kept)]
    return "".join(f" {shlex.quote(word)}" for word in options)


def _in_workspace(folder: Path) -> bool:
    return any((above / "seeds").is_dir() and (above / "corpus").is_dir() for above in folder.resolve().parents)


def _data() -> Path:
    return data_home() / "labelstudio-data"


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
