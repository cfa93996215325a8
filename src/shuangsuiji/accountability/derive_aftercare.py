"""Whether what comes after a visit was done: entry and publication in time, follow-up, answers, referrals: 三（三）.

What is not due yet and not done is neither kept nor broken (检查后续履职认定).
"""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.accountability.derive_parts import FactPart, holds, open_part, refuted
from shuangsuiji.accountability.derive_visits import InspectedItem, visit_evidence
from shuangsuiji.accountability.facts import FactEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.errors import BrokenChainError, DuplicateError
from shuangsuiji.inspection import CrimeSuspicion, FollowUp, Objection, ObjectionAnswer, OpenMatter, Publication, Result
from shuangsuiji.inspection.publication_lists import PublicationDue, publication_dues
from shuangsuiji.terms import DeadlineStatus

__all__ = ["aftercare_parts", "follow_ups_of"]

_BROKEN = frozenset({DeadlineStatus.LATE, DeadlineStatus.OVERDUE})


def aftercare_parts(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield the parts of F3 that lie after the visit, for one item: 3.3.2, 3.3.5 to 3.3.7 (检查后续履职分项)."""
    if found.line:
        yield from _made_public(found, basis)
    elif not found.trail.gaps_at(found.visit):  # where the dossier lacks something, nobody is blamed for it
        yield from _awaited(found, basis)
    yield from _followed(found, basis)
    yield from _other_matters(found, basis)


def follow_ups_of(found: InspectedItem) -> list[FollowUp]:
    """Return the follow-ups on file of the results of an item (后续监管记录)."""
    ids = {one.id for one in found.line}
    return [one for one in found.trail.filed.follow_ups.values() if one.result.id in ids]


def _made_public(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at entry and publication, of the result and of what corrected it."""
    public = found.trail.filed.publications
    publications = [public[one.id] for one in found.line if one.id in public]
    shown = tuple(_publication_evidence(one, basis) for one in publications)
    try:
        dues = publication_dues(found.line, publications, basis.as_of, basis.terms)
    except (BrokenChainError, DuplicateError) as error:
        asked = (f"{found.where} 的公示记录", f"the publication of {found.where}", found.item.department)
        zh, en = f"公示与结果不符：{error.zh_line}", f"publication and result differ: {error.en_line}"
        yield open_part(zh, en, asked, *shown, by_record=True)
        return
    for one in dues:
        yield _timely(one, found, basis, shown)


def _awaited(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at the term of a result that has not come."""
    for one in publication_dues((), (), basis.as_of, basis.terms, visits=(found.visit,)):
        if (one.item_code, one.department) == (found.item.item_code, found.item.department):
            yield _timely(one, found, basis, ())


def _timely(
    one: PublicationDue, found: InspectedItem, basis: RecordsBasis, shown: tuple[FactEvidence, ...]
) -> FactPart:
    due = "未起算" if one.due.deadline is None else f"期限 {one.due.deadline.due_on}"
    done = f"{one.done_on} 完成" if one.done_on else f"尚缺{'、'.join(one.missing)}"
    zh = f"{found.where} 录入公示{one.status}：{done}，{due}"
    en = f"entry and publication of {found.where}: {one.status.name}, done on {one.done_on}"
    own = visit_evidence(found, basis) if one.result is None else _result_evidence(one.result, basis)
    if one.status is DeadlineStatus.ON_TIME:
        return holds(zh, en, own, *shown)
    if one.status in _BROKEN:
        return refuted(zh, en, own, *shown)
    asked = (f"{found.where} 的录入、公示记录", f"entry and publication of {found.where}", one.department)
    return open_part(zh, en, asked, own, *shown)


def _followed(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at the follow-up of a problem: closed, running within its term, late, or none."""
    if not found.line or not found.line[-1].outcome.needs_follow_up:
        return
    shown, own = _result_evidence(found.line[-1], basis), follow_ups_of(found)
    if not own:
        yield refuted(f"{found.where} 发现问题而无后续监管", f"nobody follows up {found.where}", shown)
    for one in own:
        yield _closed(one, found, basis, shown)


def _closed(one: FollowUp, found: InspectedItem, basis: RecordsBasis, shown: FactEvidence) -> FactPart:
    paper = basis.evidence("FollowUp", one.id, digest=one.digest, made_on=one.opened_on)
    place = f"{one.result.visit.object_id} {one.result.item_code} {one.id}"
    matters = (each for each in found.trail.matters if each.code == "followup.open" and each.where == place)
    matter = next(matters, None)
    if matter is None:
        return holds(f"后续监管 {one.id} 已办结", f"the follow-up {one.id} is closed", shown, paper)
    if matter.is_overdue(basis.as_of):
        return refuted(f"后续监管 {one.id} 逾期未办结", f"the follow-up {one.id} is overdue", shown, paper)
    asked = (f"后续监管 {one.id} 的办结记录", f"the closure of {one.id}", one.department_on(basis.as_of))
    return open_part(f"后续监管 {one.id} 尚未办结", f"the follow-up {one.id} is still open", asked, shown, paper)


def _other_matters(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at what else is open on the results: a crime that was not referred, an objection that was not answered."""
    for one in found.trail.matters:
        if not _about(one, found):
            continue
        zh, en, shown = f"{one.where}：{one.zh}", f"{one.where}: {one.en}", visit_evidence(found, basis)
        if one.is_overdue(basis.as_of):
            yield refuted(zh, en, shown)
        else:
            yield open_part(zh, en, (zh, en, one.department), shown)


def _about(matter: OpenMatter, found: InspectedItem) -> bool:
    """Tell whether an open matter is about the results of an item; follow-ups and publications are looked at alone."""
    ids, filed = {one.id for one in found.line}, found.trail.filed
    if matter.code == "referral.missing":
        known = (one.result for one in filed.all_of(CrimeSuspicion) if one.id == matter.where)
        return any(one is not None and one.id in ids for one in known)
    objection = filed.objections.get(matter.where) if matter.code.startswith("objection.") else None
    if isinstance(objection, ObjectionAnswer):
        objection = objection.objection
    return isinstance(objection, Objection) and objection.publication.result.id in ids


def _result_evidence(one: Result, basis: RecordsBasis) -> FactEvidence:
    return basis.evidence("Result", one.id, digest=one.digest, made_on=one.formed_on)


def _publication_evidence(one: Publication, basis: RecordsBasis) -> FactEvidence:
    last = max((each.on for each in one.records), default=None)
    on = None if last is None or last > basis.as_of else last
    return basis.evidence("Publication", one.result.id, digest=one.digest, made_on=on)
