"""Compares a release with a repository, and uploads it: all files, then what arrived is compared, then the tag."""

from __future__ import annotations

from dataclasses import dataclass

from wiremark.dataset.folder import MANIFEST
from wiremark.dataset.hub.connection import Hub, HubError, Repository, Stale, Unsure
from wiremark.dataset.hub.files import change
from wiremark.dataset.hub.gates import refusals
from wiremark.dataset.hub.plan import Plan, manifest_of, mine
from wiremark.dataset.hub.showing import message
from wiremark.dataset.hub.staging import Staged
from wiremark.diagnostics import Finding, Refused, Usage


@dataclass(frozen=True)
class Wanted:
    """How to publish. private: as what a new repository is made. public_texts: whether everybody may see texts."""

    tag: str
    private: bool
    public_texts: bool


@dataclass(frozen=True)
class Published:
    """What was done: the commit that the tag stands for, and whether this run made it, or the tag."""

    commit: str
    committed: bool
    tagged: bool


def planned(hub: Hub, release: Staged, wanted: Wanted) -> Plan:
    """What publishing would do. Raises HubError, and Usage where what is wanted does not go with what is there."""
    there = hub.look()
    if there and wanted.private and not there.private:
        raise Usage(
            f"{hub.repository} is public, and you gave --private",
            "name another repository, or make this one private on its page, under Settings",
        )
    if there and wanted.tag in there.branches:
        raise Usage(f"{hub.repository} has a branch {wanted.tag}", "give --tag another name")
    at_tag = None
    if there and wanted.tag in there.tags:
        at = hub.files(there.tags[wanted.tag])
        at_tag = change(release.files, at, mine(at))
    private = there.private if there else wanted.private
    return Plan(hub.repository, hub.url, release, wanted.tag, private, there, _earlier(hub, there), at_tag)


def unasked(hub: Hub, release: Staged, wanted: Wanted) -> Plan:
    """The same where the Hub cannot be asked: everything would be new."""
    nothing = None, None, None
    return Plan(hub.repository, hub.url, release, wanted.tag, wanted.private, *nothing, compared=False)


def _earlier(hub: Hub, there: Repository | None) -> dict[str, object] | None:
    """What the manifest says that the repository holds; None where it has none."""
    return manifest_of(hub.read(there.head, MANIFEST)) if there and MANIFEST in there.files else None


def publish(hub: Hub, plan: Plan, wanted: Wanted) -> Published:
    """Does what is planned. Run again after whatever went wrong, it goes on where it stopped.

    Raises HubError, Usage, and Refused where what is there now, or what arrived, is not as it should be.
    """
    if plan.there is None:
        hub.create(private=wanted.private)
        plan = planned(hub, plan.release, wanted)  # it may have been there, unseen, or be made otherwise than asked
        if plan.there is None:
            raise HubError(f"{hub.host} made no repository that can be read", "check what your token may read")
        _refuse(plan, wanted)
    if plan.is_done:
        return Published(plan.there.tags[plan.tag], committed=False, tagged=False)
    head, committed = plan.there.head, not plan.change.is_empty
    if committed:
        head = _uploaded(hub, plan)
    _verify(hub, plan, head)
    tagged = _tagged(hub, plan.tag, head)
    return Published(head, committed, tagged)


def _refuse(plan: Plan, wanted: Wanted) -> None:
    findings = list(refusals(plan, public_texts=wanted.public_texts))
    if findings:
        raise Refused(findings)


def _uploaded(hub: Hub, plan: Plan) -> str:
    """The commit that holds the release; also where the answer to it was lost, and its repetition refused."""
    assert plan.there  # noqa: S101 (publish has made it)
    try:
        return hub.upload(plan.release.folder, plan.change.deleted, plan.there.head, *message(plan))
    except (Stale, Unsure) as error:
        try:
            now = hub.look()
        except HubError:
            raise error from None
        if now and now.head != plan.there.head and change(plan.release.files, now.files, mine(now.files)).is_empty:
            return now.head
        raise


def _verify(hub: Hub, plan: Plan, commit: str) -> None:
    """Compares every file of the commit with the release. Raises Refused."""
    there = hub.files(commit)
    left = change(plan.release.files, there, mine(there))
    wrong = {
        **dict.fromkeys(left.added, "no such file"),
        **dict.fromkeys(left.changed, "other bytes"),
        **dict.fromkeys(left.deleted, "a file that the release has not"),
    }
    if wrong:
        raise Refused(
            Finding(
                code="D606",
                file=plan.address,
                message=f"{place} in the repository is not as it was sent",
                found=found,
                expected=_expected(plan, place),
                notes=(f"nobody has seen it by the tag {plan.tag}, which is not set",),
                help="run it again; if it says the same, somebody else writes there, or the Hub leaves files out",
            )
            for place, found in wrong.items()
        )


def _expected(plan: Plan, place: str) -> str:
    file = plan.release.files.get(place)
    return f"{file.size} bytes with sha256 {file.sha256}" if file else "no such file"


def _tagged(hub: Hub, tag: str, commit: str) -> bool:
    """Sets the tag. False where it was set already, by a run whose answer was lost. Never moves one."""
    try:
        hub.tag(tag, commit)
    except HubError as error:
        if not isinstance(error, Unsure) and error.status != 409:
            raise
        now = hub.look()
        if now is None or now.tags.get(tag) != commit:
            raise
        return False
    return True
