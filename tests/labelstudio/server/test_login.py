"""Where the token comes from, and that nothing shows it. Needs no server and no SDK."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wiremark.labelstudio.local.user_files import write_private
from wiremark.labelstudio.server.connection import Server, ServerError
from wiremark.labelstudio.server.login import VARIABLE, NoToken, Token, token

SECRET = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file from which the token comes where nothing else is named."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "wiremark" / "labelstudio-token"


def test_a_token_shows_itself_nowhere() -> None:
    assert SECRET not in f"{Token(SECRET)!r} {Token(SECRET)} {[Token(SECRET)]}"


def test_the_named_file_comes_before_the_environment_and_that_before_the_kept_file(kept: Path, tmp_path: Path) -> None:
    named = tmp_path / "named"
    write_private(kept, "kept\n")
    write_private(named, "named\n")
    assert token({}) == Token("kept")
    assert token({VARIABLE: " variable\n"}) == Token("variable")
    assert token({VARIABLE: "variable"}, named) == Token("named")
    assert token({VARIABLE: " "}) == Token("kept")


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o620, 0o666])
def test_a_file_that_others_may_read_or_write_is_refused(kept: Path, mode: int) -> None:
    write_private(kept, SECRET)
    kept.chmod(mode)
    with pytest.raises(NoToken) as refused:
        token({})
    assert refused.value.help == f"chmod 600 {kept}"
    assert SECRET not in str(refused.value)


def test_what_is_no_token_is_refused_and_not_shown(kept: Path) -> None:
    for content in ("", "two words", "ké", f"{SECRET}\n{SECRET}"):
        write_private(kept, content)
        with pytest.raises(NoToken) as refused:
            token({})
        assert SECRET not in str(refused.value) + refused.value.help


def test_no_token_anywhere(kept: Path) -> None:
    with pytest.raises(NoToken, match="No such file"):
        token({})
    with pytest.raises(NoToken, match="Is a directory"):
        token({}, kept.parents[2])


def test_without_the_sdk_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "label_studio_sdk", None)
    with pytest.raises(ServerError) as missing:
        Server("http://127.0.0.1:8080", Token(SECRET))
    assert missing.value.help == "pip install 'wiremark[labelstudio]'"
