"""Which shards there are, and where the output of each goes: a function of the files alone, on every machine."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wiremark.diagnostics import Finding, Usage

KINDS = (".parquet", ".jsonl", ".ndjson")
"""What a folder is looked through for; of the last two also those that are compressed."""

_NAME = re.compile(r"(?P<stem>.+?)(?:\.parquet|(?:\.jsonl|\.ndjson|\.json)(?:\.gz|\.bz2|\.zst)?)", re.DOTALL)
_IN_A_FOLDER = re.compile(
    r".+?(?:\.parquet|(?:\.jsonl|\.ndjson)(?:\.gz|\.bz2|\.zst)?|\.json\.(?:gz|bz2|zst))", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Shard:
    """One file to work on. `name` is that of its output without `.parquet`, with the folders below the input's."""

    name: str
    path: Path

    @property
    def is_parquet(self) -> bool:
        """Parquet, or else JSON lines."""
        return self.path.name.endswith(".parquet")

    def output(self, folder: Path) -> Path:
        """Where what comes of it stands in a folder."""
        return folder / f"{self.name}.parquet"


@dataclass(frozen=True, slots=True)
class Plan:
    """The shards in the order of their names, and what is wrong with those that cannot be told apart."""

    shards: tuple[Shard, ...]
    findings: tuple[Finding, ...]

    def part(self, number: int, of: int) -> Plan:
        """Every `of`-th shard, from the `number`-th (1 is the first). What is wrong is told with the first part."""
        return Plan(self.shards[number - 1 :: of], self.findings if number == 1 else ())


def plan(inputs: Sequence[str], output: Path) -> Plan:
    """The shards in files, folders (and those below) and patterns (`*`, `?`, `[…]`, `**`), each once.

    Shards whose output would have one name are left out, and are a finding; so is a folder that may not be read.
    Raises Usage for an input that does not exist or is none, and for an output that stands in an input.
    """
    found: dict[Path, Shard] = {}
    unread: list[Finding] = []
    for text in inputs:
        for path, name in _files(text, output, unread):
            found.setdefault(path.resolve(), Shard(name, path))
    shards = sorted(found.values(), key=lambda shard: (shard.name, shard.path.as_posix()))
    numbers = Counter(shard.name for shard in shards)
    for shard in shards:
        if shard.output(output).resolve() == shard.path.resolve():
            raise Usage(f"the output of {shard.path} would replace it", "name another folder with --output")
    return Plan(
        tuple(shard for shard in shards if numbers[shard.name] == 1),
        (*unread, *(_same_name(name, shards) for name, number in numbers.items() if number > 1)),
    )


def _files(text: str, output: Path, unread: list[Finding]) -> Iterator[tuple[Path, str]]:
    """The files that an argument stands for, each with the name of its output; to `unread` goes what hides some."""
    path = Path(text)
    if path.is_dir():
        there = output.resolve()
        if path.resolve() in (there, *there.parents):
            raise Usage(
                f"--output {output} is in the input {text}", "name a folder beside it: what is written is no input"
            )
        closed: list[Finding] = []
        shards = sorted(_below(path, closed))
        unread += closed
        if not shards and not closed:
            raise Usage(f"{text} holds no shards", f"wanted are files {', '.join(f'*{kind}' for kind in KINDS)}")
        yield from ((path / name, _stem(name)) for name in shards)
    elif path.exists():
        yield path, _stem(path.name)
    else:
        matches = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 (which takes no absolute pattern)
        if not matches:
            raise Usage(f"{text}: there is no such file, and no file of such a pattern", "check the name")
        yield from ((Path(match), _stem(Path(match).name)) for match in matches if Path(match).is_file())


def _below(folder: Path, unread: list[Finding]) -> Iterator[str]:
    """The shards in a folder and those below it: not hidden, nor in a folder that is or that begins with `_`."""
    for place, folders, files in os.walk(folder, onerror=lambda error: unread.append(_unreadable(error))):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in files:
            path = Path(place, name)
            if name[0] not in "._" and _IN_A_FOLDER.fullmatch(name) and path.is_file():
                yield path.relative_to(folder).as_posix()


def _stem(name: str) -> str:
    match = _NAME.fullmatch(name)
    if match is None:
        raise Usage(f"{name} is no shard", "a shard is a Parquet file (.parquet) or JSON lines (.jsonl, .jsonl.gz, …)")
    return match["stem"]


def _unreadable(error: OSError) -> Finding:
    return Finding(
        code="C202",
        file=f"{error.filename}",
        message="this folder cannot be read; nothing in it was",
        found=error.strerror or f"{error}",
        expected="a folder that may be read",
        help="let it be read (chmod) or take it away, then run this again: it goes on with what is left",
    )


def _same_name(name: str, shards: Sequence[Shard]) -> Finding:
    first, *others = (shard.path for shard in shards if shard.name == name)
    return Finding(
        code="C204",
        file=str(first),
        message=f"the output of several shards would be {name}.parquet; none of them was read",
        found=f"also {', '.join(map(str, others))}",
        expected="a name for each shard",
        help="rename one of them, name the folder above both, or work on them in two runs with two outputs",
    )
