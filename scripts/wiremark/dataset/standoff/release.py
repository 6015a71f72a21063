"""The stand-off release: the dataset without one word of an article, and what is needed to put them together again."""

from __future__ import annotations

from pathlib import Path

from wiremark.dataset.build import BuildReport, write_dataset
from wiremark.dataset.check import refuse_faulty
from wiremark.dataset.folder import ANNOTATORS, BARE, JOINING, PARAGRAPHS, replacing
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.leaks import leaks
from wiremark.dataset.parts import Part
from wiremark.dataset.standoff import joining, paragraphs
from wiremark.diagnostics import Finding, Refused, count
from wiremark.workspace import Workspace


def release(workspace: Workspace, out: Path) -> BuildReport:
    """Validates a workspace whose corpus/ is clean, and writes its stand-off release into the folder `out`.

    The folder appears as a whole or not at all, and replaces an older one that this function made. Raises Refused
    where `out` holds anything else, the workspace has errors or no document, or where eight running words of a seed
    or a clean text would stand in any file (D301).
    """
    out = out.resolve()
    inputs = load_inputs(workspace)
    with replacing(workspace, out, BARE) as fresh:
        parts = write_release(workspace, inputs, fresh, workspace.relative(out))
    return BuildReport(out, parts)


def write_release(workspace: Workspace, inputs: Inputs, folder: Path, name: str) -> tuple[Part, ...]:
    """Writes all files of a stand-off release into an empty folder, which findings call `name`.

    inputs: those of the workspace. Raises Refused where words of an article stand in what was written (D301), or
    `check` finds a fault.
    """
    parts = write_dataset(inputs, folder, texts=False, further=_files(workspace, inputs))
    _refuse_words(workspace, folder, name)
    refuse_faulty(folder, name)
    return parts


def _files(workspace: Workspace, inputs: Inputs) -> dict[str, str]:
    """What no other release has: places of paragraphs, what the tables lack, and who annotated."""
    found = {article.source.id: paragraphs.paragraphs(article.text) for article in inputs.articles}
    prose = {ANNOTATORS: inputs.annotators} if inputs.annotators else {}
    needed = joining.dumps(joining.joining(inputs, workspace.seed))
    return {PARAGRAPHS: paragraphs.dumps(found), JOINING: needed, **prose}


def _refuse_words(workspace: Workspace, folder: Path, name: str) -> None:
    """Raises Refused where words of an article stand in a file."""
    found = leaks(folder, workspace.seeds, workspace.corpus, shorter=False).findings
    if found:
        finding = Finding(
            code="D301",
            file=name,
            message="running words of an article would stand in the release",
            found=f"words in {count(len({leak.file for leak in found}), 'file')}; nothing was written",
            expected="no more than 7 running words of any article",
            notes=tuple(f"{leak.file}: {leak.found}" for leak in found),
            help="say it in other words where it comes from: SOURCES.toml, ANNOTATORS.md, a name in entities.json",
        )
        raise Refused([finding])
