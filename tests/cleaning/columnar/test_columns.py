"""What goes into `clean_batch` and what comes out: layouts, nulls, broken documents, large columns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.cleaning.columnar.expected import check, row

from wiremark.cleaning.columnar import SCHEMA, batch, clean_batch

RAWS = ["The ferry left.\n-\nBy noon it was back.", None, "(END)\n- \nHarbour news", "é 😀\r\n\u00a0“q”\r", ""]
NOTHING = {"text": None, "metadata": None, "segments": None, "removed": None}


def rows(texts: Any) -> list[dict[str, Any]]:
    cleaned = clean_batch(texts)
    assert cleaned.schema.equals(SCHEMA)
    cleaned.validate(full=True)
    return cleaned.to_pylist()  # type: ignore[no-any-return]


def expected(raws: list[str | None]) -> list[dict[str, Any]]:
    return [{**NOTHING, "error": None} if raw is None else row(raw) for raw in raws]


@pytest.mark.parametrize(
    "kind",
    [
        *(pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()),
        pa.dictionary(pa.int8(), pa.string()),
    ],
    ids=str,
)
def test_every_layout_of_a_column(kind: pa.DataType) -> None:
    texts = pa.array(RAWS, pa.string())
    texts = texts.dictionary_encode() if pa.types.is_dictionary(kind) else texts.cast(pa.binary()).cast(kind)
    assert rows(texts) == expected(RAWS)
    assert rows(texts[1:4]) == expected(RAWS[1:4])
    assert rows(pa.chunked_array([texts, texts[2:]])) == expected([*RAWS, *RAWS[2:]])


@pytest.mark.parametrize("raws", [[], [None], [""], [None, ""]], ids=str)
def test_columns_with_nothing_in_them(raws: list[str | None]) -> None:
    assert rows(pa.array(raws, pa.string())) == expected(raws)
    assert rows(pa.nulls(2)) == expected([None, None])


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (b"abc\xff", "byte 0xff at 3"),
        ("é".encode() + b"\x80\n", "byte 0x80 at 2"),
        (b"cut \xf0\x9f\x98", "byte 0xf0 at 4"),
        (b"\xed\xa0\x80", "byte 0xed at 0"),
        (b"\xc0\xafx", "byte 0xc0 at 0"),
    ],
)
def test_a_document_that_is_not_utf_8_is_left_out_and_the_rest_goes_on(broken: bytes, error: str) -> None:
    texts = pa.array([b"The ferry left.", broken, None, "Ça va\n".encode()], pa.binary())
    rest = expected(["The ferry left.", None, "Ça va\n"])
    assert rows(texts) == [rest[0], {**NOTHING, "error": error}, *rest[1:]]
    unchecked = pa.StringArray.from_buffers(4, *texts.buffers()[1:], texts.buffers()[0])
    assert rows(unchecked) == rows(texts)


def test_a_column_is_cut_into_parts_that_come_out_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    raws = [f"{'word ' * number}\n-\n(END)\n" for number in range(40)]
    whole = rows(pa.array(raws))
    monkeypatch.setattr(batch, "_AT_ONCE", 200)
    assert rows(pa.array(raws)) == whole
    check(raws)


def test_other_columns_and_modes_are_refused() -> None:
    with pytest.raises(TypeError, match="int64"):
        clean_batch(pa.array([1]))
    with pytest.raises(ValueError, match="no mode 'bold'"):
        clean_batch(pa.array(["x"]), mode="bold")


def test_pandas_is_not_loaded() -> None:
    code = (
        "import pyarrow as pa; import sys; from wiremark.cleaning.columnar import clean_batch, texts\n"
        "searched = []; holding = texts.Texts.holding\n"
        "texts.Texts.holding = lambda self, *given: searched.append(given) or holding(self, *given)\n"
        "builder = pa.lib.StringBuilder(); builder.append_values(['The ferry left. AP file\\n-', 'By noon'])\n"
        "clean_batch(builder.finish()); print(bool(searched), 'pandas' in sys.modules)"
    )
    source = Path(__file__).parents[3] / "scripts"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=source)
    assert done.stdout == "True False\n"
