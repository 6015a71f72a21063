"""The Hub, spoken to through `huggingface_hub`; nothing else sees that client.

Left alone it waits without end for an answer, prints what it tries again, and its errors are of some twenty kinds.
Here an error says what happened and what to do. Its own repeats stay: what it repeats may be said twice, but for a
commit, and a commit names its parent, so that a second one is refused.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from wiremark.dataset.hub.files import Remote
from wiremark.diagnostics import Usage

Answer = TypeVar("Answer")

ENDPOINT = "HF_ENDPOINT"
"""The environment variable with the address of another Hub."""

TIMEOUT = 120.0
"""Seconds without a byte after which a request counts as lost. The Hub may work on a large commit for a minute."""

_KIND = "dataset"


class HubError(Usage):
    """A Hub that does not do what it was asked for. The message never shows the token."""

    def __init__(self, message: str, help: str, status: int = 0) -> None:
        super().__init__(message, help)
        self.status = status


class Unreachable(HubError):
    """Nobody answers."""


class Unsure(HubError):
    """No answer came, or one after which nobody knows whether it was done."""


class Stale(HubError):
    """The repository is no longer as it was looked at."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A dataset repository as it stands. head: the commit of `main`, empty where there is none; tags: their commits."""

    private: bool
    head: str
    branches: tuple[str, ...]
    tags: Mapping[str, str]
    files: Mapping[str, Remote]


