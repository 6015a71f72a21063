"""The folder of a dataset, replaced as a whole: killed at any moment, the old dataset or the new one is whole.

Beside the folder `<out>`, while a build runs, stand `.<out>.wiremark-new`, which is never whole, and for a moment
`.<out>.wiremark-old`, which always is. What a killed build left of them, the next one puts right.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Literal

from wiremark.diagnostics import Finding, Refused
from wiremark.sources import SPLITS
from wiremark.workspace import Workspace

MADE_BY = "# Made by `wiremark`, which replaces this folder as a whole: edit the workspace, not this file."
"""The first line of the card's YAML. By it a command knows a folder that one of them made."""

CARD, RIGHTS, ANNOTATION_LICENCE = "README.md", "LICENSE.md", "LICENSE-annotations"
MANIFEST, CROISSANT, ANNOTATORS, PARAGRAPHS = "MANIFEST.json", "croissant.json", "ANNOTATORS.md", "paragraphs.json"
CITATION = "CITATION.cff"
JOINING, REHYDRATED = "rehydrate.json", "REHYDRATED.json"
"""What `rehydrate` needs beside the tables, in a stand-off release; and what it found, in what it made."""

STANDOFF = "standoff"
"""Where a rehydrated dataset that lacks something keeps the release that it was made from."""

_FILES = (
    CARD,
    RIGHTS,
    ANNOTATION_LICENCE,
    MANIFEST,
    CROISSANT,
    ANNOTATORS,
    PARAGRAPHS,
    CITATION,
    JOINING,
    REHYDRATED,
)

_SHARD = rf"data/\w+/(?:{'|'.join(SPLITS)})-\d{{5}}-of-\d{{5}}\.parquet"
_SCHEMA = r"schemas/annotation-[^/]+\.json"
_OURS = re.compile(rf"(?:{STANDOFF}/)?(?:{'|'.join([_SHARD, _SCHEMA, *map(re.escape, _FILES)])})")
DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers drop into a folder."""


Kind = Literal["dataset with the texts", "stand-off release", "rehydrated dataset"]
FULL: Kind = "dataset with the texts"
BARE: Kind = "stand-off release"
JOINED: Kind = "rehydrated dataset"


def kind_of(folder: Path) -> Kind | None:
    """What a folder holds, told by a file that only this kind has; None where no command of ours made it."""
    if not _is_made_by_us(folder / CARD):
        return None
    if (folder / REHYDRATED).is_file():
        return JOINED
    return BARE if (folder / PARAGRAPHS).is_file() else FULL


class Unwritable(OSError):
    """The dataset cannot be written where it should stand: `filename` is the place, `strerror` why."""


@contextmanager
def replacing(workspace: Workspace, out: Path, *kinds: Kind) -> Iterator[Path]:
    """An empty folder to fill, which becomes `out` at the end, or goes when anything fails.

    kinds: which an older dataset in `out` may be of, by default a dataset with the texts. Raises Refused as `settle`
    does and where the older one is of another kind, and Unwritable for what the system refuses.
    """
    try:
        settle(workspace, out)
        refuse_other(workspace, out, *kinds)
        with swapped(out) as fresh:
            yield fresh
    except OSError as error:
        raise Unwritable(error.errno, error.strerror or f"{error}", str(out)) from error


@contextmanager
def swapped(out: Path) -> Iterator[Path]:
    """An empty folder to fill, which takes the place of `out`, whatever is there, or goes when anything fails.

    First puts right what a killed run left beside `out`. Raises OSError.
    """
    fresh, old = _beside(out)
    _settle(out)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        if out.exists():
            out.replace(old)
        fresh.replace(out)
    finally:
        _settle(out)


def settle(workspace: Workspace, out: Path) -> None:
    """Puts right what a killed build left. Raises Refused where a file that no build wrote would be lost."""
    fresh, old = _beside(out)
    _refuse_foreign(workspace, fresh, whole=False)
    for folder in (old, out):
        _refuse_foreign(workspace, folder, whole=True)
    _settle(out)


def refuse_other(workspace: Workspace, out: Path, *kinds: Kind) -> None:
    """Raises Refused where `out` holds a dataset of none of these kinds: one that may go out never becomes another."""
    kinds = kinds or (FULL,)
    found = kind_of(out)
    if found and found not in kinds:
        finding = Finding(
            code="D103",
            file=workspace.relative(out),
            message="the folder holds a dataset of another kind",
            found=f"a {found}",
            expected=" or ".join(f"a {kind}" for kind in kinds) + ", or no folder",
            help="name another folder, or take this one away; one kind never replaces another unasked",
        )
        raise Refused([finding])


def is_ours(place: str) -> bool:
    """Whether a release has files at such a place, a path in its folder with slashes."""
    return bool(_OURS.fullmatch(place))


def unsettled(out: Path) -> bool:
    """Whether a killed command left something beside the folder, or in its place."""
    return any(path.exists() for path in _beside(out))


def _beside(out: Path) -> tuple[Path, Path]:
    return out.with_name(f".{out.name}.wiremark-new"), out.with_name(f".{out.name}.wiremark-old")


def _settle(out: Path) -> None:
    """Nothing is deleted under the name that says it is whole, and nothing whole while `out` is missing."""
    fresh, old = _beside(out)
    if fresh.exists():
        shutil.rmtree(fresh)
    if old.exists() and not out.exists():
        old.replace(out)
    elif old.exists():
        old.replace(fresh)
        shutil.rmtree(fresh)


def _refuse_foreign(workspace: Workspace, folder: Path, *, whole: bool) -> None:
    """Raises Refused where a folder holds anything but what `build` writes; a whole one has its card."""
    if not folder.exists():
        return
    ours = not whole or _is_made_by_us(folder / CARD)
    names = (path.relative_to(folder).as_posix() for path in _files(folder)) if folder.is_dir() else iter(["a file"])
    foreign = list(islice((name for name in names if not (ours and _OURS.fullmatch(name))), 5))
    if foreign:
        finding = Finding(
            code="D101",
            file=workspace.relative(folder),
            message="the folder for the dataset holds something else",
            found=", ".join(foreign),
            expected="no folder, an empty one, or an older dataset and nothing beside it",
            help="name another folder with --out, or move these files away",
        )
        raise Refused([finding])


def _is_made_by_us(card: Path) -> bool:
    return card.is_file() and b"# Made by `wiremark" in card.read_bytes()[:400]


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder but what file managers drop, in order; of a link, the link."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.name not in DROPPINGS:
            yield path
