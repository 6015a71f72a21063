"""Tasks on several processes. Of a process that dies the task is done again, alone, so that it is plain which kills."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib.abc import MetaPathFinder
from typing import Any, TypeVar

from wiremark.engine.records import Lost

Item = TypeVar("Item")
Result = TypeVar("Result")

_PATIENCE = 10  # seconds
TRIES = 3
"""So often a task is done whose process died."""


def on_pool(
    task: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Generator[tuple[int, Result | Lost], None, None]:
    """As `executors.run` does. jobs: how many processes."""
    left = list(range(len(items)))[::-1]
    while left:
        broken = False
        at_work: dict[Future[Result], int] = {}
        with _pool(task, jobs) as pool:
            try:
                while (left or at_work) and not broken:
                    while left and len(at_work) < jobs:  # no more than are worked on: these alone can be to blame
                        at_work[pool.submit(_do, items[left[-1]])] = left[-1]
                        left.pop()
                    for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                        if isinstance(future.exception(), BrokenProcessPool):
                            broken = True
                        else:
                            yield at_work.pop(future), future.result()
            except BrokenProcessPool:  # of `submit`
                broken = True
            except KeyboardInterrupt:  # which the processes know of only where it came from the keyboard
                _end()
                raise
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        for future, number in at_work.items():
            done = future.done() and not future.cancelled() and future.exception() is None
            yield number, future.result() if done else _alone(task, items[number])


def _alone(task: Callable[[Item], Result], item: Item) -> Result | Lost:
    for _ in range(TRIES):
        with _pool(task, 1) as pool:
            try:
                result: Result = pool.submit(_do, item).result()
            except BrokenProcessPool as error:
                reason = f"{error}"
            else:
                return result
    return Lost(reason)


def _end() -> None:
    """Ends the processes, and waits until they are gone: what they left can be cleared only then."""
    processes = multiprocessing.active_children()
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_PATIENCE)


def _pool(task: Callable[[Any], Any], jobs: int) -> ProcessPoolExecutor:
    # a fork of this process may hang, for what its threads hold; a forkserver does no work, and loads modules once
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    context.set_forkserver_preload([task.__class__.__module__, *getattr(task, "modules", ())])
    return ProcessPoolExecutor(jobs, context, _begin, (task,))


class _WithoutPandas(MetaPathFinder):
    """pyarrow asks for pandas when it is first given a list: up to seconds a process, and no task needs it."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is not wanted here", name=name)


_task: Callable[[Any], Any] | None = None  # of a process of the pool


def _begin(task: Callable[[Any], Any]) -> None:
    global _task
    _task = task
    sys.meta_path.insert(0, _WithoutPandas())
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # at Ctrl-C it ends without a word: the first process speaks
    _end_with_parent()


def _end_with_parent() -> None:
    """A process of a pool would wait for ever for work of one that was killed."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _do(item: Any) -> Any:
    if _task is None:
        raise RuntimeError("the process has not begun")
    return _task(item)
