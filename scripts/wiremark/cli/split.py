"""wiremark split: a story and a split for each document that has none, and what the splits share."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace

from wiremark import sources
from wiremark.annotation.markdown import in_markdown
from wiremark.annotation.table import Table
from wiremark.cli.cleaned import outcome
from wiremark.cli.report import Commands, command, print_findings, report, with_format
from wiremark.cli.tables import aligned
from wiremark.dataset.splits import report as shared
from wiremark.dataset.splits.assignment import Place, assigned, settled
from wiremark.dataset.splits.near import sharing
from wiremark.dataset.splits.rows import written
from wiremark.dataset.splits.tables import SHOWN, tables
from wiremark.diagnostics import Finding, Usage, count
from wiremark.sources import SOURCES, SPLITS, UNITS, Sources
from wiremark.validation.corpus import duplicates
from wiremark.validation.corpus.duplicates import Pair
from wiremark.validation.corpus.sources import near, stories
from wiremark.workspace import Workspace, write

_HELP = f"""Write story and split of the documents that have none into {SOURCES}, and tell what the splits share.

No document is moved unasked. By story, the documents of one story stand in one split; by document, only near-duplicates
do. Near-duplicates share a twentieth of the runs of eight words of the shorter text, and eight of them or more. A
document without a story joins that of its near-duplicates, or gets one named by its id. The unit is kept in [corpus]
as split_by; `validate` and `build` hold it. Exit 1 where near-duplicates, or a story, stand in two splits."""

_BLANK = ("story", "split")


def register(commands: Commands) -> None:
    parser = command(commands, "split", run, _HELP, "wiremark split --check")
    parser.add_argument("--by", choices=UNITS, help="what is held together (default: as in [corpus], else story)")
    parser.add_argument(
        "--ratios", default="80,10,10", metavar="N,N,N", help="train, validation, test (default: 80,10,10)"
    )
    parser.add_argument("--seed", default="0", help="another gives another assignment (default: 0)")
    parser.add_argument(
        "--reassign", action="store_true", help="assign all documents anew, also those that have a split"
    )
    parser.add_argument("--check", action="store_true", help="write nothing, tell what the splits share")
    parser.add_argument(
        "--allow-leak",
        action=argparse.BooleanOptionalAction,
        help="let near-duplicates be parted; kept in [corpus], where it makes the findings warnings",
    )
    with_format(parser, "the report", "markdown")


def run(args: argparse.Namespace) -> int:
    workspace, ratios = Workspace.at(args.directory), _ratios(args.ratios)
    with nullcontext() if args.check else workspace.locked():
        before = sources.parse(workspace.sources_file(), _BLANK)
        texts = _texts(workspace, before)
        pairs, exact = sharing(texts)
        listed = replace(
            before,
            split_by=args.by or before.split_by,
            allow_leak=before.allow_leak if args.allow_leak is None else args.allow_leak,
        )
        if not args.check:
            listed = _write(workspace, _assigned(listed, texts, pairs, ratios, args), before)
    listed = replace(listed, documents=tuple(source for source in listed.documents if source.split))
    splits = {source.id: source.split for source in listed.documents}
    parted = duplicates.apart(splits, texts.__getitem__)
    new = {source.id for source in before.documents if not source.split} & splits.keys()
    findings = [*near(listed, parted, new), *(stories(listed) if listed.split_by == "story" else ())]
    told = [pair for pair in pairs if {pair.first, pair.second} <= splits.keys()]
    named = shared.names(workspace, splits)
    found = shared.report(listed.documents, texts, {*told, *parted}, listed.split_by, exact, named)
    changed = {} if args.check else _changed(before, listed)
    blank = len(before.documents) - len(splits)
    anew = "" if blank or changed else _anew(listed, pairs, ratios, args.seed)
    return _print(args, found, findings, changed, blank, anew)


def _anew(listed: Sources, pairs: list[Pair], ratios: Mapping[str, float], seed: str) -> str:
    """What to say where all are assigned, and yet a split is empty that would get its share were they assigned anew."""
    empty = {split for split in SPLITS if ratios.get(split)} - {source.split for source in listed.documents}
    if not empty or not listed.documents:
        return ""
    places = _places(listed, reassign=True)
    held = [] if listed.allow_leak else [pair for pair in pairs if pair.near]
    found = {place.split for place in assigned(places, held, listed.split_by, ratios, seed).values()}
    named = " and ".join(split for split in SPLITS if split in empty)
    say = f"every document has a split, and {named} {'have' if len(empty) > 1 else 'has'} none"
    return f"{say}: wiremark split --reassign assigns all anew" if empty & found else ""


def _ratios(text: str) -> dict[str, float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if not 0 < len(numbers) <= len(SPLITS) or min(numbers) < 0 or not 0 < sum(numbers) < float("inf"):
        raise Usage(f"--ratios {text} is no share of {', '.join(SPLITS)}", "write up to three numbers: 80,10,10")
    return dict(zip(SPLITS, numbers, strict=False))


def _texts(workspace: Workspace, listed: Sources) -> dict[str, str]:
    """The clean texts by id; of a document that was not cleaned yet, what cleaning gives."""
    there = {source.id: (workspace.corpus / f"{source.id}.txt").is_file() for source in listed.documents}
    return {
        source.id: workspace.text(source.id) if there[source.id] else outcome(workspace, source, listed.clean_mode).text
        for source in listed.documents
    }


def _assigned(
    listed: Sources, texts: Mapping[str, str], pairs: list[Pair], ratios: Mapping[str, float], args: argparse.Namespace
) -> Sources:
    """Every document with story and split."""
    places = _places(listed, args.reassign)
    if listed.allow_leak:
        found = assigned(places, (), listed.split_by, ratios, args.seed)
    else:
        held = [pair for pair in pairs if pair.near]
        found = settled(places, texts, held, listed.split_by, ratios, args.seed)
    documents = (replace(one, story=found[one.id].story, split=found[one.id].split) for one in listed.documents)
    return replace(listed, documents=tuple(documents))


def _places(listed: Sources, reassign: bool) -> dict[str, Place]:
    """What each has. Of those to assign anew, a story that its id names was a guess."""
    places = {source.id: Place(source.story, source.split) for source in listed.documents}
    if reassign:
        return {id: Place("" if place.story == id else place.story, "") for id, place in places.items()}
    return places


def _write(workspace: Workspace, listed: Sources, before: Sources) -> Sources:
    """Writes what is new into SOURCES.toml. Returns it as it is read again, with the lines of its rows."""
    if listed != before:
        places = {source.id: Place(source.story, source.split) for source in listed.documents}
        corpus: dict[str, str | bool] = {"split_by": listed.split_by} if listed.split_by != before.split_by else {}
        corpus |= {"allow_leak": listed.allow_leak} if listed.allow_leak != before.allow_leak else {}
        write(workspace.root / SOURCES, written(workspace.sources_file().decode("utf-8"), places, corpus))
    return workspace.sources()


def _changed(before: Sources, after: Sources) -> dict[str, Place]:
    old = {source.id: Place(source.story, source.split) for source in before.documents}
    new = {source.id: Place(source.story, source.split) for source in after.documents}
    return {id: place for id, place in new.items() if place != old[id]}


def _print(
    args: argparse.Namespace,
    found: shared.Report,
    findings: list[Finding],
    changed: Mapping[str, Place],
    blank: int,
    anew: str,
) -> int:
    if args.format == "json":
        news = {id: {"story": place.story, "split": place.split} for id, place in changed.items()}
        return print_findings(findings, {"assigned": news, "unassigned": blank, **found})
    laid = [*_news(changed), *tables(found)]
    if args.format == "markdown":
        print("\n\n".join(in_markdown(one) for one in laid), end="\n\n")
        return report(findings, "markdown", args.directory)
    print("\n\n".join(aligned(one) for one in laid))
    if blank:
        print(f"\n{count(blank, 'document')} without a split: wiremark split")
    if anew:
        print(f"\n{anew}")
    if findings:
        print()
    return report(findings, "text", args.directory)


def _news(changed: Mapping[str, Place]) -> Iterator[Table]:
    if changed:
        rows = tuple((id, place.story, place.split) for id, place in changed.items())
        beyond = f"{len(rows) - SHOWN} more of these; `git diff {SOURCES}` has them all" if len(rows) > SHOWN else ""
        yield Table(f"Written into {SOURCES}", ("document", "story", "split"), rows[:SHOWN], beyond)
