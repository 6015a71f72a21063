"""The text form: the caret stands under what is meant, and nothing in a file can break the terminal."""

from __future__ import annotations

from wiremark.diagnostics import Finding, render


def shown(source: str, line: int, column: int) -> list[str]:
    finding = Finding(code="A205", file="f.json", message="m", line=line, column=column)
    return render([finding], "text", {"f.json": source}).split("\n")[2:5]


def test_the_caret_counts_columns_of_the_terminal() -> None:
    assert shown('{"🚢": "e\u0301", "b": 7}', 1, 18) == ["  |", '1 | {"🚢": "e\u0301", "b": 7}', "  |" + " " * 18 + "^"]


def test_control_characters_become_visible() -> None:
    assert shown('{"a\x1b[31m": 1}\r\n', 1, 2)[1:] == ['1 | {"a␛[31m": 1}', "  |  ^^^^^^^^"]


def test_a_long_line_is_cut_around_the_caret() -> None:
    _, row, caret = shown('{"a": "' + "x" * 500 + '", "b": 7}', 1, 516)
    assert len(row) == 124
    assert row[caret.index("^")] == "7"


def test_text_is_capped_per_code_and_json_is_not() -> None:
    findings = [Finding(code="A205", file="f.json", message=str(number), line=number) for number in range(1, 31)]
    text = render(findings, "text", {})
    assert text.count("error[A205]") == 20
    assert "A205: 10 more of these; --format json has them all" in text
    assert text.endswith("30 findings in 1 file\n")
    assert render(findings, "json", {}).count('"code": "A205"') == 30
    assert render([], "text", {}) == ""
