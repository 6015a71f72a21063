"""How fast articles are cleaned: ours and the peers on the same made-up articles, CPU time of one thread.

In each round every tool has its turn, on a part of the articles as large as suits it and in every round another; the
median round counts, and a ratio is the median of those within a round: a slow minute of the machine is no tool's. A
peer gets the articles in the form that it reads, made ready beforehand: HTML with each line that is not blank as a
paragraph, or its own `Document`. Ours gets Arrow batches as they come from the file, and gives back what the reference
gives: text, metadata, segments, and every piece taken out. What is made is let go, not written.
"""

from __future__ import annotations

import gc
import itertools
import logging
import re
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import truediv
from pathlib import Path
from typing import Any

from tests.bench.cleaning import peers_html
from tests.bench.cleaning.peers import paragraphs
from tests.bench.cleaning.table import show

ROUNDS = 3
BATCH = 1000
FEWEST = 50
"""Articles that a tool reads at least."""
ARROW = "ours, rules: Arrow"
NOTES = """\
documents: of one round; a tool that reads a part reads another one in each. ours is: how many times as fast the Arrow
path is as this tool, both by CPU time. read the Parquet (zstd) whole: by a new process, so into memory that it has not
used before; in batches: into memory that the batch before left, as the Arrow path, too, goes on. resiliparse and
datatrove: whole, as they are set; datatrove counts sentences with punkt, the data of which is not installed with it: so
with punkt that has learned no abbreviations, and with a regular expression, which is faster than any punkt. What ours
makes is all that the reference gives; a peer makes the text alone. not equal: the Arrow path gives other texts than the
reference, and its speed is of no interest.
"""


class NotEqual(Exception):
    """The Arrow path gives other texts than the reference: its speed is of no interest."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What works on one of `part` articles, made ready out of Arrow arrays; ours is to be `wanted` times as fast.

    The work gives its seconds of CPU where another process does it.
    """

    part: int
    ready: Callable[[list[Any]], Any]
    work: Callable[[Any], float | None]
    wanted: float | None = None


def write(path: Path, texts: Iterable[str]) -> None:
    """Writes the texts as a Parquet file with the columns `id` and `text`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    texts, written = iter(texts), 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(itertools.islice(texts, BATCH)):
            ids = [f"{path.stem}-{written + number}" for number in range(len(some))]
            writer.write_batch(pa.record_batch([ids, some], schema=schema))
            written += len(some)


def read(path: Path, start: int, count: int) -> list[Any]:
    """Arrow arrays of the texts from one article on."""
    import pyarrow.parquet as pq

    batches = pq.ParquetFile(path).iter_batches(BATCH, columns=["text"], use_threads=False)
    found = []
    for batch in batches:
        column = batch.column(0)[max(start, 0) : max(start + count, 0)]
        start -= len(batch)
        found += [column] if len(column) else []
        if start + count <= 0:
            break
    return found


def run(path: Path, what: str, *, wanted: bool = True) -> None:
    """Prints the table for the texts of the file, which are `what`, with the ratios wanted where they are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pa.set_cpu_count(1)
    count = pq.ParquetFile(path).metadata.num_rows
    tools, missing = _tools(path)
    spent: dict[str, list[float]] = {name: [] for name in tools}
    for turn in range(ROUNDS):
        for name, tool in tools.items():
            many = _many(tool, count)
            arrays = read(path, turn * many if (turn + 1) * many <= count else 0, many)
            ready = tool.ready(arrays)
            gc.collect()
            gc.freeze()  # what other tools have left in memory is not this one's to go through
            before = time.process_time()
            apart = tool.work(ready)
            spent[name].append((apart or time.process_time() - before) / many)
    size = sum(map(_bytes, read(path, 0, count))) / count
    print(f"speed, {count} {what} of {size / 1000:.1f} kB; CPU time of one thread, median of {ROUNDS} rounds")
    rows = [_row(name, tool, spent, _many(tool, count), size) for name, tool in tools.items()]
    rows += [[name, why] for name, why in missing.items()]
    heading = ("", "documents", "us each", "documents/s", "MB/s", "ours is", "wanted")
    show(heading if wanted else heading[:-1], [row[: len(heading) - (not wanted)] for row in rows])


