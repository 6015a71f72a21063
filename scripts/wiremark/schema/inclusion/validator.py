"""An independent validator (jsonschema-rs) that says whether a value is valid under a schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wiremark.schema.inclusion.documents import children
from wiremark.schema.inclusion.values import Undecided
from wiremark.schema.walk import steps

Validator = Callable[[Any], bool]
"""Says whether a value is valid. Raises Undecided for a value that it cannot take."""

_SILENT = frozenset(("format", "contentEncoding", "contentMediaType", "contentSchema"))


def validator(schema: Any, draft: str) -> Validator:
    """The validator of a schema under a draft; `format` and the `content` keywords assert nothing.

    Raises Undecided for an invalid schema.
    """
    import jsonschema_rs

    classes = {
        "2020-12": jsonschema_rs.Draft202012Validator,
        "2019-09": jsonschema_rs.Draft201909Validator,
        "draft-07": jsonschema_rs.Draft7Validator,
        "draft-06": jsonschema_rs.Draft6Validator,
        "draft-04": jsonschema_rs.Draft4Validator,
    }
    try:
        compiled = classes[draft](quiet(schema), validate_formats=False, offline=True)
    except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError) as why:
        raise Undecided(f"not a valid schema of {draft}: {str(why).splitlines()[0]}") from None

    def is_valid(value: Any) -> bool:
        try:
            return compiled.is_valid(value)
        except (ValueError, TypeError, OverflowError) as why:
            raise Undecided(f"the validator does not take the value: {str(why).splitlines()[0]}") from None

    return is_valid


def quiet(schema: Any) -> Any:
    """The schema without the keywords that assert in some validators only."""
    if not isinstance(schema, dict) or _SILENT.isdisjoint(_words(schema)):
        return schema
    kept = {keyword: value for keyword, value in schema.items() if keyword not in _SILENT}
    for step, part in children(kept):
        keyword, *names = steps(step)
        if not names:
            kept[keyword] = quiet(part)
            continue
        name = names[0]
        if isinstance(kept[keyword], list):
            kept[keyword] = [*kept[keyword][: int(name)], quiet(part), *kept[keyword][int(name) + 1 :]]
        else:
            kept[keyword] = {**kept[keyword], name: quiet(part)}
    return kept


def _words(schema: Any) -> set[str]:
    return {word for part in [schema, *_inner(schema)] if isinstance(part, dict) for word in part}


def _inner(schema: Any) -> list[Any]:
    return [deeper for _, part in children(schema) for deeper in (part, *_inner(part))]