class Hub:
    """One Hub, one login, and one repository on it, `namespace/name`. Every method raises HubError.

    The endpoint and the token are those of the environment, the token else that of `hf auth login`. notes: what the
    Hub has said beside its answers. host: its address, as messages show it.
    """

    def __init__(self, repository: str) -> None:
        self.notes: list[str] = []
        import huggingface_hub
        from huggingface_hub.utils.tqdm import disable_progress_bars

        self.repository = repository
        self._client = huggingface_hub
        self._endpoint = (os.environ.get(ENDPOINT) or huggingface_hub.constants.ENDPOINT).rstrip("/")
        self.host = _shown(self._endpoint)
        self._token = _usable(huggingface_hub.get_token())
        if self._token and _travels_openly(self._endpoint):
            self.notes.append(f"{self.host} is another machine, and http shows everybody between the token")
        if not sys.stderr.isatty():
            disable_progress_bars()
            logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
        _limit(huggingface_hub)
        self._api = huggingface_hub.HfApi(endpoint=self._endpoint, token=self._token or False, library_name="wiremark")

    @property
    def is_logged_in(self) -> bool:
        """Whether there is a token. Whether it is good, the first request shows."""
        return bool(self._token)

    @property
    def url(self) -> str:
        """The page of the repository."""
        return f"{self.host}/datasets/{self.repository}"

    def look(self) -> Repository | None:
        """The repository as it stands; None where there is none, or none that we may see."""
        try:
            info = self._ask(lambda: self._api.dataset_info(self.repository, timeout=TIMEOUT))
        except HubError as error:
            if error.status == 404 or (error.status == 401 and not self._token):  # so the Hub hides a private one
                return None
            raise
        refs = self._ask(lambda: self._api.list_repo_refs(self.repository, repo_type=_KIND))
        branches = {ref.name: ref.target_commit for ref in refs.branches}
        head = branches.get("main", info.sha or "")
        files = self.files(head) if head else {}
        return Repository(
            bool(info.private), head, tuple(branches), {ref.name: ref.target_commit for ref in refs.tags}, files
        )

    def files(self, commit: str) -> dict[str, Remote]:
        """The files of a commit by their places."""
        from huggingface_hub.hf_api import RepoFile

        def walk() -> dict[str, Remote]:
            entries = self._api.list_repo_tree(self.repository, recursive=True, revision=commit, repo_type=_KIND)
            return {
                entry.path: Remote(entry.size, entry.blob_id, entry.lfs.sha256 if entry.lfs else "")
                for entry in entries
                if isinstance(entry, RepoFile)
            }

        return self._ask(walk)

    def read(self, commit: str, place: str) -> bytes:
        """The content of a small file."""

        def get() -> bytes:
            url = self._client.hf_hub_url(
                self.repository, place, repo_type=_KIND, revision=commit, endpoint=self._endpoint
            )
            headers = self._client.utils.build_hf_headers(token=self._token or False, library_name="wiremark")
            answer = self._client.utils.get_session().get(url, headers=headers)
            self._client.utils.hf_raise_for_status(answer)
            content: bytes = answer.content
            return content

        return self._ask(get)

    def create(self, *, private: bool) -> None:
        """Makes the repository where there is none."""
        self._ask(lambda: self._api.create_repo(self.repository, repo_type=_KIND, private=private, exist_ok=True))

    def upload(self, folder: Path, delete: tuple[str, ...], parent: str, message: str, description: str) -> str:
        """One commit with the files of a folder, without those at the places to delete. Returns the commit.

        The client makes several of a large folder; `parent`, the commit that the first one must follow, holds for it
        alone. Raises Stale where another commit has come in between.
        """
        patterns = [re.sub(r"([\[*?])", r"[\1]", place) for place in delete]
        done = self._ask(
            lambda: self._api.upload_folder(
                repo_id=self.repository,
                repo_type=_KIND,
                folder_path=folder,
                delete_patterns=patterns or None,
                parent_commit=parent or None,
                commit_message=message,
                commit_description=description,
            )
        )
        commit: str = done.oid
        return commit

    def tag(self, name: str, commit: str) -> None:
        """Gives a commit its tag. Raises HubError with status 409 where the tag is there already."""
        self._ask(lambda: self._api.create_tag(self.repository, tag=name, revision=commit, repo_type=_KIND))

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                return call()
            except HubError:
                raise
            except Exception as error:
                meant = self._meant(error)
                if meant is None or os.environ.get("WIREMARK_DEBUG"):
                    raise
                raise meant from None
            finally:
                self.notes += [self._safe(one.message) for one in said if issubclass(one.category, UserWarning)]

    def _meant(self, error: Exception) -> HubError | None:
        """What an error of the client, or of what it stands on, means; None for one that the Hub has no part in."""
        errors = self._client.errors
        if isinstance(error, errors.HfHubHTTPError):
            said = error.server_message or ""
            return self._refused(error.response.status_code, self._safe(said))
        if isinstance(error, errors.OfflineModeIsEnabled):
            return Unreachable("HF_HUB_OFFLINE is set, so the Hub is not asked", "unset it to publish")
        module, names = type(error).__module__.split(".")[0], {kind.__name__ for kind in type(error).__mro__}
        if module in ("httpx", "httpx2", "httpcore", "httpcore2"):
            what = self._safe(error) or type(error).__name__
            if names & {"ConnectError", "ConnectTimeout", "ProxyError", "UnsupportedProtocol", "InvalidURL"}:
                return Unreachable(f"{self.host} cannot be reached: {what}", _CONNECTION)
            return Unsure(f"{self.host}: no answer came: {what}", _AGAIN)
        if isinstance(error, RuntimeError) and isinstance(error.__cause__, Exception):  # of a file that it was sending
            return self._meant(error.__cause__)
        if isinstance(error, RuntimeError) or (isinstance(error, OSError) and not (error.errno or error.filename)):
            return self._of_xet(error)
        if isinstance(error, ValueError) and f"{error}".startswith("Invalid metadata in README.md"):
            return HubError(f"{self.host} refuses the card: {self._safe(error)}", _CARD, 400)
        if isinstance(error, ValueError | KeyError | TypeError | AttributeError):
            return HubError(f"what answers at {self.host} is no Hub", _ADDRESS)
        return None

    def _of_xet(self, error: Exception) -> HubError:
        """What an error of Xet means, which stores large files: an OSError that names no file, or a RuntimeError."""
        what = self._safe(error) or type(error).__name__
        if status := re.search(r"HTTP status \w+ error \((\d{3})\b", str(error)):
            return self._refused(int(status[1]), what)
        return Unsure(f"{self.host}: the upload has stopped: {what}", _AGAIN)

    def _refused(self, status: int, said: str) -> HubError:
        """A status that is no success, and the Hub's reason."""
        why = f": {said}" if said else f", with status {status}"
        if status in _LOST:
            return Unsure(f"{self.host} answers with status {status}{f': {said}' if said else ''}", _AGAIN, status)
        if status == 412:
            return Stale(f"somebody else has changed {self.repository} meanwhile", _STALE, status)
        if status == 401:
            there = "does not accept the token" if self._token else "asks for a token"
            return HubError(f"{self.host} {there}{why}", _LOGIN, status)
        if status == 403:
            return HubError(f"{self.host} does not let this token do it{why}", _RIGHTS, status)
        if status == 404:
            return HubError(f"{self.host} has no such repository as {self.repository}{why}", _NAME, status)
        if status == 429:
            return HubError(f"{self.host} has had too many requests of yours{why}", _LATER, status)
        if status == 413:
            return HubError(f"{self.host}: a request is too long for the server, or a proxy before it", _PROXY, status)
        return HubError(f"{self.host} refuses{why}", "these are the Hub's own words", status)

    def _safe(self, said: object) -> str:
        """What somebody else said, short, on one line, and without the token."""
        text = " ".join(str(said).split())
        text = text.replace(self._token, "…") if self._token else text
        return text if len(text) <= 300 else f"{text[:299]}…"


