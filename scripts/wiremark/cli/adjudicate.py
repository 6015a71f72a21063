"""wiremark adjudicate: two passes side by side, every difference an item to decide, and the decided files."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wiremark import validation
from wiremark.annotation import passes
from wiremark.annotation.adjudication import Draft, Line, Present, Result, Side, decide, refresh, worklist
from wiremark.annotation.adjudication.items import order
from wiremark.annotation.adjudication.lines import FILE, Update, data, dumps
from wiremark.annotation.adjudication.pairs import clashes
from wiremark.annotation.store import dumps as canonical
from wiremark.cli.compared import opened
from wiremark.cli.labelstudio.adjudication import add_ways, give, take
from wiremark.cli.report import Commands, command, print_findings, report, with_format
from wiremark.cli.trial import trial
from wiremark.diagnostics import Finding, Refused, Usage, count
from wiremark.labelstudio.exchange.desk import Desk
from wiremark.validation import decisions
from wiremark.validation.context import Context
from wiremark.validation.decisions import Decisions, Row, otherwise
from wiremark.workspace import Workspace, write, write_all

_HELP = """\
Put two passes side by side, decide what they differ in, and write the adjudicated layers.

What they differ in goes to annotations/adjudication.jsonl, one line an item:
a record that only one has ("m12"), a property on which they differ ("e4.type"), or two records that only one takes
for the same thing (["north e4", "south e2"]). Decide there, with an editor:

  "decision"  for a record or property "a", "b", or "other" with a "value": a record, a value, null for none.
              For two records "same", "near", "different" or "unsure": only "same" joins them.
  "rule"      the rule of GUIDELINES.md under which it is decided; "note" says why, in a few words.

Where both are wrong, or both missed something, add a line with what they have ("a" and "b") and the decision "other":
{"document": "ferry", "layer": "mentions", "item": "m7", "a": null, "b": null, "decision": "other", "value": {…}, …}.
Run it again at any time: what is still open is printed. Decisions stay as long as the passes have what they had; those
that no longer fit are named, and nothing is written until --drop takes them out.
Then --apply writes annotations/<id>.json, new entities and the clusters: all of them, or none while a line is open,
malformed or contradicts another, or the result would not be valid.

Or decide in Label Studio. --push makes a project with a task for each document with open items: one begins from what A
has, and from what B alone has, with both passes beside it; what is to decide is listed, and said of each region. Change
what is to be otherwise, delete what is not to be, and submit; what is left as it is is decided so. --pull then fills
the lines of what was submitted, under the rule that the schema names, and adds lines for what neither pass has. Pairs
and clusters stay open: decide them in the file. A line that is decided stays; where the editor says otherwise that is
told, and --overwrite takes the editor's. --export and --import do the same with a file.

