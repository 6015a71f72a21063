"""The card's YAML has the same bytes with libyaml and without."""

from __future__ import annotations

import string
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.dataset.card.block import dumps, loads

WORDS = st.text(string.ascii_letters + string.digits + "_./:<> ()+,{}[]-", min_size=1, max_size=200)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def content(words: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.dictionaries(
        words,
        st.recursive(
            words | st.integers() | st.booleans(),
            lambda inner: st.lists(inner, max_size=6) | st.dictionaries(words, inner, max_size=6),
            max_leaves=12,
        ),
        max_size=4,
    )


@settings(max_examples=60, deadline=None)
@given(content(WORDS) | content(WORDS | ANY))
def test_the_same_text_without_libyaml(matter: Any) -> None:
    text = dumps(matter)
    assert text == yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120)


@settings(max_examples=40, deadline=None)
@given(content(WORDS))
def test_there_and_back(matter: Any) -> None:
    assert loads(dumps(matter)) == matter


@pytest.mark.parametrize("word", ["a\nb", "😀", "", "it's", 'a "b"', "a\\b", "é" * 130, "\u2028"])
def test_words_of_which_libyaml_may_make_another_text(word: str) -> None:
    matter = {"name": word, "more": [{word: [word]}]}
    assert dumps(matter) == yaml.safe_dump(
        matter, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120
    )


def test_what_is_no_yaml() -> None:
    assert loads("a: [") is None
