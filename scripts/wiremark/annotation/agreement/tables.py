"""What `compare` found as tables for a reader: figures with three decimals, and what each was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.annotation.agreement.aims import BELOW, HEADLINES
from wiremark.annotation.annotators import MEASURED, is_model
from wiremark.annotation.table import Table, number
from wiremark.diagnostics import count

_SHOWN = (
    "exact_f1",
    "soft_f1",
    "labelled_f1",
    "names_labelled_f1",
    "link_accuracy",
    "value_f1",
    "type_accuracy",
    "argument_f1",
    "full_f1",
)
_NAMES = {"muc": "MUC", "b3": "B³", "ceafe": "CEAFe", "conll": "mean", "lea": "LEA", "baseline_conll": "baseline"}


def heading(agreement: Mapping[str, Any]) -> str:
    """Who the two are, and what their agreement says; one line."""
    a, b = agreement["a"], agreement["b"]
    sides = "; ".join(f"{name}: {side['name']}, by {_listed(side)}" for name, side in (("A", a), ("B", b)))
    models = {is_model(name) for side in (a, b) for name in side["annotators"]}
    common = sorted(set(a["annotators"]) & set(b["annotators"]))
    if models == {True}:
        what = f"All are language models: {MEASURED}"
    elif models == {False}:
        what = "All are people"
    else:
        what = "A name that begins with model- is a language model's, every other a person's"
    return f"{sides}. {what}." + (f" {', '.join(common)} had a part in both." if common else "")


def extent(agreement: Mapping[str, Any]) -> str:
    """What was compared, and what only one side has; one line each."""
    ids = agreement["documents"]
    lines = [f"{count(len(ids), 'document')} compared: {', '.join(ids)}."]
    alone = [
        f"{row['layer'] + ' of ' if row['layer'] else ''}{row['document']} (only {row['only'].upper()})"
        for row in agreement["not_compared"]
    ]
    return "\n".join([*lines, f"Not compared: {', '.join(alone)}."] if alone else lines)


def tables(agreement: Mapping[str, Any]) -> list[Table]:
    """Layers, clusters, rules, attributes, alpha, documents; those without rows are left out."""
    found = (_layers, _clusters, _rules, _attributes, _alpha, _documents)
    return [table for make in found for table in [make(agreement)] if table.rows]


def _layers(agreement: Mapping[str, Any]) -> Table:
    aims = {headline.path: headline for headline in HEADLINES if headline.aim is not None}
    rows, below = list[tuple[object, ...]](), False
    for path, value, n in _flat(agreement["layers"]):
        if path[0] == "clusters":
            continue
        aim = aims.get(path)
        missed = aim is not None and aim.below(value)
        below |= missed
        name = " ".join(part for part in path[1:] if part != "by_type")
        rows.append((path[0], name, number(value) + " *" * missed, number(aim.aim if aim else None), _counted(n)))
    note = "Exact: but for quotation marks and punctuation at the edges. Soft: one to one, IoU of .5 or more."
    return Table("By layer", ("layer", "figure", "value", "aim", "n"), tuple(rows), note + f" {BELOW}" * below)


def _clusters(agreement: Mapping[str, Any]) -> Table:
    found = agreement["layers"]["clusters"]
    aims = {headline.path[1]: headline for headline in HEADLINES if headline.path[0] == "clusters"}
    rows, below = list[tuple[object, ...]](), False
    for kind, scores in _groups(found):
        aim = aims.get(f"{kind}_conll_f1")
        missed = aim is not None and aim.below(scores["conll"])
        below |= missed
        cells = [number(scores[key]) + " *" * (missed and key == "conll") for key in _NAMES]
        rows.append((kind, *cells, number(aim.aim if aim else None), scores["items"]))
    note = "Of the items that both have, singletons included. The baseline puts together what has the same head word."
    return Table("Clusters", ("of", *_NAMES.values(), "aim", "n"), tuple(rows), note + f" {BELOW}" * below)


def _rules(agreement: Mapping[str, Any]) -> Table:
    figures = ("agreement", "kappa", "exact_f1", "soft_f1", "f1")

    def lowest(row: Mapping[str, Any]) -> float:
        return min((row[key] for key in ("agreement", "exact_f1", "f1") if row[key] is not None), default=2.0)

    rows = [
        (row["rule"], row["item"], *(number(row[key]) for key in figures), row["n"])
        for row in sorted(agreement["rules"], key=lowest)
        if lowest(row) <= 1
    ]
    note = "f1: of arguments, and the mean score of clusters."
    return Table("By rule of the guidelines, the lowest first", ("rule", "item", *figures, "n"), tuple(rows), note)


def _attributes(agreement: Mapping[str, Any]) -> Table:
    rows = [
        (
            layer,
            key,
            *(number(found.get(name)) for name in ("agreement", "kappa", "exact")),
            found["n"]["agreement"]["n"],
        )
        for layer, keys in agreement["attributes"].items()
        for key, found in keys.items()
        if found["agreement"] is not None
    ]
    note = "Of matched records. Of lists: the mean Jaccard, and how many are equal. n: where one side gives a value."
    return Table("By attribute", ("layer", "attribute", "agreement", "kappa", "exact", "n"), tuple(rows), note)


def _alpha(agreement: Mapping[str, Any]) -> Table:
    counts = agreement["alpha"]["n"]
    rows = [
        (layer, number(value), counts[layer]["n"], counts[layer]["labelled"])
        for layer, value in agreement["alpha"].items()
        if layer != "n" and counts[layer]["n"]
    ]
    note = "Nominal, on the set of labels over each token; it shows neither nesting nor links."
    return Table("Krippendorff's alpha on tokens", ("layer", "alpha", "tokens", "labelled"), tuple(rows), note)


def _documents(agreement: Mapping[str, Any]) -> Table:
    """One row for each document and layer; nothing for a single document, which the other tables tell."""
    rows = [
        (document, layer, *(number(figures.get(key)) for key in _SHOWN))
        for document, layers in agreement["by_document"].items()
        for layer, figures in layers.items()
        if layer != "clusters" and figures["exact_f1"] is not None
    ]
    head = ("document", "layer", *(name.removesuffix("_f1").replace("_", " ") for name in _SHOWN))
    return Table("By document", head, tuple(rows) if len(agreement["by_document"]) > 1 else ())


def _flat(
    figures: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], float | None, Mapping[str, int]]]:
    """The figures with their paths and counts, groups after what stands beside them."""
    for key, n in figures.get("n", {}).items():
        yield (*path, key), figures[key], n
    for key, inner in _groups(figures):
        yield from _flat(inner, (*path, key))


def _groups(figures: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(key, inner) for key, inner in figures.items() if isinstance(inner, Mapping) and key != "n"]


def _counted(n: Mapping[str, int]) -> str:
    """`9 of 10 and 11` for an F1, `9 of 10` for a share, else how many."""
    if "both" in n:
        return f"{n['both']} of {n['a']} and {n['b']}"
    return f"{n['agreed']} of {n['n']}" if "agreed" in n else f"{n['n']}"


def _listed(side: Mapping[str, Any]) -> str:
    return ", ".join(side["annotators"]) or "nobody named"
