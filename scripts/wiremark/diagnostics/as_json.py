"""The JSON form: everything, for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from wiremark.diagnostics.record import Finding
from wiremark.diagnostics.visible import whole


def as_json(findings: Sequence[Finding]) -> str:
    """`{"findings": […], "counts": {code: number}}`, with a final newline."""
    counts = dict(sorted(Counter(finding.code for finding in findings).items()))
    rows = [{**asdict(finding), "notes": list(finding.notes)} for finding in findings]
    return whole(json.dumps({"findings": rows, "counts": counts}, ensure_ascii=False, indent=2)) + "\n"
