"""The token by which a Label Studio server knows us: from the environment, or from a file that only its owner reads."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wiremark.labelstudio.local.user_files import token_file

VARIABLE = "LABEL_STUDIO_API_KEY"
"""The environment variable with the token."""


class NoToken(Exception):
    """There is no token that can be used. The message never shows one; `help` says what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """A legacy token or a personal access token. Neither `str` nor `repr` shows it."""

    value: str

    def __repr__(self) -> str:
        return "Token(…)"


def token(environment: Mapping[str, str], file: Path | None = None) -> Token:
    """The token of the named file, else of the environment, else of the file that `serve` writes. Raises NoToken."""
    if file is None and environment.get(VARIABLE, "").strip():
        return _token(environment[VARIABLE], VARIABLE)
    path = file or token_file()
    return _token(_private(path), f"{path}")


def _private(path: Path) -> str:
    """The content of a file that nobody else may read."""
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise NoToken(f"{path}: others than its owner may read or write this file", f"chmod 600 {path}")
            return stream.read(10_000).decode("ascii", "replace")
    except OSError as error:
        raise NoToken(f"no token for Label Studio: {path}: {error.strerror}", _HELP) from None


def _token(text: str, place: str) -> Token:
    """What goes into a header: no white space within, nothing beyond ASCII."""
    value = text.strip()
    if not re.fullmatch(r"[!-~]+", value):
        raise NoToken(f"{place}: what stands here is no token", _HELP)
    return Token(value)


_HELP = (
    f"copy the token from the server's page Account & Settings into {VARIABLE}, or into a file with mode 600 that "
    "--token-file names; `wiremark labelstudio serve` writes one"
)
