"""Ways to do tasks: one after the other here, on several processes, on a Ray cluster. What comes out is the same.

Each gives the results as they come, every one with the place of its item. A process that dies takes its task with it
and nothing else: the task is done again, and after several deaths it is `Lost`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from wiremark.engine.records import Lost

Item = TypeVar("Item")
Result = TypeVar("Result")


def run(
    task: Callable[[Item], Result], items: Sequence[Item], jobs: int = 1, ray: str = ""
) -> Generator[tuple[int, Result | Lost], None, None]:
    """Does a task for each item, and gives the results with the items' numbers, in no order.

    The task and what it takes and gives can be pickled; what `modules` of the task names is loaded once. jobs: how many
    processes; 1 is this one alone. ray: the address of a cluster, or `local` for one that is started here, with so many
    processes as `jobs` says. Whoever stops taking stops the work. Raises Usage where there is no Ray or no such
    cluster.
    """
    if ray:
        from wiremark.engine.on_ray import on_ray

        return on_ray(task, items, ray, jobs)
    if jobs == 1 or len(items) < 2:
        return ((number, task(item)) for number, item in enumerate(items))
    from wiremark.engine.pool import on_pool  # which loads multiprocessing

    return on_pool(task, items, min(jobs, len(items)))
