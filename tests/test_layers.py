"""The rules of the house: imports point down, heavy packages stay in their rooms, modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wiremark.cli import COMMANDS
from wiremark.cli.labelstudio import SUBCOMMANDS as LABEL_STUDIO
from wiremark.cli.labelstudio import module
from wiremark.cli.schema import SUBCOMMANDS

PACKAGE = Path(__file__).parents[1] / "scripts" / "wiremark"
LEVELS = {
    "text": 0,
    "diagnostics": 1,
    "sources": 2,
    "schema": 2,
    "engine": 2,
    "workspace": 3,
    "cleaning": 4,
    "annotation": 4,
    "validation": 5,
    "dataset": 6,
    "labelstudio": 6,
    "export": 7,
    "cli": 8,
    "__main__": 9,
}
HEAVY = {
    "datasets",
    "pyarrow",
    "httpx",
    "label_studio_sdk",
    "ray",
    "numpy",
    "pandas",
    "huggingface_hub",
    "networkx",
    "krippendorff",
    "snowballstemmer",
    "rapidfuzz",
    "jsonschema_rs",
    "datasketch",
    "spacy",
    "cassis",
    "turbohtml",
    "lightgbm",
}
COMMAND_MODULES = {
    *(f"wiremark.cli.{name.replace('-', '_')}" for name in COMMANDS if name not in ("schema", "labelstudio")),
    *(f"wiremark.cli.schema.{name}" for name in SUBCOMMANDS),
    *map(module, LABEL_STUDIO),
}
SEALING_CHECKS = {"wiremark.cli.schema.release": {"wiremark.cli.schema.check"}}
"""The one exception: a version is sealed only where `schema check` finds nothing, so `release` runs it."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_room_has_a_level() -> None:
    assert {room(path) for path in MODULES} - {"__init__"} == set(LEVELS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "wiremark" or len(parts) == 1 or parts[1] not in LEVELS:
            continue
        assert parts[1] == here or LEVELS[parts[1]] < LEVELS[here], f"{here} imports {name}"


@pytest.mark.parametrize("name", sorted(COMMAND_MODULES))
def test_a_command_imports_no_other(name: str) -> None:
    path = PACKAGE.parent / f"{name.replace('.', '/')}.py"
    others = set(imported(path)) & (COMMAND_MODULES - {name})
    assert others == SEALING_CHECKS.get(name, set())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_stays_small(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 400


def loaded_by(code: str) -> set[str]:
    """The top-level packages in memory after `code` ran in a fresh interpreter."""
    script = f"{code}\nimport sys; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    command, root = [sys.executable, "-c", script], PACKAGE.parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    return set(done.stdout.split("\n")[-2].split())


@pytest.mark.parametrize(
    "command",
    [
        "validate",
        "clean --check",
        "audit",
        "stats documents labels aliases",
        "labelstudio config",
        "labelstudio export",
        "labelstudio import --help",
        "adjudicate --help",
        "export --help",
        "split --check",
        "leak-check --help",
        "--help",
    ],
)
def test_light_commands_load_nothing_heavy(command: str) -> None:
    code = f"from wiremark.cli import main\ntry:\n    main({command!r}.split())\nexcept SystemExit:\n    pass"
    assert not loaded_by(code) & HEAVY


def test_the_public_modules_load_nothing_heavy() -> None:
    rooms = ", ".join(f"wiremark.{name}" for name, level in LEVELS.items() if level < 6)
    assert not loaded_by(f"import {rooms}") & HEAVY
