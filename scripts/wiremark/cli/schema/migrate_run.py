"""What `wiremark schema migrate` does: moves in memory, checks, writes, and says what it did."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from wiremark import validation
from wiremark.annotation.adjudication.lines import FILE
from wiremark.annotation.migration import journal
from wiremark.cli.report import print_findings, report
from wiremark.cli.schema.behind import not_there
from wiremark.cli.schema.migrator import Migrator, Outcome, canonical
from wiremark.cli.trial import trial
from wiremark.diagnostics import Finding, Refused, Usage, count
from wiremark.schema.profile import Profile
from wiremark.schema.versions import precedence
from wiremark.validation import migrations, schemas
from wiremark.validation.places import Problem, placed, show
from wiremark.workspace import Workspace


def migrate(args: argparse.Namespace) -> int:
    """Runs the command. Returns its exit code; raises Refused, Usage, Busy."""
    workspace = Workspace.at(args.directory)
    if args.check or args.dry_run:
        if journal.pending(workspace):
            raise Refused([journal.unfinished()])
        return _migrate(workspace, args, [])
    with workspace.locked(), _finishable(workspace):
        finished = journal.finish(workspace)
        return _migrate(workspace, args, finished)


@contextmanager
def _finishable(workspace: Workspace) -> Iterator[None]:
    """Says, where the writing is interrupted, that another run finishes it."""
    try:
        yield
    except (OSError, KeyboardInterrupt) as error:
        if not journal.pending(workspace):
            raise
        why = "interrupted" if isinstance(error, KeyboardInterrupt) else f"{error.filename}: {error.strerror}"
        raise Usage(why, "run `wiremark schema migrate` again: some files are written, it finishes the rest") from None


def _migrate(workspace: Workspace, args: argparse.Namespace, finished: list[str]) -> int:
    migrator = _migrator(workspace, args.to)
    outcome = migrator.run()
    profile = migrator.profiles[migrator.target]
    review = list(_review(outcome, workspace))
    found = _found(workspace, outcome, migrator.profiles) if outcome.files else []
    wrong = list(_wrong(found, workspace, outcome, profile))
    stale = [_behind(version, outcome, workspace) for version in _versions(outcome)] if args.check else []
    if wrong or stale:
        return report([*wrong, *stale, *review], args.format, workspace.root)
    new = canonical(outcome, profile)
    if outcome.lines is not None:
        new[workspace.annotations / FILE] = outcome.lines
    changed = {path: content for path, content in new.items() if path.read_bytes() != content}
    if not args.check and not args.dry_run:
        journal.change(workspace, changed)
        review = [*_again(review, outcome, workspace)]
    names = sorted(workspace.relative(path) for path in changed)
    if args.format == "json":
        told = _data(outcome, names, finished, args, workspace)
        print_findings(review, told)
        return int(bool(review))
    code = report(review, args.format, workspace.root)
    if args.format == "text":
        _print(outcome, names, finished, args)
        rules = [one for one in found if one.code.startswith(("A4", "A5"))]
        if rules:
            print(
                f"by the rules of levels 4 and 5 there are {count(len(rules), 'error')}: `wiremark validate` tells them"
            )
    return code


def _migrator(workspace: Workspace, to: str | None) -> Migrator:
    """Everything read that migrations need. Raises Refused where a schema or a migration is not right, and Usage."""
    known = schemas.load(workspace)
    found, findings = migrations.load(workspace, known.profiles)
    if known.findings or findings:
        raise Refused([*known.findings, *findings])
    newest = known.newest
    target = to or (newest.version if newest else "")
    if target not in known.profiles:
        there = ", ".join(sorted(known.profiles, key=precedence))
        raise Usage(f"there is no schema {target}", f"schemas/ holds {there}")
    return Migrator(workspace, known.profiles, found, target)


def _versions(outcome: Outcome) -> list[str]:
    """The versions of files that are to be migrated, in order."""
    return sorted((version for version in outcome.before if version != outcome.target), key=precedence)


def _behind(version: str, outcome: Outcome, workspace: Workspace) -> Finding:
    paths = outcome.before[version]
    return not_there(workspace, version, paths, outcome.target, outcome.texts[paths[0]])


# what a person has to choose


def _review(outcome: Outcome, workspace: Workspace) -> Iterator[Finding]:
    """A finding for each value that the migration could not decide, at its place in the file as it is."""
    for file in outcome.files:
        problems = [_undecided(file.data, row) for row in file.rows]
        yield from placed(problems, workspace.relative(file.path), outcome.texts[file.path])
    for row in outcome.open_lines:
        name = workspace.relative(workspace.annotations / FILE)
        problem = _open(
            ", ".join(row.open), f"line {row.number}", "", "the value that the passes have", "mend the line"
        )
        yield from (replace(finding, line=row.number) for finding in placed([problem], name, "{}"))


def _again(findings: Iterable[Finding], outcome: Outcome, workspace: Workspace) -> Iterator[Finding]:
    """The same findings, at their places in the files that were written."""
    for file in outcome.files:
        if file.rows:
            text = file.path.read_bytes().decode("utf-8")
            data = json.loads(text)
            waiting = [_undecided(data, row) for row in file.rows]
            yield from placed(waiting, workspace.relative(file.path), text)
    for one in findings:
        if one.file.endswith(FILE):
            yield replace(one, line=one.line - sum(number < one.line for number in outcome.gone))


def _undecided(data: Mapping[str, Any], row: Mapping[str, Any]) -> Problem:
    name, choices = f"{row['property']} of {row['id']}", ", ".join(row["choices"])
    help = f"choose, then take the row about {row['id']} out of the file's list `review`"
    return _open(name, f"it was {show(row['was'])}", _pointer(data, row), f"one of {choices}", help)


def _open(name: str, found: str, pointer: str, expected: str, help: str) -> Problem:
    message = f"{name} is for a person to choose; the first choice stands there until then"
    return Problem(code="S310", pointer=pointer, message=message, found=found, expected=expected, help=help)


def _pointer(data: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Where the property stands that a row of review is about."""
    for base, key in ((data.get(row["list"]), ""), ((data.get("orphans") or {}).get(row["list"]), "record")):
        if isinstance(base, dict):
            return f"/{row['list']}/{row['id']}/{row['property']}"
        for number, item in enumerate(base or ()):
            record = item.get(key, item) if isinstance(item, dict) else {}
            if isinstance(record, dict) and record.get("id") == row["id"]:
                below = f"/orphans/{row['list']}/{number}/record" if key else f"/{row['list']}/{number}"
                return f"{below}/{row['property']}"
    return ""


