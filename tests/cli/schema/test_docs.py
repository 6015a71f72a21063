"""wiremark schema docs: the page of the repository is true, and what is around the tables stays as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

PAGE = "schemas/README.md"


def finding(wiremark: Any, at: Path, *args: str) -> dict[str, Any]:
    ran = wiremark("schema", "docs", *args, "--format", "json", at=at)
    assert ran.code == 1
    (found,) = json.loads(ran.out)["findings"]
    assert found["code"] == "S106"
    assert isinstance(found, dict)
    return found


def test_the_page_of_the_repository_is_what_the_schema_says(wiremark: Any, workspace: Path) -> None:
    assert wiremark("schema", "docs", "--check", at=workspace).code == 0
    before = (workspace / PAGE).read_bytes()
    assert wiremark("schema", "docs", at=workspace).code == 0
    assert (workspace / PAGE).read_bytes() == before


def test_a_change_of_the_schema_is_found_and_written(wiremark: Any, workspace: Path) -> None:
    schema = next((workspace / "schemas").glob("annotation-*.json"))
    text = schema.read_text("utf-8")
    assert "Buildings, airports" in text
    schema.write_text(text.replace("Buildings, airports", "Houses, airports"), "utf-8")
    before = (workspace / PAGE).read_text("utf-8")
    found = finding(wiremark, workspace, "--check")
    line = before.split("\n")[found["line"] - 1]
    assert (found["found"], line[found["column"] - 1 :][:9]) == (line, "Buildings")
    assert "Houses, airports" in found["expected"]
    assert (workspace / PAGE).read_text("utf-8") == before
    assert wiremark("schema", "docs", at=workspace).code == 0
    assert (workspace / PAGE).read_text("utf-8") == before.replace("Buildings, airports", "Houses, airports")
    assert wiremark("schema", "docs", "--check", at=workspace).code == 0


def test_line_ends_of_another_system_are_no_difference(wiremark: Any, workspace: Path) -> None:
    page = workspace / PAGE
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert wiremark("schema", "docs", "--check", at=workspace).code == 0


def test_a_page_of_ones_own(wiremark: Any, workspace: Path, tmp_path: Path) -> None:
    page = tmp_path / "docs" / "labels.md"
    assert finding(wiremark, workspace, "--check", "--out", str(page))["found"] == "there is no page"
    assert not page.exists()
    assert wiremark("schema", "docs", "--out", str(page), at=workspace).code == 0
    assert page.read_text("utf-8").startswith("# The schema\n\n<!-- schema docs -->\n## wiremark annotation ")
    assert wiremark("schema", "docs", "--check", "--out", str(page), at=workspace).code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing\n", "the page has no line <!-- schema docs -->"),
        (b"<!-- end -->\n<!-- schema docs -->\n", "the page has no line <!-- end --> after <!-- schema docs -->"),
        (b"<!-- schema docs -->\n\xff\n<!-- end -->", "byte 21 is not UTF-8"),
    ],
)
def test_a_page_without_a_place_for_the_tables_is_left_alone(
    wiremark: Any, workspace: Path, content: bytes, said: str
) -> None:
    (workspace / PAGE).write_bytes(content)
    for args in ([], ["--check"]):
        assert finding(wiremark, workspace, *args)["found"] == said
        assert (workspace / PAGE).read_bytes() == content


def test_no_tables_of_a_broken_schema(wiremark: Any, workspace: Path) -> None:
    next((workspace / "schemas").glob("annotation-*.json")).write_text("{}", "utf-8")
    before = (workspace / PAGE).read_bytes()
    ran = wiremark("schema", "docs", at=workspace)
    assert ran.code == 1
    assert "error[S101]" in ran.out
    assert (workspace / PAGE).read_bytes() == before
