"""The files of a folder and what is packed in them, each as passages; their names, too."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from wiremark.dataset.leaks.passages import Found, Passage, Unread, lines, of_bytes

_DEPTH = 4
"""So deep may files be packed in files."""


def passages(folder: Path) -> Found:
    """Everything that can be read in a folder, file by file in order, with the names of its files.

    Raises OSError where one cannot be opened.
    """
    stems = list[str]()
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        stems.append(re.sub(r"\d", "", path.stem))
        yield Passage(name, "its name", name)
        if path.is_symlink():
            yield Passage(name, "where it leads", os.readlink(path))  # noqa: PTH115 (it may lead nowhere)
        if path.is_file():
            yield from _opened(name, path.read_bytes())
        elif not path.is_dir() or path.is_symlink():
            yield Unread(name, "a link to a folder or to nothing" if path.is_symlink() else "no regular file")
    yield Passage(".", "the names of its files", lines(stems), 1)


def count(folder: Path) -> int:
    """How many files a folder has."""
    return sum(not path.is_dir() or path.is_symlink() for path in _files(folder))


def _files(folder: Path) -> Iterator[Path]:
    """Every file and folder below a folder, in order; links are not followed."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)


def _opened(name: str, data: bytes, depth: int = 0) -> Found:
    if data.startswith(b"PAR1"):
        from wiremark.dataset.leaks.columnar import of_parquet

        yield from of_parquet(name, data)
    elif data.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        from wiremark.dataset.leaks.columnar import of_arrow

        yield from of_arrow(name, data)
    elif data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")) or _is_tar(data):
        if depth == _DEPTH:
            yield Unread(name, "packed in too many files")
            return
        try:
            yield from _unpacked(name, data, depth + 1)
        except _BROKEN as error:
            yield Unread(name, f"a packed file that cannot be opened: {error}")
    else:
        yield from of_bytes(name, data)


_BROKEN = (
    OSError,
    EOFError,
    RuntimeError,  # of a zip file: encrypted
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
)


def _unpacked(name: str, data: bytes, depth: int) -> Found:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield Passage(name, "its comment", packed.comment.decode("utf-8", "replace"))
            for member in packed.infolist():
                yield Passage(name, "the name of a member", member.filename)
                yield Passage(name, "the comment of a member", member.comment.decode("utf-8", "replace"))
                yield from _opened(f"{name}!{member.filename}", packed.read(member), depth)
    elif _is_tar(data):
        with tarfile.open(fileobj=io.BytesIO(data)) as packed_tar:
            for item in packed_tar:
                yield Passage(name, "the name of a member", f"{item.name} {item.linkname}")
                content = packed_tar.extractfile(item) if item.isfile() else None
                if content:
                    yield from _opened(f"{name}!{item.name}", content.read(), depth)
    elif data.startswith(b"\x1f\x8b"):
        yield Passage(name, "its head", data[:1000].decode("utf-8", "ignore"))  # a name and a comment may stand there
        yield from _opened(f"{name}!", gzip.decompress(data), depth)
    elif data.startswith(b"BZh"):
        yield from _opened(f"{name}!", bz2.decompress(data), depth)
    else:
        yield from _opened(f"{name}!", lzma.decompress(data), depth)


def _is_tar(data: bytes) -> bool:
    return data[257:262] == b"ustar"
