"""Cleaning of a large corpus: Parquet or JSON lines, shard by shard, outside any workspace."""

from __future__ import annotations

import argparse
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wiremark import cleaning
from wiremark.cli.progress import progress
from wiremark.cli.report import print_findings, report
from wiremark.diagnostics import Finding, Usage, count

STATES = {"done": "done", "skipped": "done before", "failed": "failed"}
"""What can become of a shard, and how it is said."""


def clean_shards(args: argparse.Namespace) -> int:
    """Cleans the shards of `--input` into `--output`. Returns the exit code.

    Raises Usage, among others where the disk is full, with what is done by then.
    """
    from wiremark.cleaning.identity import fingerprint
    from wiremark.cleaning.stage import ADDED, Clean
    from wiremark.engine.plan import plan
    from wiremark.engine.records import Job
    from wiremark.engine.run import run
    from wiremark.engine.strays import strays

    output = args.output
    if output.exists() and not output.is_dir():
        raise Usage(f"--output {output} is a file", "name a folder")
    whole = plan(args.input, output)
    planned = whole.part(*args.shard) if args.shard else whole
    stage = Clean(args.text_column, args.language, args.mode, args.prefix)
    options = {"text": args.text_column, "id": args.id_column, "language": args.language, "mode": args.mode}
    job = Job(
        stage,
        stage.tally,
        "clean",
        fingerprint(args.mode),
        {**options, "prefix": args.prefix},
        text=args.text_column,
        id=args.id_column,
        error=f"{args.prefix}error",
        added=tuple(args.prefix + name for name in ADDED),
        modules=("wiremark.cleaning.prepared",),
    )
    with _terminated_as_interrupted(), progress("cleaning shards", len(planned.shards)) as line:
        ran = run(job, planned.shards, output, args.jobs, args.ray, line.at)
    findings = [*planned.findings, *(finding for outcome in ran.outcomes for finding in outcome.findings)]
    if not whole.findings and (not args.shard or args.shard[0] == 1):  # else some shards are there, and not planned
        findings += strays(job, whole.shards, output)
    tally = sum((Counter(outcome.tally) for outcome in ran.outcomes), Counter[str]())
    figures = {
        "documents": sum(outcome.rows for outcome in ran.outcomes),
        "unread": sum(outcome.unread for outcome in ran.outcomes),
        "removed": dict(sorted(tally.items())),
        "shards": {state: sum(outcome.state == state for outcome in ran.outcomes) for state in STATES},
    }
    code = _print(findings, figures, args)
    if ran.full:
        left = len(planned.shards) - len(ran.outcomes)
        raise Usage(
            f"{ran.full.place}: {ran.full.reason}; {count(left, 'shard is', 'shards are')} still to do",
            "make room, or name a folder where you may write, then run this again: it goes on with what is left",
        )
    return code


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM, which schedulers send before they kill, ends the work as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():  # no other may say so
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print(findings: Sequence[Finding], figures: Mapping[str, Any], args: argparse.Namespace) -> int:
    if args.format == "json":
        return print_findings(findings, figures)
    code = report(findings, args.format, Path(), {finding.file: "" for finding in findings})
    if args.format == "text":
        if findings:
            print()
        shards = ", ".join(f"{number} {STATES[state]}" for state, number in figures["shards"].items() if number)
        unread = f", {figures['unread']} of them not readable" if figures["unread"] else ""
        print(f"{count(figures['documents'], 'document')}{unread}; shards: {shards or 'none'}; in {args.output}")
        for note in cleaning.clean("", language=args.language, mode=args.mode).notes:  # of the language, not the text
            print(f"note: {note}")
        pieces = {reason: each for reason, each in figures["removed"].items() if reason not in cleaning.HIDDEN}
        if pieces:
            by_reason = ", ".join(f"{each} {reason}" for reason, each in pieces.items())
            print(f"{count(sum(pieces.values()), 'piece')} taken out: {by_reason}")
    return code
