"""Suggestions from a file: a model's predictions over our documents, in Label Studio's form, and checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Finding, Refused
from wiremark.labelstudio.editor.layout import Layout
from wiremark.labelstudio.exchange.json_file import JsonFile
from wiremark.labelstudio.exchange.tasks import not_ours, other_text, unknown_document
from wiremark.labelstudio.rows.regions import read
from wiremark.validation.level3 import Article
from wiremark.validation.places import Problem


class Suggestions:
    """The predictions of a file, by document. `findings`: warnings. Raises Refused where one has an error."""

    def __init__(self, path: Path, name: str, layout: Layout, articles: Mapping[str, Article]) -> None:
        file = JsonFile(path, name)
        self._of: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._model = path.stem
        problems = [
            problem.under(f"/{number}")
            for number, item in enumerate(file.tasks)
            for problem in self._take(item, layout, articles)
        ]
        self.findings: list[Finding] = file.placed(problems)
        if any(finding.severity == "error" for finding in self.findings):
            raise Refused(self.findings)

    def of(self, document: str) -> list[dict[str, Any]]:
        """The predictions for a document."""
        return self._of.get(document, [])

    def _take(self, item: Any, layout: Layout, articles: Mapping[str, Article]) -> Iterator[Problem]:
        data = item.get("data") if isinstance(item, dict) else None
        document = data.get("document") if isinstance(data, dict) else None
        predictions = item.get("predictions") if isinstance(item, dict) else None
        if not isinstance(data, dict) or not isinstance(document, str) or not isinstance(predictions, list):
            yield not_ours("", "", 'an object {"data": {"document": …}, "predictions": [{"result": […]}]}')
            return
        article = articles.get(document)
        if article is None or article.text is None:
            yield unknown_document(document, articles)
            return
        other = other_text(article, data.get("text", article.text), data.get("text_sha256", article.text_sha256))
        if other:
            yield other
            return
        for number, one in enumerate(predictions):
            if not isinstance(one, dict):
                yield not_ours(f"/predictions/{number}", "", 'an object with a list "result"')
                continue
            for problem in read(one.get("result"), layout, article.text).problems:
                said = replace(problem, severity="error") if problem.code == "T123" else problem  # of another text
                yield said.under(f"/predictions/{number}/result")
            kept = {key: one[key] for key in ("result", "score") if key in one}
            self._of[document].append({"model_version": str(one.get("model_version") or self._model), **kept})
