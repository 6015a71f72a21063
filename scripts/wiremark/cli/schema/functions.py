"""The functions that migrations name, out of the Python files beside them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from wiremark.diagnostics import Finding
from wiremark.schema.migrate.apply import Functions
from wiremark.schema.migrate.operations import Python
from wiremark.validation.migrations import MigrationFile
from wiremark.validation.places import Problem, placed


def functions_of(file: MigrationFile) -> tuple[Functions, list[Finding]]:
    """The functions that a migration names, by their names in it, and a finding for each that cannot be loaded."""
    found: dict[str, Any] = {}
    problems = []
    for number, operation in enumerate(file.migration.operations):
        for key in ("function", "inverse") if isinstance(operation, Python) else ():
            name = getattr(operation, key)
            module, _, function = name.partition(":")
            if not name:
                continue
            try:
                found[name] = getattr(_module(file.path.with_name(f"{module}.py")), function)
            except (Exception, SystemExit) as error:
                problems.append(_unloaded(f"/operations/{number}/{key}", name, module, error))
    return found, placed(problems, file.name, file.text)


def _module(path: Path) -> ModuleType:
    """A Python file beside a migration, run; without leaving bytecode there."""
    module = ModuleType(path.stem)
    exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)  # noqa: S102 (the workspace's own code)
    return module


def _unloaded(pointer: str, name: str, module: str, error: BaseException) -> Problem:
    return Problem(
        code="S308",
        pointer=pointer,
        message=f"the function {name} cannot be loaded",
        found=f"{type(error).__name__}: {error}" if not isinstance(error, OSError) else f"no {module}.py",
        expected=f"the function in schemas/migrations/{module}.py",
        help="mend the name, or the file",
    )
