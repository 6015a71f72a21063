"""How to cite a corpus: from the workspace's CITATION.cff (Citation File Format 1.2.0), else by name and version."""

from __future__ import annotations

from typing import Any

from wiremark.dataset.inputs import Inputs


def citation(inputs: Inputs) -> str:
    """A BibTeX entry, without a final newline."""
    told = stated(inputs)
    fields = {
        "title": told.get("title") or inputs.sources.name,
        "author": " and ".join(makers(inputs)),
        "version": str(inputs.sources.version),
        "year": str(told.get("date-released") or "")[:4],
        "doi": str(told.get("doi") or ""),
        "url": str(told.get("url") or inputs.sources.homepage),
    }
    lines = [f"  {name:<7} = {{{value}}}" for name, value in fields.items() if value]
    key = "".join(c if c.isalnum() else "-" for c in inputs.sources.name)
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def makers(inputs: Inputs) -> list[str]:
    """The authors that CITATION.cff names; none where there is no such file."""
    rows = stated(inputs).get("authors")
    names = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            family = " ".join(str(row[part]) for part in ("name-particle", "family-names") if row.get(part))
            person = ", ".join(part for part in (family, str(row.get("given-names") or "")) if part)
            names.append(str(row.get("name") or person))
    return [name for name in names if name]


def stated(inputs: Inputs) -> dict[str, Any]:
    """The content of CITATION.cff; empty where there is none that can be read."""
    import yaml  # type: ignore[import-untyped]

    try:
        found = yaml.safe_load(inputs.citation)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