# would it be valid?

_BLOCKING = ("L", "S", "A2", "A303", "A304", "A305", "A306", "A311", "A313")
"""What a migration can break: structure and links, and no span, which it never touches."""


def _found(workspace: Workspace, outcome: Outcome, profiles: Mapping[str, Profile]) -> list[Finding]:
    """The errors that validation finds in the files as they would be."""
    files = {file.path: json.dumps(file.data, ensure_ascii=False).encode("utf-8") for file in outcome.files}
    kept = [workspace.schema(one) for one in profiles if precedence(one) <= precedence(outcome.target)]
    with trial(workspace, files, schemas=kept) as tried:  # no schema is newer, and items are as they stood in lists
        return [one for one in validation.validate(tried)[0] if one.severity == "error"]


def _wrong(found: list[Finding], workspace: Workspace, outcome: Outcome, profile: Profile) -> Iterator[Finding]:
    """Those that a migration can be to blame for, at the places in the files as they are."""
    found = [one for one in found if one.code.startswith(_BLOCKING)]
    unfit = [one for one in found if one.code.startswith("A")]
    if unfit and unfit == found and outcome.unmigrated:
        yield _missing(found, outcome, profile)
        return
    texts = {workspace.relative(path): text for path, text in outcome.texts.items()}
    for one in found:
        problem = Problem(
            code=one.code,
            pointer=one.pointer,
            message=one.message,
            found=one.found,
            expected=one.expected,
            notes=(*one.notes, f"so after the migration to {outcome.target}; nothing was written"),
            help=one.help,
        )
        yield from placed([problem], one.file, texts[one.file]) if one.file in texts else [one]


def _missing(found: list[Finding], outcome: Outcome, profile: Profile) -> Finding:
    """Files that do not fit, where a version was passed with no migration to it."""
    old, new = outcome.unmigrated[0]
    files = count(len({one.file for one in found}), "file")
    return Finding(
        code="S309",
        file=f"schemas/annotation-{new}.json",
        message=f"{files} would not fit schema {profile.version}, and no migration leads from {old} to {new}",
        found=f"{count(len(found), 'value')} that {'does' if len(found) == 1 else 'do'} not fit",
        expected=f"schemas/migrations/{old}__{new}.json, with what becomes of each",
        notes=tuple(f"{one.file} {one.pointer}: {one.message}" for one in found[:3]),
        help="write the migration; `wiremark schema check --fix` proposes one",
    )


# what is printed


def _data(
    outcome: Outcome, names: list[str], finished: list[str], args: argparse.Namespace, workspace: Workspace
) -> dict[str, Any]:
    return {
        "to": outcome.target,
        "from": {version: len(outcome.before[version]) for version in _versions(outcome)},
        "written": [] if args.check or args.dry_run else names,
        "would_write": names if args.check or args.dry_run else [],
        "finished": finished,
        "operations": [
            {"migration": one.file, "operation": one.operation, "count": one.total, "files": dict(one.by)}
            for one in outcome.counts
        ],
        "review": [{"file": workspace.relative(file.path), **row} for file in outcome.files for row in file.rows],
    }


def _print(outcome: Outcome, names: list[str], finished: list[str], args: argparse.Namespace) -> None:
    dry = args.check or args.dry_run
    for name in finished:
        print(f"finished {name}")
    if not outcome.files:
        files = sum(len(paths) for paths in outcome.before.values())
        print(f"nothing to do: {count(files, 'file')} of schema {outcome.target}")
        return
    by: Counter[str] = Counter()
    for one in outcome.counts:
        places = f" in {count(len(one.by), 'file')}" if one.by else ""
        print(f"{one.operation}: {one.total}{places}")
        by.update(one.by)
    if outcome.gone:
        print(f"{count(len(outcome.gone), 'line')} of {FILE} about what is gone: taken out")
    for name in names:
        changes = f" ({count(by[name], 'change')})" if by[name] else ""
        print(f"{'would write' if dry else 'wrote'} {name}{changes}")
    versions = ", ".join(f"{count(len(outcome.before[one]), 'file')} of {one}" for one in _versions(outcome))
    print(f"{versions} → {outcome.target}")
    rows = sum(len(file.rows) for file in outcome.files) + len(outcome.open_lines)
    if rows:
        print(f"{count(rows, 'value')} for a person to choose, told above and in the files' lists `review`")
    elif dry:
        print("next: `wiremark schema migrate` writes this")
    else:
        print("next: `wiremark validate`, look at `git diff annotations`, commit")
