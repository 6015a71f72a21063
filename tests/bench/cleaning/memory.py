"""What `wiremark clean` of shards takes: CPU of two processes beside one, and memory as the corpus grows.

CPU time is user and system time of the command and of all processes that came of it, their start included; the ways
take turns. Memory is the most that the process held (`VmHWM`, Linux), one process that cleans all shards itself.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from operator import truediv
from pathlib import Path

from tests.bench.cleaning.perturbed import documents
from tests.bench.cleaning.speed import write
from tests.bench.cleaning.table import show

SHARDS = 16
TWO = 1.15
"""What two processes may take of one's CPU time."""
FLAT = 1.05
"""What memory may become with twenty times the articles."""

METER = """
import ctypes, os, resource, subprocess, sys
# Workers may outlive the command that started them, and none waits for them then: they become this process's children.
PR_SET_CHILD_SUBREAPER = 36
if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
    sys.exit("no PR_SET_CHILD_SUBREAPER")
code = subprocess.run([sys.executable, "-m", "wiremark", *sys.argv[1:]], stdout=subprocess.DEVNULL).returncode
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime)
sys.exit(code)
"""
"""Runs the command and prints the seconds of CPU that it and all that came of it took (Linux)."""

PEAK = """
import sys
from pathlib import Path
from wiremark.cli import main
code = main(sys.argv[1:])
print(Path("/proc/self/status").read_text("ascii").partition("VmHWM:")[2].split()[0], file=sys.stderr)
sys.exit(code)
"""
"""Cleans as the command does; the last line of its standard error is the KiB that it held at most."""


def shards(folder: Path, count: int) -> Path:
    """`count` made-up articles in as many files as may be, each with others."""
    folder.mkdir(parents=True)
    for number in range(SHARDS):
        write(folder / f"{number:05}.parquet", documents(count // SHARDS, seed=number + 1))
    return folder


def run(folder: Path, count: int, *, rounds: int) -> None:
    """Prints both: two processes for `count` articles, memory for a tenth of them, for these and for twice as many."""
    given = shards(folder / "jobs", count)
    spent: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(2 * rounds):
        jobs = 1 + turn % 2
        spent[jobs].append(_cpu(given, folder / "out", jobs))
    print(f"wiremark clean --input, {SHARDS} shards of {count // SHARDS} made-up articles; all its processes")
    ratio = statistics.median(map(truediv, spent[2], spent[1]))
    rows = [[f"--jobs {jobs}", f"{statistics.median(all_):.1f} s"] for jobs, all_ in spent.items()]
    rows[1] += [f"x {ratio:.2f}", f"<= {TWO}"]
    show(("", "CPU", "of one", "wanted"), rows)
    held: dict[int, float] = {}
    for many in (count // 10, count, 2 * count):
        given = shards(folder / f"memory-{many}", many)
        held[many // SHARDS * SHARDS] = _peak(given, folder / "out")
        shutil.rmtree(given)
    print("the most memory that it held, one process")
    least = min(held)
    rows = [[f"{many} articles", f"{peak:.0f} MiB", f"x {peak / held[least]:.2f}"] for many, peak in held.items()]
    rows[0].pop()
    rows[-1].append(f"<= {FLAT}")
    show(("", "peak", "of the first", "wanted"), rows)


def _words(given: Path, out: Path, jobs: int) -> list[str]:
    return ["clean", "--input", str(given), "--output", str(out), "--mode", "rules", "--jobs", str(jobs)]


def _cpu(given: Path, out: Path, jobs: int) -> float:
    """Seconds of CPU."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-c", METER, *_words(given, out, jobs)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def _peak(given: Path, out: Path) -> float:
    """MiB."""
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *_words(given, out, 1)], capture_output=True, text=True, check=True
    )
    return int(done.stderr.split()[-1]) / 1024
