"""A browser that is logged in to a real Label Studio, and projects to open in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.browser.editor import Editor, chromium

from wiremark.labelstudio.editor.config import config
from wiremark.labelstudio.editor.layout import Layout

Shown = Callable[..., Any]


@pytest.fixture(scope="session")
def editor(label_studio: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An annotator's browser, for all tests of a process."""
    with chromium(tmp_path_factory.mktemp("chromium")) as driver:
        editor = Editor(driver, label_studio.url)
        editor.login(label_studio.server.user, label_studio.server.password.read_text("utf-8").strip())
        yield editor


@pytest.fixture(scope="session")
def client(label_studio: Any) -> Iterator[Any]:
    """The server as its SDK sees it."""
    import httpx
    import label_studio_sdk

    sdk: Any = label_studio_sdk
    with httpx.Client(timeout=60) as http:  # the SDK closes none of its own
        yield sdk.LabelStudio(base_url=label_studio.url, api_key=label_studio.token, httpx_client=http)


@pytest.fixture
def shown(editor: Editor, client: Any, request: pytest.FixtureRequest) -> Shown:
    """Opens a text in the editor with a layout's config, in a project of its own. Returns what gives the work saved."""

    def show(layout: Layout, text: str, xml: str = "", **more: Any) -> Callable[[], list[dict[str, Any]]]:
        project = client.projects.create(title=request.node.name[:50], label_config=xml or config(layout))
        data = {"title": "A title", "text": text, "items": ""}
        task = {"data": {**data, **more.pop("data", {})}, **more}
        [id] = client.projects.import_tasks(id=project.id, request=[task], return_task_ids=True).task_ids
        editor.open(project.id, id)

        def saved() -> list[dict[str, Any]]:
            editor.save()
            [annotation] = client.tasks.get(id).annotations
            return list(annotation["result"])

        return saved

    return show
