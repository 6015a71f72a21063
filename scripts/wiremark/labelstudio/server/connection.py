"""A Label Studio server, spoken to through Label Studio's SDK; nothing else here sees the SDK.

Left alone, the SDK repeats a POST whose answer is lost, so that tasks are there twice or three times, follows
redirects with the login, and its errors print the session's cookie. Here what writes is sent once, what only reads is
asked for again, and an error says what happened and what to do.
"""

from __future__ import annotations

import gc
import ipaddress
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import msgspec

from wiremark.labelstudio.server.login import Token

Answer = TypeVar("Answer")

TIMEOUT = 60.0
"""Seconds without a byte after which a request counts as lost."""

_WAITS = (0.5, 1.0, 2.0)
"""Seconds before what may be said twice is said once more."""

_LOST = frozenset({408, 429, 500, 502, 503, 504})
"""Answers after which nobody knows what the server did: often they are a proxy's, or a worker's last words."""


class ServerError(Exception):
    """A server that does not do what it was asked for. The message never shows the token; `help` says what to do."""

    def __init__(self, message: str, help: str, status: int = 0) -> None:
        super().__init__(message)
        self.help = help
        self.status = status


class Unreachable(ServerError):
    """Nobody answers: what was to be sent has not left."""


class Unsure(ServerError):
    """The server may have done it, and may still be at it. `seconds`: how long the request had taken."""

    def __init__(self, message: str, help: str, status: int = 0, seconds: float = 0.0) -> None:
        super().__init__(message, help, status)
        self.seconds = seconds


class Server:
    """One server and one login; a context manager that closes the connection. Every method raises ServerError.

    url: with or without a final slash; a path within it is kept. timeout: seconds without a byte.
    """

    def __init__(self, url: str, token: Token, timeout: float = TIMEOUT) -> None:
        host = _host(url)
        self.in_clear = url.startswith("http:") and not _is_loopback(host)
        """Whether the token goes to another machine unencrypted."""
        try:
            import httpx
            import label_studio_sdk
        except ImportError as error:
            raise ServerError(f"{error.name or 'label_studio_sdk'} is not installed", _INSTALL) from None
        self.url = url.rstrip("/")
        self._secret = token.value
        self._http = httpx.Client(timeout=timeout, trust_env=not _is_loopback(host), follow_redirects=False)
        try:
            client: Any = label_studio_sdk.LabelStudio
            self._sdk = client(base_url=f"{self.url}/", api_key=token.value, httpx_client=self._http, max_retries=0)
        except Exception as error:  # a personal access token that has run out
            self._http.close()
            raise self._meant(error) or error from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def once(self, call: Callable[[Any], Answer]) -> Answer:
        """What the SDK's client answers to a call that writes. Raises Unsure where nobody knows whether it arrived."""
        begin = time.monotonic()
        try:
            return call(self._sdk)
        except Exception as error:
            meant = self._meant(error, time.monotonic() - begin)
            if meant is None:
                raise
            raise meant from None

    def again(self, call: Callable[[Any], Answer]) -> Answer:
        """The same for what may be said twice: asked again, a few times, where no whole answer comes."""
        for wait in _WAITS:
            try:
                return self.once(call)
            except Unsure:
                time.sleep(wait)
        return self.once(call)

    def page(self, decoder: msgspec.json.Decoder[Answer], path: str, **query: str | int) -> Answer:
        """What stands at a path, decoded at once: the SDK's models of a thousand tasks cost more than all our work."""

        def read(sdk: Any) -> Answer:
            answer = sdk._client_wrapper.httpx_client.request(path, method="GET", params=query)
            if answer.status_code != 200:
                raise _Refusal(answer.status_code, answer.content)
            with _undisturbed():
                return decoder.decode(answer.content)

        return self.again(read)

    def _meant(self, error: Exception, seconds: float = 0.0) -> ServerError | None:
        """What an error of the SDK, or of what it stands on, means; None for one that the server has no part in."""
        import httpx

        status = getattr(error, "status_code", None)
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return Unreachable(f"no server answers at {self.url}: {self._safe(error)}", _START)
        if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol):
            what = self._safe(error) or type(error).__name__
            return Unsure(f"{self.url}: no answer came: {what}", _AGAIN, seconds=seconds)
        if status in _LOST:
            return Unsure(f"{self.url}: the server answers with status {status}", _AGAIN, int(status or 0), seconds)
        if isinstance(status, int) and status >= 300:
            return self._refused(status, getattr(error, "body", None))
        if status or isinstance(error, ValueError | msgspec.DecodeError | httpx.HTTPError | httpx.InvalidURL):
            return ServerError(f"what answers at {self.url} is no Label Studio", _ADDRESS, status or 0)
        return None

    def _refused(self, status: int, body: Any) -> ServerError:
        """A status that is no success, and the server's reason."""
        if status < 400:
            return ServerError(f"{self.url} sends to another address", _ADDRESS, status)
        if status == 413:
            return ServerError(
                f"{self.url}: a request is too long for the server, or a proxy before it", _LENGTH, status
            )
        if not isinstance(body, dict):
            return ServerError(f"what answers at {self.url} with status {status} is no Label Studio", _ADDRESS, status)
        why = self._safe(_reasons(body) or f"status {status}")
        if status == 401:
            return ServerError(f"{self.url} does not accept the token: {why}", _LOGIN, status)
        help = {403: _LOGIN, 404: _ADDRESS}.get(status, "these are the server's words; its log may say more")
        return ServerError(f"{self.url} refuses: {why}", help, status)

    def _safe(self, said: object) -> str:
        """What somebody else said, short, on one line, and without the token."""
        text = " ".join(str(said).split()).replace(self._secret, "…")
        return text if len(text) <= 300 else f"{text[:299]}…"


class _Refusal(Exception):
    """An answer that is no page; like the SDK's own error."""

    def __init__(self, status: int, content: bytes) -> None:
        super().__init__()
        self.status_code = status
        try:
            self.body = msgspec.json.decode(content)
        except msgspec.DecodeError:
            self.body = None


_INSTALL = "pip install 'wiremark[labelstudio]'"
_START = "start it, for instance with `wiremark labelstudio serve`, or name another with --url"
_AGAIN = "nothing is lost: run the same command again, it goes on where it stopped; the server's log may say more"
_ADDRESS = "give --url the address that you open in the browser, like http://127.0.0.1:8080"
_LENGTH = "have it allow more: nginx calls that client_max_body_size"
_LOGIN = (
    "copy the token from the page Account & Settings once more; a legacy token works where the organization allows "
    "legacy tokens, a personal access token everywhere"
)


def _reasons(body: dict[str, Any]) -> str:
    """Why a server refuses: what it says of each field, else its detail."""
    wrong = body.get("validation_errors")
    if not isinstance(wrong, dict):
        return str(wrong or body.get("detail") or "")
    fields = {key: said if isinstance(said, list) else [said] for key, said in wrong.items()}
    return "; ".join(f"{key}: {' '.join(map(str, said))}" for key, said in fields.items())


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector of cycles, of which JSON has none: it takes twice as long as decoding a page."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _host(url: str) -> str:
    """The host of a server's address. Raises ServerError where it is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and not parts.query:
            _ = parts.port  # a number, or ValueError
            return parts.hostname
    except ValueError:
        pass
    raise ServerError("--url: this is no address of a server", _ADDRESS)


def _is_loopback(host: str) -> bool:
    """True for this machine, to which no proxy leads."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
