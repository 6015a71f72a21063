"""The labelling config of a project: what the editor offers, written from the layout and read back from a server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, indent, tostring

from wiremark.labelstudio.editor.keys import NO_KEY
from wiremark.labelstudio.editor.layout import TEXT, Field, Layer, Layout
from wiremark.schema.profile import Label

RELATIONS = "relations"
"""Stands for the control where a label of a relation is named; the editor's relations have no name of their own."""

OURS = "wiremark"
"""The class by which a project's config is known as ours; its schema version is the class after it."""

_STYLE = """
    .wiremark { display: flex; gap: 16px; align-items: flex-start;
      --wm-paper: var(--color-neutral-background, #fff); --wm-line: var(--color-neutral-border, #ddd) }
    .wm-main { flex: 1 1 auto; min-width: 0 }
    .wm-bar { position: sticky; top: 0; z-index: 101; display: flex; flex-wrap: wrap;
      max-height: 32vh; overflow-y: auto; padding-bottom: 4px;
      background: var(--wm-paper); border-bottom: 1px solid var(--wm-line) }
    .wm-bar .lsf-labels { display: contents }
    .wm-bar .lsf-label { margin: 1px 4px 1px 0 !important; font-size: 12px; line-height: 18px }
    .wm-bar .lsf-label:last-child { margin-right: 20px !important }
    .wm-main .lsf-htx-richtext { line-height: 2 }
    .wm-side { flex: 0 0 220px; position: sticky; top: 0; max-height: calc(100vh - 160px); overflow-y: auto }
    .wm-side h4 { font-size: 13px !important; line-height: 16px !important }
    .wm-side .lsf-choices { margin: 2px 0 !important }
    .wm-side .lsf-choice, .wm-side .lsf-choice__checkbox { line-height: 24px !important }
    .wm-side .lsf-hint { display: none }
    .wm-help, .wm-items { white-space: pre-line }
    .wm-items { max-height: 35vh; overflow-y: auto }
  """

_DROPDOWN = 8
"""More choices than these are a list that drops down."""

_NO_COLOR = "#9e9e9e"
"""Of a label to which the schema gives no colour; the editor would invent one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a project's config offers.

    version: the schema version of a config of ours, else empty. controls: the labels or choices of each control by its
    name, none for text; those of relations under RELATIONS.
    """

    version: str
    controls: Mapping[str, frozenset[str]]


def config(layout: Layout, items: bool = False) -> str:
    """The labelling config of a layout, as XML in ASCII; the same layout gives the same text.

    Deprecated labels are known to the editor, since records may still have them, and are not offered. items: the task's
    `items`, several lines of text, stand above the fields.
    """
    root = Element("View", className=f"{OURS} {layout.version}")
    SubElement(root, "Style").text = _STYLE + _hidden_options(layout)
    main = SubElement(root, "View", className="wm-main")
    bar = SubElement(main, "View", className="wm-bar")
    for control, labels in layout.labels.items():
        group = SubElement(bar, "Labels", name=control, toName=TEXT, choice="single", showInline="true")
        for label in labels:
            key = layout.keys.get((control, label.name), NO_KEY)
            SubElement(group, "Label", _about(label), hotkey=key, background=label.color or _NO_COLOR)
    SubElement(main, "Header", value="$title", size="4")
    SubElement(main, "Text", name=TEXT, value="$text", granularity="symbol")
    side = SubElement(root, "View", className="wm-side")
    if items:
        shown = SubElement(side, "View", className="wm-items")
        SubElement(shown, "Header", value="$items", size="5")
    help = SubElement(side, "View", className="wm-help", visibleWhen="no-region-selected")
    SubElement(help, "Header", value=_help(layout), size="5", style=_HEADER)
    for layer in layout.layers.values():
        when = {"visibleWhen": "region-selected", "whenTagName": layer.name}
        panel = SubElement(side, "View", when)
        for field in layer.fields:
            _add_field(panel, layer, field, when)
    relations = SubElement(root, "Relations")
    for name in layout.relations:
        SubElement(relations, "Relation", value=name)
    indent(root)
    xml: bytes = tostring(root, encoding="us-ascii")
    return xml.decode() + "\n"


def read(config: str) -> Known:
    """What a server's config offers. One that is no XML, or not ours, has no version."""
    try:
        root = fromstring(config)  # noqa: S314 (expat bounds what entities grow to)
    except ParseError:
        return Known("", {})
    controls = {
        element.get("name", RELATIONS): frozenset(part.get("value", "") for part in element.iter(_PARTS[element.tag]))
        for element in root.iter()
        if element.tag in _PARTS
    }
    ours, _, version = root.get("className", "").partition(" ")
    return Known(version if ours == OURS else "", controls)


_PARTS = {"Labels": "Label", "Choices": "Choice", "Relations": "Relation", "TextArea": ""}


def _hidden_options(layout: Layout) -> str:
    """The style that hides what is deprecated among the options of lists that drop down: those have no `visible`.

    It cannot tell the lists apart: what one of them still offers is shown in all.
    """
    lists = [field.choices for _, field in layout.controls.values() if _drops(field)]
    options = [(label.name, label.deprecated) for choices in lists for label in choices]
    options += [(link.label, link.deprecated) for layer in layout.layers.values() for link in layer.links.values()]
    offered = {name for name, deprecated in options if not deprecated}
    hidden = sorted({name for name, _ in options} - offered)
    names = (json.dumps(f"select-option-{name}", ensure_ascii=False) for name in hidden)
    return "".join(f"  [data-testid={name}] {{ display: none }}\n  " for name in names)


def _drops(field: Field) -> bool:
    return len(field.choices) > _DROPDOWN


def _about(label: Label) -> dict[str, str]:
    """The attributes that labels and choices share: with a hint for where the mouse rests."""
    goes = f"{', '.join(label.domain)}:" if label.domain else ""
    hint = " ".join(filter(None, (goes, label.description, label.example and f"Example: {label.example}")))
    about = {"value": label.name, "hint": hint, "visible": "false" if label.deprecated else ""}
    return {name: value for name, value in about.items() if value}


def _add_field(panel: Element, layer: Layer, field: Field, when: Mapping[str, str]) -> None:
    must = field.required and not field.nullable and field.default is None
    unset = "" if field.default is None else f" (unset: {field.default})"
    SubElement(panel, "Header", value=f"{field.property}{' *' if must else unset}", size="5", style=_HEADER)
    named = {"name": field.control, "toName": TEXT, "perRegion": "true", **when}
    if must:
        named |= {"required": "true", "requiredMessage": f"Each record of {layer.name} needs its {field.property}."}
    if field.choices:
        form = {"choice": "multiple" if field.many else "single", "layout": "select" if _drops(field) else "inline"}
        group = SubElement(panel, "Choices", named | form)
        for label in field.choices:
            SubElement(group, "Choice", _about(label), hotkey=NO_KEY)
    else:
        once = {} if field.many else {"maxSubmissions": "1"}
        SubElement(panel, "TextArea", named | once, editable="true", rows="1")


_HEADER = "margin: 8px 0 0"


def _help(layout: Layout) -> str:
    """What an annotator reads while nothing is selected."""
    lines = ["Press a label's key, then mark the words.", "Click on marked words to fill in their fields; * is a must."]
    if layout.relations:
        lines.append("Alt+R and a click link the selected words to others; name the link in the panel Relations.")
    if layout.parts:
        parts = ", ".join(layout.parts)
        lines.append(f"Further words of a record ({parts}) are linked, too; mark them as such where nothing else fits.")
    return "\n".join(lines)
