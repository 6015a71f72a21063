"""Tasks on a Ray cluster: a task whose process or node dies is done again by Ray itself."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

from wiremark.diagnostics import Usage
from wiremark.engine.records import Lost

Item = TypeVar("Item")
Result = TypeVar("Result")

RETRIES = 3
"""So often Ray does a task again whose process or node died."""


def on_ray(
    task: Callable[[Item], Result], items: Sequence[Item], address: str, jobs: int
) -> Generator[tuple[int, Result | Lost], None, None]:
    """As `executors.run` does. Raises Usage where Ray is not installed, or no cluster answers at the address."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody unasked
    try:
        import ray
    except ImportError:
        raise Usage("Ray is not installed", "pip install 'wiremark[ray]'") from None
    if ray.is_initialized():
        return _results(ray, task, items)
    here: dict[str, Any] = {"num_cpus": jobs, "include_dashboard": False} if address == "local" else {}
    try:
        _reach(address)
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **here)
    except (OSError, ValueError, RuntimeError) as error:  # of the first is ConnectionError
        raise Usage(
            f"no Ray cluster at {address}: {error}".partition("\n")[0],
            "name one as `ray start` prints it, or start one here with --ray local",
        ) from None
    return _until_done(ray, _results(ray, task, items))


def _reach(address: str) -> None:
    """Raises OSError where nobody listens at host:port; Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()


def _until_done(
    ray: Any, results: Generator[tuple[int, Result | Lost], None, None]
) -> Generator[tuple[int, Result | Lost], None, None]:
    try:
        yield from results
    finally:
        ray.shutdown()


def _results(
    ray: Any, task: Callable[[Item], Result], items: Sequence[Item]
) -> Generator[tuple[int, Result | Lost], None, None]:
    shared = ray.put(task)
    remote = ray.remote(max_retries=RETRIES)(_do)
    at_work = {remote.remote(shared, item): number for number, item in enumerate(items)}
    while at_work:
        for reference in ray.wait(list(at_work))[0]:
            number = at_work.pop(reference)
            try:
                yield number, ray.get(reference)
            except ray.exceptions.RayTaskError as error:
                raise error.as_instanceof_cause() from None
            except ray.exceptions.RayError as error:
                yield number, Lost(f"{type(error).__name__}: {error}".partition("\n")[0])


def _do(task: Callable[[Any], Any], item: Any) -> Any:
    return task(item)