def _many(tool: Tool, count: int) -> int:
    return min(max(count // tool.part, FEWEST), count)


def _bytes(array: Any) -> int:
    import pyarrow.compute as pc

    return int(pc.sum(pc.binary_length(array)).as_py())


def _row(name: str, tool: Tool, spent: dict[str, list[float]], many: int, size: float) -> list[str]:
    each = statistics.median(spent[name])
    row = [name, str(many), f"{each * 1e6:.1f}", f"{1 / each:.0f}", f"{size / each / 1e6:.1f}"]
    if ARROW in spent and name != ARROW:
        row.append(f"x {statistics.median(map(truediv, spent[name], spent[ARROW])):.2f}")
        if tool.wanted is not None:
            row.append(f">= {tool.wanted}")
    return row


def _tools(path: Path) -> tuple[dict[str, Tool], dict[str, str]]:
    """Those that are here, and why others are not."""
    tools = {
        "read the Parquet, whole": Tool(1, lambda arrays: path, _whole, 0.3),
        "read the Parquet, in batches": Tool(1, lambda arrays: path, _batches),
    }
    missing = {}
    makers: dict[str, Callable[[], Tool]] = {
        ARROW: lambda: _arrow(path, "rules", 1),
        "ours, full: Arrow": lambda: _arrow(path, "full", 20),
        "ours, rules: reference": _reference,
        "resiliparse main on <p>": lambda: _extractor(peers_html.resiliparse(options={}), 10, 4.0),
        "resiliparse all text on <p>": lambda: _extractor(peers_html.resiliparse(main=False), 10),
        "datatrove C4QualityFilter, punkt": lambda: _datatrove(_punkt()),
        "datatrove C4QualityFilter, regex": lambda: _datatrove(_ends()),
        "trafilatura fast on <p>": lambda: _extractor(peers_html.trafilatura_fast(), 100, 30.0),
        "trafilatura on <p>": lambda: _extractor(peers_html.trafilatura(), 100, 30.0),
        "justext on <p>": lambda: _extractor(peers_html.justext(), 100),
    }
    for name, make in makers.items():
        try:
            tools[name] = make()
        except ImportError:
            missing[name] = "not installed"
        except NotEqual:
            missing[name] = "not equal"
    return tools, missing


WHOLE = """
import sys, time
import pyarrow as pa, pyarrow.parquet as pq
pa.set_cpu_count(1)
pq.read_table(sys.argv[1], columns=["id"], use_threads=False)  # what is imported once is imported
before = time.process_time()
texts = pq.read_table(sys.argv[1], columns=["text"], use_threads=False)
print(time.process_time() - before)
"""


def _whole(path: Path) -> float:
    """Into memory that the process has not used before; it is a new one."""
    done = subprocess.run([sys.executable, "-c", WHOLE, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _batches(path: Path) -> None:
    """Into memory that the batch before left."""
    import pyarrow.parquet as pq

    for _ in pq.ParquetFile(path).iter_batches(BATCH, columns=["text"], use_threads=False):
        pass


def _arrow(path: Path, mode: str, part: int) -> Tool:
    from wiremark.cleaning import clean
    from wiremark.cleaning.columnar import clean_batch

    for array in read(path, 0, FEWEST):
        texts = clean_batch(array, mode=mode).column("text").to_pylist()
        if texts != [clean(text, mode=mode).text for text in array.to_pylist()]:
            raise NotEqual
    return Tool(part, list, _each(lambda array: clean_batch(array, mode=mode)))


def _each(work: Callable[[Any], object]) -> Callable[[Sequence[Any]], None]:
    def through(ready: Sequence[Any]) -> None:
        for one in ready:
            work(one)

    return through


def _texts(arrays: list[Any]) -> list[str]:
    return [text for array in arrays for text in array.to_pylist()]


def _reference() -> Tool:
    from wiremark.cleaning import clean

    return Tool(50, _texts, _each(clean))


def _extractor(extract: peers_html.Extractor, part: int, wanted: float | None = None) -> Tool:
    def pages(arrays: list[Any]) -> list[str]:
        return [paragraphs(line for line in text.split("\n") if line.strip()) for text in _texts(arrays)]

    extract(paragraphs(["What is loaded once is loaded."]))
    return Tool(part, pages, _each(extract), wanted)


def _datatrove(sentences: Callable[[str], list[str]]) -> Tool:
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, c4_filters

    def work(documents: Sequence[Any]) -> None:
        c4_filters.split_into_sentences = lambda line, language: sentences(line)
        for document in documents:
            tool.filter(document)

    tool = C4QualityFilter()
    return Tool(10, lambda arrays: [Document(text=text, id="") for text in _texts(arrays)], work, 4.0)


def _punkt() -> Callable[[str], list[str]]:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    return PunktSentenceTokenizer().tokenize  # type: ignore[no-any-return, unused-ignore]


def _ends() -> Callable[[str], list[str]]:
    end = re.compile(r"[.!?][\"'”’)]*(?:\s|$)")
    return lambda line: end.findall(line) or [line]