A and B are names under annotations/passes/, or folders."""


def register(commands: Commands) -> None:
    parser = command(commands, "adjudicate", run, _HELP, "wiremark adjudicate a b")
    parser.add_argument("a", metavar="A", help="a pass, a folder, or gold")
    parser.add_argument("b", metavar="B", help="another one")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--apply", action="store_true", help="write the decided files")
    add_ways(parser, ways)
    parser.add_argument("--drop", action="store_true", help="take out decisions that no longer fit the passes")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    with workspace.locked():
        profile, (a, b) = opened(workspace, args.a, args.b)
        context = Context(workspace)
        found = decisions.read(context)
        sides = [Side(work, frozenset(work.entities.keys() - work.given)) for work in (a, b)]
        draft = Draft(sides[0], sides[1], _present(workspace), profile, found.lines)
        found, others = found.between(draft.documents, draft.values)
        if not any(draft.adjudicated(document) for document in draft.documents):
            there = "; ".join(f"{work.name} has {', '.join(work.documents)}" for work in (a, b))
            raise Usage(f"{a.name} and {b.name} have no layer of a document in common", there)
        if a.name == b.name and not args.apply:  # of no concern to what was decided between others
            return _nothing(args.format, workspace.root)
        if args.apply:
            return _apply(workspace, draft, found, args.format)
        if args.push or args.pull or args.export or args.file:
            return _in_editor(context, draft, found, others, args)
        return _update(context, draft, found, others, args)


def _nothing(form: str, root: Path) -> int:
    if form in ("text", "json"):
        print(json.dumps({"items": 0, "findings": []}) if form == "json" else _summary({"items": 0}, ""))
        return 0
    return report((), form, root)


def _present(workspace: Workspace) -> Present:
    """What stands in annotations/ itself. Raises Refused where that cannot be read."""
    shared = [workspace.annotations / name for name in ("entities.json", "clusters.json")]
    entities, clusters = (json.loads(path.read_bytes()) if path.is_file() else {} for path in shared)
    try:
        documents = passes.load(workspace, passes.GOLD).documents
    except FileNotFoundError:  # no document was annotated before
        documents = {}
    return Present(documents, entities, clusters)


_FATAL = ("L", "A601", "A602", "A607")
"""Faults of a line that would be lost if the file were written anew."""


def _update(context: Context, draft: Draft, found: Decisions, others: Sequence[Line], args: argparse.Namespace) -> int:
    """Writes adjudication.jsonl with the items of now, and prints those that are open.

    others: lines on documents of other passes, which stay.
    """
    workspace, form = context.workspace, args.format
    lines, dropped = _refreshed(draft, found, args)
    path = _save(workspace, draft, [*lines, *others])
    findings = decisions.read(context).findings
    rows = worklist.rows(draft, lines, {id: workspace.text(id) for id in draft.documents})
    tally, left = worklist.tally(rows), list(draft.left())
    if form == "json":
        told: dict[str, Any] = {
            **tally,
            "rows": rows,
            "dropped": [data(line) for line in dropped],
            "not_adjudicated": [{"document": id, "layers": layers, "pass": name} for id, layers, name in left],
            "next_ids": worklist.next_ids(draft, lines),
        }
        print_findings(findings, told)
        return int(bool(findings))
    if form != "text":
        return report(findings, form, workspace.root)
    if tally["open"]:
        print(worklist.text(rows))
    for line in dropped:
        print(f"dropped, the passes no longer differ so: {json.dumps(data(line), ensure_ascii=False)}")
    for id, layers, name in left:
        print(f"{id}: only {name} has {', '.join(layers)}: not adjudicated, left as it is")
    print(_summary(tally, workspace.relative(path)))
    if tally["items"]:
        for id, ids in worklist.next_ids(draft, lines).items():
            print(f"  the next ids of {id}: {' '.join(ids.values())}")
    return report(findings, form, workspace.root)


def _refreshed(draft: Draft, found: Decisions, args: argparse.Namespace) -> Update:
    """The lines as they should stand now. Raises Refused where that would lose one that is decided."""
    fatal = [finding for finding in found.findings if finding.code.startswith(_FATAL)]
    if fatal:
        raise Refused(fatal)
    update = refresh(draft, found.lines)
    if update.dropped and not args.drop:
        raise Refused(_stale(draft, found, update.dropped))
    return update


def _save(workspace: Workspace, draft: Draft, lines: Iterable[Line]) -> Path:
    """Writes adjudication.jsonl, where it is another."""
    path = workspace.annotations / FILE
    content = dumps(sorted(lines, key=lambda line: order(draft, line)))
    if content.encode("utf-8") != (path.read_bytes() if path.is_file() else b""):
        write(path, content)
    return path


def _in_editor(
    context: Context, draft: Draft, found: Decisions, others: Sequence[Line], args: argparse.Namespace
) -> int:
    """Gives what is open to Label Studio, or takes back what was decided there. others: as for `_update`."""
    workspace = context.workspace
    desk = Desk(context, draft, _refreshed(draft, found, args).lines, overwrite=args.overwrite)
    _save(workspace, draft, [*desk.lines, *others])
    held: Mapping[str, str] = {}
    if args.push or args.export:
        findings, told = give(args, workspace, desk)
    else:
        findings, held = take(args, workspace, desk)
        lines = refresh(draft, desk.lines).lines
        path = _save(workspace, draft, [*lines, *others])
        now = decisions.read(context)
        rows = {row.line.key: row for row in now.rows}
        if not args.overwrite:
            findings += [one for line in desk.against for one in now.placed(rows[line.line.key], [otherwise(line)])]
        findings += now.findings
        told = ", ".join(f"{number} {state}" for state, number in desk.count.items() if number) or "no task"
        tally = worklist.tally(worklist.rows(draft, lines, {}))
        told = f"{told}\n{_summary(tally, workspace.relative(path))}"
    code = report(findings, args.format, workspace.root, held)
    if args.format == "text":
        print("\n" * bool(findings) + told)
    return code


def _summary(tally: Mapping[str, Any], name: str) -> str:
    if not tally["items"]:
        return "the passes do not differ: nothing to decide"
    if not tally["open"]:
        return f"{count(tally['items'], 'item')} in {name}, all decided: `wiremark adjudicate A B --apply` writes them"
    out = [f"{tally['open']} of {count(tally['items'], 'item')} in {name} to decide"]
    out += ["  " + ", ".join(f"{key} {number}" for key, number in tally[by].items()) for by in ("by_layer", "by_rule")]
    return "\n".join(out)


def _apply(workspace: Workspace, draft: Draft, found: Decisions, form: str) -> int:
    """Writes the adjudicated files, or says what keeps them from being written."""
    up_to_date = refresh(draft, found.lines)
    findings = [finding for finding in found.findings if finding.code != "A606"]
    findings += found.contradictions(clashes(found.lines, draft.first_of))
    findings += _unfit(draft, found, up_to_date)
    if findings:
        raise Refused(findings)
    asked = {line.key for line in up_to_date.lines}
    result = decide(draft, [line for line in found.lines if line.decision and line.key in asked])
    files = _files(workspace, draft, result)
    with trial(workspace, files, without=("rounds",)) as tried:
        wrong = _wrong(tried, [workspace.relative(path) for path in files], found)
        if any(finding.severity == "error" for finding in wrong):
            return report(wrong, form, tried.root)
    changed = {path: new for path, new in files.items() if not path.is_file() or path.read_bytes() != new}
    write_all(changed)
    names = [workspace.relative(path) for path in changed]
    if form == "json":
        print(json.dumps({"written": names, "gone": list(result.gone), "findings": [], "counts": {}}, indent=2))
        return 0
    if form != "text":
        return report((), form, workspace.root)
    for name in names:
        print(f"wrote {name}")
    for id, layers, name in draft.left():
        print(f"{id}: only {name} has {', '.join(layers)}: not adjudicated, left as it is")
    if result.gone:
        print(f"no record is in these clusters any more, and they left clusters.json: {', '.join(result.gone)}")
    if not changed:
        print("everything stands already as it was decided")
    return 0


def _stale(draft: Draft, found: Decisions, dropped: Sequence[Line]) -> Iterable[Finding]:
    """Decided lines that do not fit what the passes have."""
    keys = {line.key for line in dropped}
    for row in found.rows:
        if row.line.key in keys:
            a, b = (json.dumps(value, ensure_ascii=False) for value in draft.values(row.line))
            yield from found.placed(row, [decisions.stale(row.line, a, b)])


def _unfit(draft: Draft, found: Decisions, now: Update) -> Iterable[Finding]:
    """Lines that are open, that no longer fit the passes, and items that are not in the file yet."""
    asked = {line.key: line for line in now.lines}
    yield from found.open("nothing is written before", [row for row in found.rows if row.line.key in asked])
    known = {row.line.key for row in found.rows}
    yield from _stale(draft, found, now.dropped)
    fresh = [line for key, line in asked.items() if key not in known]
    if fresh:
        yield Finding(
            code="A605",
            file=found.name,
            line=max((row.number for row in found.rows), default=0) + 1,
            message=f"{count(len(fresh), 'item')} not in {found.name} yet",
            found=", ".join(line.name for line in fresh[:5]) + (" …" if len(fresh) > 5 else ""),
            expected="a line for each item",
            help="run `wiremark adjudicate` without --apply first: it adds them",
        )


def _files(workspace: Workspace, draft: Draft, result: Result) -> dict[Path, bytes]:
    """What is to be written, by its place."""
    records, top = draft.shape.profile.records, workspace.annotations
    files = {top / f"{id}.json": canonical(document, records["Document"]) for id, document in result.documents.items()}
    files[top / "entities.json"] = canonical(result.entities, records["Entities"])
    files[top / "clusters.json"] = canonical(result.clusters, records["Clusters"])
    return {path: text.encode("utf-8") for path, text in files.items()}


_PLACE = re.compile(r"/(\w+)/(\d+)(?:/(\w+))?")


def _wrong(tried: Workspace, names: Sequence[str], found: Decisions) -> list[Finding]:
    """What validation finds in the files to be written, each with the lines that decided about the record."""
    findings, _ = validation.validate(tried)
    about: dict[tuple[str, str, str], list[Row]] = {}
    for row in found.rows:
        about.setdefault((row.line.document or "", row.line.layer, row.line.subject), []).append(row)
    told = []
    for finding in (finding for finding in findings if finding.file in names):
        place = _PLACE.match(finding.pointer)
        rows: list[Row] = []
        if place:
            written = json.loads((tried.root / finding.file).read_bytes())
            id = written[place[1]][int(place[2])].get("id", "")
            rows = about.get((Path(finding.file).stem, place[1], id), [])
            rows = [row for row in rows if _line_of(row.line, place[3])] or rows
        notes = (f"{found.name}, line {row.number}: {row.line.name}, decided {row.line.decision}" for row in rows[:3])
        told.append(replace(finding, notes=(*finding.notes, *notes)))
    return told


def _line_of(line: Line, name: str | None) -> bool:
    return str(line.item).partition(".")[2] in ("", name)
