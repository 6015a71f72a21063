"""The tasks of a project, as the server has them, page by page.

Read from the list of tasks and not from an export: an export leaves a copy of everything on the server's disk each
time, has predictions as numbers only, and comes whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from wiremark.labelstudio.server.connection import Server

SIZE = 100
"""Tasks on a page: with a hundred regions each, one or two megabytes."""


class _Page(msgspec.Struct):
    tasks: list[dict[str, Any]]


_PAGE = msgspec.json.Decoder(_Page)

_ALL = {"fields": "all"}
_DATA = {"fields": "task_only", "include": "id,data"}


def pages(server: Server, project: int, whole: bool = True) -> Iterator[list[dict[str, Any]]]:
    """Every task of a project, in the order of their numbers: `id`, `data`, `annotations`, `drafts`, `predictions`.

    A page begins behind the last task of the one before, so that nothing is left out or given twice where tasks come
    and go meanwhile. whole: False for `id` and `data` alone. Raises ServerError.
    """
    last = 0
    while True:
        behind = {"filter": "filter:tasks:id", "operator": "greater", "type": "Number", "value": last}
        query = {"filters": {"conjunction": "and", "items": [behind]}, "ordering": ["tasks:id"]}
        tasks = _asked(server, project, query, SIZE, whole)
        if not tasks:
            return
        yield tasks
        last = tasks[-1]["id"]


def repeats(server: Server, project: int) -> dict[str, int]:
    """The documents that stand in several tasks of a project, with the number of the first. Raises ServerError."""
    first, again = dict[str, int](), dict[str, int]()
    for page in pages(server, project, whole=False):
        for task in page:
            document = task["data"].get("document")
            if isinstance(document, str) and first.setdefault(document, task["id"]) != task["id"]:
                again[document] = first[document]
    return again


def chosen(server: Server, project: int, tasks: Collection[int]) -> list[dict[str, Any]]:
    """These tasks of a project, as `pages` gives them. Raises ServerError."""
    return _asked(server, project, {"selectedItems": {"all": False, "included": list(tasks)}}, len(tasks), True)


def _asked(server: Server, project: int, query: dict[str, Any], size: int, whole: bool) -> list[dict[str, Any]]:
    asked = msgspec.json.encode(query).decode()
    return server.page(
        _PAGE, "/api/tasks", project=project, page_size=size, query=asked, **(_ALL if whole else _DATA)
    ).tasks
