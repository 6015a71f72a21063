"""With the articles the full dataset comes back byte for byte; with others what is proven, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import REPOSITORY, Wiremark
from tests.dataset.standoff.conftest import HARBOUR, RAW, Made, data, files, make, text

from wiremark import cleaning
from wiremark.dataset.folder import kind_of
from wiremark.dataset.inputs import Article, load_inputs
from wiremark.dataset.release import Release, open_release
from wiremark.dataset.sentences import sentences
from wiremark.dataset.standoff.articles import Copy
from wiremark.dataset.standoff.joined import joined
from wiremark.dataset.standoff.outcome import Outcome
from wiremark.dataset.standoff.rehydrate import Rehydrated, read, rehydrate
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace, sha256

Edit = Callable[[str], str]


def put_together(made: Made, texts: Path, out: Path) -> Rehydrated:
    return rehydrate(made.bare, texts, out, Workspace(out.parent))


def edited(texts: Path, edit: Edit, id: str = "harbour") -> None:
    path = texts / f"{id}.txt"
    path.write_bytes(edit(path.read_bytes().decode()).encode())


def fates(outcome: Outcome) -> dict[tuple[str, str], str]:
    """What became of each span of a harbour, by record and property."""
    return {(span.id, span.property): span.fate for span in outcome.spans if span.document == "harbour"}


def test_with_the_seeds_it_is_the_full_build(made: Made, texts: Path, tmp_path: Path) -> None:
    done = put_together(made, texts, tmp_path / "out")
    assert done.outcome.exact
    assert not done.findings
    assert data(tmp_path / "out") == data(made.full)
    assert kind_of(tmp_path / "out") == "rehydrated dataset"
    open_release(tmp_path / "out")
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "For the holder's own use" in card
    assert "For the holder's own use" not in (made.full / "README.md").read_text("utf-8")


def test_so_it_is_for_the_corpus_of_the_repository(tmp_path: Path) -> None:
    made = make(Workspace.at(REPOSITORY), tmp_path)
    done = rehydrate(made.bare, REPOSITORY / "seeds", tmp_path / "out", Workspace(tmp_path))
    assert done.outcome.exact
    assert data(tmp_path / "out") == data(made.full)


def test_any_names_in_any_folders_do(made: Made, texts: Path, tmp_path: Path) -> None:
    (texts / "deep").mkdir()
    for number, id in enumerate(RAW):
        (texts / f"{id}.txt").rename(texts / "deep" / f"{number}.article")
    (texts / "notes.bin").write_bytes(b"\xff\xfe\x00")
    assert put_together(made, texts, tmp_path / "out").outcome.exact
    assert data(tmp_path / "out") == data(made.full)


@pytest.mark.parametrize("change", [str.strip, lambda raw: "\ufeff" + raw.replace("\n", "\r\n"), str.__str__])
def test_other_bytes_of_the_same_text_are_said_to_be(made: Made, texts: Path, tmp_path: Path, change: Edit) -> None:
    for id in ("letter", "plain"):
        edited(texts, change, id)
    (texts / "letter.txt").rename(texts / "other.txt")
    done = put_together(made, texts, tmp_path / "out")
    assert done.outcome.exact
    same = [document.raw for document in done.outcome.documents if document.id == "letter"]
    raw = (texts / "other.txt").read_bytes()
    assert same == [sha256(raw) == sha256(RAW["letter"].encode())]
    [row] = [row for row in open_release(tmp_path / "out").rows("documents") if row["document_id"] == "letter"]
    assert row["raw_sha256"] == sha256(raw), "the hash of the copy at hand, not that of a file that is not here"
    full = data(made.full)
    differ = {place for place, content in data(tmp_path / "out").items() if content != full[place]}
    assert {place.split("/")[1] for place in differ} <= {"documents"}


def test_cited_words_come_back_from_a_copy_with_other_line_ends(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: "\ufeff" + raw.replace("\r\n", "\n"))
    done = put_together(made, texts, tmp_path / "out")
    rows = {row["document_id"]: row for row in open_release(tmp_path / "out").rows("documents")}
    assert rows["harbour"]["published_from"] == "'Tuesday' and the dateline 'STRELSAU, March 21'"
    assert not done.outcome.uncited


def test_an_edited_copy_is_told_span_by_span(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: raw.replace("ended talks", "broke off talks"))
    done = put_together(made, texts, tmp_path / "out")
    assert not done.outcome.exact
    found = fates(done.outcome)
    assert {fate for (id, _), fate in found.items() if id in ("m1", "m2", "m3", "m4", "t1", "e1")} == {"lost"}
    assert found["q1", "content"] == found["q1", "source"] == found["q1", "cue"] == "lost"
    assert found["m5", "span"] == "lost", "a short paragraph has no hash"
    assert found["m6", "span"] == found["m8", "span"] == found["e4", "trigger"] == "moved"
    assert found["m6", "span"] == "moved"
    moved = next(span for span in done.outcome.spans if span.id == "m8")
    cleaned = cleaning.clean((texts / "harbour.txt").read_text("utf-8")).text
    assert moved.new
    assert cleaned[slice(*moved.new)] == text("harbour")[slice(*moved.old)] == "cafe\u0301"
    [row] = [row for row in open_release(tmp_path / "out").rows("annotations") if row["document_id"] == "harbour"]
    assert [mention["id"] for mention in row["mentions"]] == ["m6", "m7", "m8", "m9"]
    assert [time["id"] for time in row["times"]] == ["t2"]
    assert "anchor" not in row["times"][0], "its anchor t1 is lost"
    assert [event["id"] for event in row["events"]] == ["e3", "e4"]
    assert row["quotes"] == []
    told = {(change.layer, change.id, change.property) for change in done.outcome.changes if change.document}
    assert ("times", "t2", "anchor") in told
    assert ("mentions", "m1", None) in told


def test_a_paragraph_more_is_an_edited_copy(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: raw + "\nMina Hale said no more.\n", "plain")
    done = put_together(made, texts, tmp_path / "out")
    assert not done.outcome.exact, "though no span moved"
    assert {span.fate for span in done.outcome.spans} <= {"exact"}
    assert (tmp_path / "out" / "standoff" / "MANIFEST.json").is_file(), "for a better copy"


def test_a_sentence_whose_names_are_not_proven_is_in_no_row_of_ner(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: raw.replace("ended talks", "broke off talks"))
    edited(texts, lambda raw: raw + "\nBorduria said no more.\n", "letter")
    done = put_together(made, texts, tmp_path / "out")
    full = [tuple(row["tokens"]) for row in open_release(made.full).rows("ner")]
    found = list(open_release(tmp_path / "out").rows("ner"))
    rows = {tuple(row["tokens"]): row["ner_tags"] for row in found}
    assert rows
    assert set(rows) < set(full), "neither the changed sentence nor the new one"
    assert any(tag != "O" for tags in rows.values() for tag in tags)
    left_out = {document.id: document.sentences for document in done.outcome.documents}
    kept = Counter(row["document_id"] for row in found)
    for id in ("harbour", "letter"):
        clean = cleaning.clean((texts / f"{id}.txt").read_bytes().decode()).text
        assert left_out[id] + kept[id] == len(sentences(clean, "en"))
        assert all(row["id"] == f"{id}:{row['sentence_id']}" for row in found if row["document_id"] == id)
    assert left_out["plain"] == 0
    said = f"{left_out['harbour'] + left_out['letter']} sentences"
    assert f"{said} of edited copies not in `ner`" in str(done)
    assert f"it: {said} left out." in (tmp_path / "out" / "README.md").read_text("utf-8")
    listed = json.loads((tmp_path / "out" / "REHYDRATED.json").read_bytes())["documents"]
    assert {document["id"]: document["sentences"] for document in listed} == left_out


def test_aliases_come_back_where_their_words_are_proven(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: raw.replace("the talks began", "talks began"))
    done = put_together(made, texts, tmp_path / "out")
    rows = {row["id"]: row["aliases"] for row in open_release(tmp_path / "out").rows("entities")}
    assert [alias["form"] for alias in rows["E:ruritania"]] == ["Ruritanian"]
    whole = ["oarswomen who", "an envoy", "Hale", "everyone’s oarswoman"]
    assert [alias["form"] for alias in rows["E:mina-hale"]] == whole
    told = [(change.layer, change.id, change.property) for change in done.outcome.changes if not change.document]
    assert ("entities", "E:ruritania", "aliases") in told
    assert "two ferries" not in str(done)


def test_what_names_a_lost_record_names_nothing_and_says_so(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: raw.replace("for a cafe", "for one cafe"))
    done = put_together(made, texts, tmp_path / "out")
    [row] = [row for row in open_release(tmp_path / "out").rows("annotations") if row["document_id"] == "harbour"]
    events = {event["id"]: event for event in row["events"]}
    assert "e3" not in events
    assert [argument.get("mention") for argument in events["e4"]["arguments"]] == ["m9"], "its theme e3 is lost"
    assert events["e1"]["reported_in"] == "q1"
    assert "e2" not in events, "its trigger stands in a paragraph without a hash"
    change = [change for change in done.outcome.changes if change.id == "e4"]
    assert [(made.property, made.document) for made in change] == [("arguments", "harbour")]


def test_a_missing_article_is_a_finding_and_the_others_go_on(made: Made, texts: Path, tmp_path: Path) -> None:
    (texts / "letter.txt").unlink()
    done = put_together(made, texts, tmp_path / "out")
    assert [(finding.code, finding.severity) for finding in done.findings] == [("D302", "error")]
    assert not done.outcome.exact
    release = open_release(tmp_path / "out")
    assert [row["document_id"] for row in release.rows("documents")] == ["harbour", "plain"]
    assert "test" not in (tmp_path / "out" / "README.md").read_text("utf-8").split("---")[1].split("splits")[0]
    [refusal] = [row for row in release.rows("clusters") if row["id"] == "EV:refusal"]
    assert refusal["conflicts"] == [
        {"attribute": "who", "readings": [{"document": "harbour", "value": "Borduria refused"}]}
    ], "no reading of an article that is not here"
    assert refusal["members"] == [{"document_id": "harbour", "id": "e4"}]


def test_a_name_alone_proves_nothing(made: Made, texts: Path, tmp_path: Path) -> None:
    (texts / "harbour.txt").write_text("Quite another article, which only has its name.", "utf-8")
    done = put_together(made, texts, tmp_path / "out")
    assert [finding.code for finding in done.findings] == ["D303"]
    assert done.outcome.documents[0].text == "missing"
    (texts / "harbour.txt").write_bytes(b"\xff\xfe not UTF-8")
    assert [finding.code for finding in put_together(made, texts, tmp_path / "out").findings] == ["D303"]


def test_an_edited_copy_under_another_name_is_known_by_its_paragraphs(made: Made, texts: Path, tmp_path: Path) -> None:
    edited(texts, lambda raw: raw.replace("Borduria refused", "It refused"))
    (texts / "harbour.txt").rename(texts / "a.txt")
    done = put_together(made, texts, tmp_path / "out")
    assert [document.file for document in done.outcome.documents] == ["a.txt", "letter.txt", "plain.txt"]
    shutil.copy(texts / "a.txt", texts / "b.txt")
    edited(texts, lambda raw: raw + "More.\n", "b")
    done = put_together(made, texts, tmp_path / "out")
    assert done.outcome.documents[0].text == "missing", "two could be it"


def test_another_article_with_a_paragraph_of_it_is_not_taken(made: Made, texts: Path, tmp_path: Path) -> None:
    (texts / "harbour.txt").unlink()
    one = next(piece for piece in HARBOUR.split("\r\n\r\n") if piece.startswith("Borduria refused"))
    (texts / "a.txt").write_text(f"Another article says this, and then cites a colleague.\n\n{one}\n", "utf-8")
    done = put_together(made, texts, tmp_path / "out")
    assert [finding.code for finding in done.findings] == ["D302"]
    assert done.outcome.documents[0].text == "missing"


def test_nothing_there_writes_nothing(made: Made, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    with pytest.raises(Refused) as refused:
        put_together(made, tmp_path / "texts", tmp_path / "out")
    assert {finding.code for finding in refused.value.findings} == {"D302"}
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


def test_other_rules_matter_only_where_the_text_is_another(
    made: Made, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "RULES_VERSION", "99")
    assert put_together(made, texts, tmp_path / "out").outcome.exact
    edited(texts, lambda raw: raw.replace("ended talks", "broke off talks"))
    before = files(tmp_path / "out")
    with pytest.raises(Refused) as refused:
        put_together(made, texts, tmp_path / "out")
    [finding] = refused.value.findings
    assert (finding.code, "rules 99" in finding.found, "install wiremark" in finding.help) == ("D303", True, True)
    assert files(tmp_path / "out") == before


def test_in_place_and_again(made: Made, texts: Path, tmp_path: Path) -> None:
    here = tmp_path / "release"
    shutil.copytree(made.bare, here)
    whole = (texts / "letter.txt").read_bytes()
    (texts / "letter.txt").unlink()
    first = rehydrate(here, texts, here, Workspace(tmp_path))
    assert not first.outcome.exact
    assert files(here / "standoff") == files(made.bare), "with it the next call begins again"
    (texts / "letter.txt").write_bytes(whole)
    assert rehydrate(here, texts, here, Workspace(tmp_path)).outcome.exact
    assert data(here) == data(made.full)
    assert not (here / "standoff").exists()
    before = files(here)
    again = rehydrate(here, texts, here, Workspace(tmp_path))
    assert (again.written, again.outcome.exact, again.outcome.fates["lost"]) == (False, True, 0)
    assert files(here) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release", "texts"]


def test_a_folder_with_anything_else_is_left_alone(made: Made, texts: Path, tmp_path: Path) -> None:
    here = tmp_path / "release"
    shutil.copytree(made.bare, here)
    (here / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(Refused, match="D101"):
        rehydrate(here, texts, here, Workspace(tmp_path))
    with pytest.raises(Refused, match="D103"):
        rehydrate(made.bare, texts, made.full, Workspace(tmp_path))


def words_of(articles: Iterable[Article]) -> dict[tuple[str, str, str, int], str]:
    """The words of every span of every record."""
    found = {}
    for article in articles:
        for layer in article.layers:
            for record in article.records(layer):
                for name in ("span", "trigger", "content", "source", "cue"):
                    spans = record.get(name, [])
                    for number, span in enumerate(spans if isinstance(spans, list) else [spans]):
                        assert article.text[span["start"] : span["end"]] == span["text"]
                        found[article.source.id, layer, f"{record['id']}.{name}", number] = span["text"]
    return found


EDIT = st.tuples(
    st.sampled_from(["insert", "delete", "move", "write", "cut"]),
    st.integers(0, 99),
    st.integers(0, 199),
    st.sampled_from(["x", " ", "\u0301", "Mina Hale ", "😀", "A new paragraph, of which nobody had known a word."]),
)


def disturbed(raw: str, edits: Iterable[tuple[str, int, int, str]]) -> str:
    """An article with some of its paragraphs changed, moved, doubled, taken out."""
    pieces = raw.split("\r\n\r\n")
    for kind, number, place, words in edits:
        at = number % max(1, len(pieces))
        piece = pieces[at] if pieces else ""
        where = place % (len(piece) + 1)
        match kind:
            case "insert":
                pieces.insert(at, words if place % 2 else piece)
            case "delete":
                del pieces[at : at + 1]
            case "move":
                pieces.append(piece)
                del pieces[at]
            case "write":
                pieces[at : at + 1] = [piece[:where] + words + piece[where:]]
            case _:
                pieces[at : at + 1] = [piece[:where] + piece[where + 1 :]]
    return "\r\n\r\n".join(pieces)


@pytest.fixture(scope="session")
def known(made: Made) -> tuple[Release, dict[tuple[str, str, str, int], str]]:
    """The release, opened, and the words of every span."""
    return open_release(made.bare), words_of(load_inputs(made.workspace).articles)


@given(st.lists(EDIT, max_size=4))
@settings(max_examples=50, deadline=None)
def test_whatever_was_edited_no_span_has_other_words_and_no_reference_leads_nowhere(
    known: tuple[Release, dict[tuple[str, str, str, int], str]], edits: list[tuple[str, int, int, str]]
) -> None:
    release, before = known
    raw = {id: text.encode() for id, text in RAW.items()} | {"harbour": disturbed(HARBOUR, edits).encode()}
    copies = {}
    for id, content in raw.items():
        cleaned = cleaning.clean(content.decode())
        copies[id] = Copy(f"{id}.txt", content, cleaned, sha256(cleaned.text.encode()))
    inputs, outcome = joined(release, *read(release, Workspace(release.folder)), copies)
    after = words_of(inputs.articles)
    assert after.items() <= before.items()
    assert outcome.exact == all(copies[id].text_sha256 == sha256(text(id).encode()) for id in RAW)
    assert not outcome.exact or len(after) == len(before)
    for article in inputs.articles:
        ids = {record["id"] for layer in article.layers for record in article.records(layer)}
        named = [time.get("anchor", "dct") for time in article.records("times")]
        for event in article.records("events"):
            named += [*event["times"], event["reported_in"]]
            named += [argument.get("mention", argument.get("event")) for argument in event["arguments"]]
        assert set(named) <= {*ids, "dct", None}


def test_the_command(
    wiremark: Wiremark, made: Made, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made.bare, tmp_path / "bare")
    monkeypatch.chdir(tmp_path)
    call = ("rehydrate", "bare", "--texts", "texts")
    assert wiremark(*call, "--out", "whole").code == 0
    edited(texts, lambda raw: raw.replace("ended talks", "broke off talks"))
    (texts / "letter.txt").unlink()
    ran = wiremark(*call, "--out", "part", at=Path("elsewhere"))  # -C is not where folders are
    assert ran.code == 1
    assert "error[D302]: there is no article for letter here" in ran.out
    assert "lost: harbour mentions m1 span 0-9" in ran.out
    assert "moved: harbour mentions m8 span " in ran.out
    assert "ended talks" not in ran.out, "the report has no word of an article"
    told = wiremark(*call, "--out", "part", "--format", "json")
    assert told.code == 1
    found = json.loads(told.out)
    assert [finding["code"] for finding in found["findings"]] == ["D302"]
    assert found["fates"]["lost"] > 0
    kept = json.loads((tmp_path / "part" / "REHYDRATED.json").read_bytes())
    assert kept.items() <= found.items()
    assert wiremark(*call, "--out", "bare/in").code == 2
    monkeypatch.chdir(tmp_path / "bare")
    assert wiremark("rehydrate", ".", "--texts", "../texts").code == 2
    monkeypatch.chdir(tmp_path / "texts")
    assert wiremark(*call).code == 2, "no such folder"
