"""Which record each region of a `result` is: the one whose id it has, or a new one with the next free id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from typing import Any, NamedTuple

from wiremark.annotation.adjudication.units import greatest, stem
from wiremark.labelstudio.editor.view import View
from wiremark.labelstudio.rows.regions import Region
from wiremark.schema.profile import Text, regex


class Given(NamedTuple):
    """Ids that were given before: to which regions that are new in the editor, and the greatest number by layer."""

    ids: Mapping[str, str] = {}
    greatest: Mapping[str, int] = {}


NOTHING = Given()
"""Nothing was given before."""


def named(
    regions: Mapping[str, Region],
    view: View,
    base: Mapping[str, Mapping[str, Any]],
    used: Callable[[], Set[str]],
    place: Callable[[Region], tuple[int, int]],
    given: Given,
) -> dict[str, str]:
    """From each region of a layer to the id of its record.

    A region of an id that the base's records have, or that has the form of one and is not `used`, keeps it. Any
    other is new in the editor: it gets the id that it was `given`, also where its edges were moved since; else that of
    a record of the base at its `place` whose region is gone, so that what was imported once is not numbered again. The
    rest get the numbers after the greatest, in the order of the text.
    """
    if regions.keys() <= base.keys():
        return {id: id for id in regions}
    layer, taken = view.layer, used()
    node = layer.record.fields[layer.key]
    form = regex(node.pattern).search if isinstance(node, Text) and node.pattern else None
    kept = {id for id in regions if id in base or (id not in taken and form is not None and form(id))}
    ids = {id: id for id in kept}
    ids |= {id: given.ids[id] for id in regions.keys() & given.ids.keys() if given.ids[id] not in kept}
    known = set(ids.values())
    gone = defaultdict(list)
    for id, record in base.items():
        if id not in known:
            gone[view.places(record, layer.anchor)[0]].append((view.label(record), id))
    letters = stem(layer.record)
    number = max(given.greatest.get(layer.name, 0), greatest(letters, [*taken, *known]))
    fresh = sorted((place(region), id) for id, region in regions.items() if id not in ids)
    for where, id in fresh:
        those = gone[where]
        same = next((one for one in those if one[0] == regions[id].label), those[0] if those else None)
        if same:
            those.remove(same)
            ids[id] = same[1]
        else:
            number += 1
            ids[id] = f"{letters}{number}"
    return ids
