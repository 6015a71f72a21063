"""A Label Studio server, spoken to over HTTP.

Not through Label Studio's SDK: that repeats a POST whose reply is lost, so that tasks are there twice or three times,
takes seconds to import, and reads a page of tasks into models that nobody asked for. What is sent once here is sent
once; what only reads is asked for again.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import msgspec

from wiremark.labelstudio.login import Token

Page = TypeVar("Page")

TIMEOUT = 60.0
"""Seconds without a byte after which a request counts as lost."""

_WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before what only reads is asked for once more."""

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
        import httpx

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
            raise ServerError("this is no address of a server", "give it like http://127.0.0.1:8080")
        self.url = url.rstrip("/")
        self._token = token
        self._authorization = "" if token.personal else f"Token {token.value}"
        self._client = httpx.Client(timeout=timeout, trust_env=not _is_loopback(parts.hostname))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(self, path: str, **query: str | int) -> Any:
        """What stands at a path, parsed. Asked for again, a few times, where no whole answer comes."""
        return self.page(_ANYTHING, path, **query)

    def page(self, decoder: msgspec.json.Decoder[Page], path: str, **query: str | int) -> Page:
        """What stands at a path, as the type that the decoder reads; else as `get`."""
        return _again(lambda: self._parsed(decoder, self._sent("GET", path, query=query)))

    def post(self, path: str, body: Any, **query: str | int) -> Any:
        """Sends a body once and gives the answer, parsed. Raises Unsure where nobody knows whether it arrived."""
        return self._parsed(_ANYTHING, self._sent("POST", path, body, query))

    def patch(self, path: str, body: Any) -> Any:
        """Changes what stands at a path; that may be said twice."""
        return _again(lambda: self._parsed(_ANYTHING, self._sent("PATCH", path, body)))

    def delete(self, path: str) -> None:
        """Removes what stands at a path; what is gone already is no error."""
        try:
            _again(lambda: self._sent("DELETE", path))
        except ServerError as error:
            if error.status != 404:
                raise

    def _sent(self, method: str, path: str, body: Any = None, query: Mapping[str, str | int] | None = None) -> bytes:
        """The answer to one request. A personal access token is exchanged first, and again where that ran out."""
        if not self._authorization:
            self._exchange()
        status, answer = self._request(method, path, body, query)
        if status == 401 and self._token.personal:
            self._exchange()
            status, answer = self._request(method, path, body, query)
        if status >= 300:
            raise self._error(status, answer)
        return answer

    def _exchange(self) -> None:
        status, answer = self._request("POST", "/api/token/refresh/", {"refresh": self._token.value})
        if status >= 300:
            raise self._error(status, answer)
        access = self._parsed(_ANYTHING, answer)
        if not isinstance(access, dict) or not isinstance(access.get("access"), str):
            raise self._stranger()
        self._authorization = f"Bearer {access['access']}"

    def _request(
        self, method: str, path: str, body: Any = None, query: Mapping[str, str | int] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of one answer. Raises Unreachable or Unsure where there is none, or one of a lost request."""
        import httpx

        headers = {"Authorization": self._authorization} if self._authorization else {}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = msgspec.json.encode(body)
        begin = time.monotonic()
        try:
            answer = self._client.request(
                method, f"{self.url}{path}", params=dict(query or {}), content=content, headers=headers
            )
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Unreachable(f"no server answers at {self.url}: {self._safe(error)}", _START) from None
        except httpx.TransportError as error:
            what = self._safe(error) or type(error).__name__
            raise Unsure(f"{self.url}: no answer came: {what}", _AGAIN, seconds=time.monotonic() - begin) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServerError(f"{self.url}: {self._safe(error)}", _ADDRESS) from None
        if answer.status_code in _LOST:
            message = f"{self.url}: the server answers {answer.status_code} {answer.reason_phrase}"
            raise Unsure(message, _AGAIN, answer.status_code, time.monotonic() - begin)
        if answer.is_redirect:
            origin = urlsplit(answer.headers.get("location", ""))
            raise ServerError(
                f"{self.url} sends to {self._safe(f'{origin.scheme}://{origin.netloc}')}", _ADDRESS, answer.status_code
            )
        return answer.status_code, answer.content

    def _error(self, status: int, answer: bytes) -> ServerError:
        """What an answer of 400 or more says."""
        try:
            said = msgspec.json.decode(answer)
        except msgspec.DecodeError:
            said = None
        if not isinstance(said, dict):
            return self._stranger(status)
        why = self._safe(said.get("validation_errors") or said.get("detail") or f"status {status}")
        if status == 401:
            return ServerError(f"{self.url} does not accept the token: {why}", _LOGIN, status)
        if status == 403:
            return ServerError(f"{self.url}: this login may not do that: {why}", _LOGIN, status)
        return ServerError(f"{self.url} refuses: {why}", _ADDRESS, status)

    def _parsed(self, decoder: msgspec.json.Decoder[Page], answer: bytes) -> Page:
        try:
            return decoder.decode(answer) if answer else msgspec.convert(None, decoder.type)
        except msgspec.DecodeError:
            raise self._stranger() from None

    def _stranger(self, status: int = 200) -> ServerError:
        """An answer, perhaps a proxy's page, that Label Studio does not give."""
        return ServerError(f"what answers at {self.url} is no Label Studio", _ADDRESS, status)

    def _safe(self, said: object) -> str:
        """What somebody else said, short, on one line, and without the token."""
        text = " ".join(str(said).split()).replace(self._token.value, "…")
        bearer = self._authorization.removeprefix("Bearer ")
        text = text.replace(bearer, "…") if bearer else text
        return text if len(text) <= 300 else f"{text[:299]}…"


_ANYTHING = msgspec.json.Decoder()

_START = "start it, for instance with `wiremark labelstudio serve`, or name another with --url"
_AGAIN = "nothing is lost: run the same command again, it goes on where it stopped; the server's log may say more"
_ADDRESS = "give --url the address that you open in the browser, like http://127.0.0.1:8080"
_LOGIN = (
    "copy the token from the page Account & Settings once more; a legacy token works where the organization allows "
    "legacy tokens, a personal access token everywhere"
)


def _again(work: Callable[[], Page]) -> Page:
    """Does what may be done twice until an answer comes."""
    for wait in _WAITS:
        try:
            return work()
        except Unsure:
            time.sleep(wait)
    return work()


def _is_loopback(host: str) -> bool:
    """True for this machine, to which no proxy leads."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
