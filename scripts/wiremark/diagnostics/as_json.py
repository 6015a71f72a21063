"""The JSON form: everything, for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from wiremark.diagnostics.record import Finding
from wiremark.diagnostics.visible import whole


def as_json(findings: Sequence[Finding]) -> str:
    """What `as_data` gives, with a final newline."""
    return dumps(as_data(findings))


def as_data(findings: Sequence[Finding]) -> dict[str, Any]:
    """`{"findings": […], "counts": {code: number}}`."""
    counts = dict(sorted(Counter(finding.code for finding in findings).items()))
    rows = [{**asdict(finding), "notes": list(finding.notes)} for finding in findings]
    return {"findings": rows, "counts": counts}


def dumps(content: Any) -> str:
    """JSON as every command prints it: indented, what is beyond ASCII as it is, with a final newline."""
    return whole(json.dumps(content, ensure_ascii=False, indent=2)) + "\n"
