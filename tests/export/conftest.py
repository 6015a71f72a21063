"""The made-up corpus, and the five articles."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.dataset.conftest import span
from tests.export.corpus import (
    CLUSTERS,
    ENTITIES,
    LAYERS,
    PROFILE,
    QUAY_LAYERS,
    REPOSITORY,
    TEXTS,
    TIMED,
    article,
    in_order,
)

from wiremark.dataset.inputs import load_inputs
from wiremark.workspace import Workspace


@pytest.fixture(scope="session")
def made_up() -> Any:
    """Five documents in two splits; validation, which would object to some of it, is not asked."""
    splits = {"letter": "test", "quay": "train"}
    articles = [article(id, text, splits.get(id, "train"), LAYERS[id]) for id, text in TEXTS.items()]
    articles.append(article(TIMED, "It ended Monday.", "test", {"times": [QUAY_LAYERS["times"][0]]}))
    articles[-1].annotation["times"][0] = QUAY_LAYERS["times"][0] | {"span": span("It ended Monday.", "Monday")}
    quay = next(article.annotation for article in articles if article.source.id == "quay")
    quay["orphans"] = {"times": [{"record": QUAY_LAYERS["times"][2], "prefix": "", "suffix": ""}]}
    quay["review"] = [{"list": "mentions", "id": "m1", "property": "span", "reason": "edited", "was": "Lobby"}]
    return SimpleNamespace(
        profile=PROFILE,
        sources=SimpleNamespace(name="made-up", version="0.1.0"),
        articles=[in_order(article) for article in articles],
        entities=ENTITIES,
        entity={entity["id"]: entity for entity in ENTITIES},
        clusters=CLUSTERS,
    )


@pytest.fixture(scope="session")
def five() -> Any:
    """The repository's articles."""
    return load_inputs(Workspace.at(REPOSITORY), agreement=False)


@pytest.fixture(scope="session", params=["made_up", "five"])
def inputs(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)