_LOST = frozenset({408, 500, 502, 503, 504})
"""Answers after which nobody knows what the server did: often they are a proxy's."""

_AGAIN = (
    "run the same command again: what has arrived is not sent twice; the tag comes last, so who loads by tag never "
    "sees half a release"
)
_STALE = "run it again without --upload to see what would change now, then with it"
_CONNECTION = "check the network, and HF_ENDPOINT where you set it; nothing was changed there"
_ADDRESS = "check HF_ENDPOINT, and whether a proxy or a login page answers in place of the Hub"
_LOGIN = "set HF_TOKEN to a token that may write, or run `hf auth login`"
_RIGHTS = "make a token that may write to this namespace, or name a repository of your own"
_NAME = "check its name, and whether your token may see it"
_LATER = "wait some minutes, then run it again: what has arrived is not sent twice"
_PROXY = "have it allow more, or go round the proxy"
_CARD = "mend what the card is made of, or report it: the card's YAML is written by wiremark"


def _usable(token: str | None) -> str:
    """What goes into a header. Raises HubError where it is none; the message does not show it."""
    if token and not re.fullmatch(r"[!-~]+", token):
        raise HubError("what HF_TOKEN or the stored login holds is no token", _LOGIN)
    return token or ""


def _shown(endpoint: str) -> str:
    """An endpoint as messages show it. Raises HubError where it is no address; a login in it would go to nobody."""
    try:
        parts = urlsplit(endpoint)
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and not parts.query:
            port = f":{parts.port}" if parts.port else ""
            return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
    except ValueError:
        pass
    raise HubError(f"{ENDPOINT} is no address of a server", "give it one like https://hub.example.org, or unset it")


def _travels_openly(endpoint: str) -> bool:
    """Whether what is sent there leaves this machine unencrypted."""
    host = urlsplit(endpoint).hostname or ""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    return endpoint.startswith("http:") and not here


def _limit(client: Any) -> None:
    """Makes every request of the client end: by default it would wait for ever."""
    from huggingface_hub.utils._http import default_client_factory

    def factory() -> Any:
        made = default_client_factory()
        made.event_hooks = {**made.event_hooks, "request": [*made.event_hooks.get("request", ()), _end]}
        return made

    client.set_client_factory(factory)


def _end(request: Any) -> None:
    limits = {**dict.fromkeys(("connect", "read", "write", "pool")), **request.extensions.get("timeout", {})}
    limits = {name: TIMEOUT if seconds is None else seconds for name, seconds in limits.items()}
    request.extensions = {**request.extensions, "timeout": limits}
