"""Whether those who went did what law and check sheet ask, part by part: 4.2.7 (履职认定).

Points marked, methods allowed, certificates valid, recusal kept, result entered and public in time, follow-up done, and
what else the dossier should hold. A duty that is not due yet is neither kept nor broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shuangsuiji.accountability.derive_aftercare import aftercare_parts, follow_ups_of
from shuangsuiji.accountability.derive_parts import FactPart, holds, open_part, refuted
from shuangsuiji.accountability.derive_visits import InspectedItem, anchor_part, visit_evidence
from shuangsuiji.accountability.derive_works import guide_of
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.inspection import check_visit
from shuangsuiji.inspection.visit_checks import PRIOR_APPROVAL, SCAN_IN
from shuangsuiji.planning import InspectionGuide, MarkedPoint, check_marks
from shuangsuiji.registry import barred_pairs
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.values import Severity

__all__ = ["duty_parts"]


def duty_parts(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield the parts of F3 for one item: 4.2.7 (履职分项)."""
    yield from _whole(found, basis)
    yield from _marked(found, basis)
    yield _by_method(found, basis)
    yield from _certified(found, basis)
    yield _not_recused(found, basis)
    yield from _asked_of_visits(found, basis)
    yield from aftercare_parts(found, basis)


def _whole(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at the dossier: what it should hold is there, and a published head holds what is used of it."""
    trail = found.trail
    used: list[object] = [found.visit, *found.line]
    used += [one for each in found.line if (one := trail.filed.publications.get(each.id)) is not None]
    used += follow_ups_of(found)
    unanchored = anchor_part(found, tuple(map(trail.entry_of, used)), basis)
    if unanchored is not None:
        yield unanchored
    gaps = trail.gaps_at(found.visit)
    if gaps:
        gap = gaps[0]
        asked = (f"案卷 {gap.where} 所缺记录", f"the record that {gap.where} lacks", trail.agency)
        zh, en = f"案卷不完整：{gap.zh}", f"the dossier is not whole: {gap.en}"
        yield open_part(zh, en, asked, visit_evidence(found, basis), by_record=True)
    head = basis.evidence(
        "Dossier", trail.id, digest=trail.dossier.head.digest, note=f"已公布链头至第 {trail.anchored_to} 件"
    )
    yield holds("案卷链条完整", "the chain of the dossier holds", head)


def _marked(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at the marks: every point of the guide of the day has one, on a sheet that could be used that day."""
    visit, item, guide = found.visit, found.item, guide_of(found, basis)
    pair = (item.item_code, item.department)
    marks = [one for one in visit.marks if (one.item_code, one.department) == pair]
    shown, sheet = visit_evidence(found, basis), basis.sheets_by_digest.get(item.sheet_digest)
    if guide is None and sheet is None:
        asked = (f"{found.where} 的检查表或指引", f"the check sheet of {found.where}, or the guide", item.department)
        yield open_part("检查表与指引均不在手，要点无从核对", "neither sheet nor guide is at hand", asked, shown)
        return
    due = {one.id for one in guide.check_points} if guide is not None else set[str]()
    if sheet is not None:
        due |= {one.point.id for one in sheet.points if (one.item_code, one.department) == pair}
        wrong = [one for one in check_marks(sheet, _on(sheet.guides, visit.marks)) if one.severity is Severity.ERROR]
        if not sheet.is_valid(visit.on) or sheet.object_id != visit.object_id or wrong:
            told = wrong[0].zh if wrong else "检查当日检查表无效或不是该对象的检查表"
            yield refuted(f"检查表有误：{told}", "the check sheet was not valid, or has strange marks", shown)
    left = sorted(due - {one.point_id for one in marks})
    if left:
        yield refuted(f"未填检查要点：{'、'.join(left)}", f"points without a mark: {', '.join(left)}", shown)
    else:
        yield holds(f"{len(due)} 个检查要点均已填写", f"all {len(due)} points are marked", shown)


def _on(guides: Iterable[InspectionGuide], marks: Iterable[MarkedPoint]) -> list[MarkedPoint]:
    pairs = {(one.item_code, one.department) for one in guides}
    return [one for one in marks if (one.item_code, one.department) in pairs]


def _by_method(found: InspectedItem, basis: RecordsBasis) -> FactPart:
    """Look at the methods: those of the item, and of the guide where it is at hand."""
    cited, guide = found.trail.cited("ItemList"), guide_of(found, basis)
    listed = None if cited is None else basis.list_on(cited.id, found.visit.on)
    allowed: set[InspectionMethod] = set(guide.methods) if guide is not None else set()
    if listed is not None and found.item.item_code in listed:
        own = set(listed[found.item.item_code].methods)
        allowed = own & allowed if guide is not None else own
    elif guide is None:
        asked = (f"{found.where} 的清单或指引", f"the list or the guide for {found.where}", found.item.department)
        return open_part("许可的检查方式无从核对", "the methods that are allowed are not at hand", asked)
    strange = [str(one) for one in found.item.methods if one not in allowed]
    shown = visit_evidence(found, basis)
    if strange:
        return refuted(f"检查方式不在许可之列：{'、'.join(strange)}", "a method is not among those allowed", shown)
    return holds("检查方式均在许可之列", "only methods that are allowed were used", shown)


def _certified(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at the certificates: those of the pool of the day, against what was shown at the door."""
    cited, visit = found.trail.cited("InspectorPool"), found.visit
    people = None if cited is None else basis.people_on(cited.id, visit.on)
    for one in visit.officers_of(found.item.department):
        shown = visit_evidence(found, basis, f"{one.id} 证件 {one.certificate} 有效至 {one.valid_until}")
        if people is None:
            asked = ("检查当日的执法检查人员名录库版本", "the pool of inspectors of the day", found.item.department)
            yield open_part(f"{one.id} 的证件无从核对", f"the certificate of {one.id} cannot be checked", asked, shown)
            continue
        pool = basis.evidence("InspectorPool", f"{people.id}@{people.version}", digest=people.digest)
        try:
            absent = people.absence_on(one.id, visit.on) or people.absence_on(one.id, visit.completed_on)
        except UnknownNameError:
            yield refuted(f"{one.id} 不在当日人员名录库", f"{one.id} was not in the pool of the day", shown, pool)
            continue
        if absent is None:
            yield holds(f"{one.id} 当日证件、资格有效", f"{one.id} was certified that day", shown, pool)
        else:
            yield refuted(f"{one.id} 当日不能执法：{absent}", f"{one.id} could not go: {absent.name}", shown, pool)


def _not_recused(found: InspectedItem, basis: RecordsBasis) -> FactPart:
    visit, shown = found.visit, visit_evidence(found, basis)
    if basis.recusals is None:
        asked = ("回避登记", "the register of recusals", found.item.department)
        return open_part("回避登记不在手", "the register of recusals is not at hand", asked, shown)
    barred = barred_pairs(basis.recusals, visit.on)
    went = [one.id for one in visit.officers_of(found.item.department)]
    bad = [id_ for id_ in went if (visit.object_id, id_) in barred or (visit.holder, id_) in barred]
    if bad:
        return refuted(f"应当回避而到场：{'、'.join(bad)}", "somebody went in spite of a recusal", shown)
    return holds(f"{len(basis.recusals)} 条回避登记，到场人员无应回避者", "nobody who went was recused", shown)


def _asked_of_visits(found: InspectedItem, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at what texts of later years ask of a visit, as far as they bind: approval, the code at the door."""
    shown, department = visit_evidence(found, basis), found.item.department
    for one in check_visit(found.visit, basis.duties):
        places = {found.visit.id, f"{found.visit.id} {department}"}
        if one.code not in {PRIOR_APPROVAL, SCAN_IN} or one.where not in places:
            continue
        if one.severity is Severity.ERROR:
            yield refuted(one.zh, one.en, shown)
        else:
            yield open_part(one.zh, one.en, (one.zh, one.en, department), shown)
