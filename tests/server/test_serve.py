"""`wiremark labelstudio serve`, with the real server and with made-up ones."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.server


def test_a_server_killed_with_9_comes_back_with_its_data(throwaway: Any) -> None:
    first = throwaway.server
    throwaway.kill()
    again = throwaway.start()
    assert (again.url, again.token) == (first.url, first.token)
