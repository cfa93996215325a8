"""Whether an inspection kept to the item list and the working requirements, part by part: 4.2.5 (照单检查认定).

List of the day, task of the plan, lines and officers of the draw, guide of the day, number of officers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.accountability.derive_parts import FactPart, holds, open_part, refuted
from shuangsuiji.accountability.derive_visits import InspectedItem, anchor_part, visit_evidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import Commitment, SupplementCommitment
from shuangsuiji.errors import BrokenChainError, LawError
from shuangsuiji.inspection.draw_lines import Record, check_cited
from shuangsuiji.inspection.visit_parties import check_enough
from shuangsuiji.planning import AnnualPlan, InspectionGuide

__all__ = ["guide_of", "record_of", "work_parts"]


def work_parts(found: InspectedItem, case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield the parts of F1 for one item: 4.2.5 (照单检查分项)."""
    unanchored = anchor_part(found, (found.trail.entry_of(found.visit),), basis)
    if unanchored is not None:
        yield unanchored
    draw = record_of(found, basis)
    yield _listed(found, case, basis)
    yield _planned(found, draw, case, basis)
    yield from _drawn(found, draw, case, basis)
    yield _guided(found, case, basis)


def record_of(found: InspectedItem, basis: RecordsBasis) -> DrawOnRecord | None:
    """Return the one draw at hand that a visit cites, None where there is none, or several that differ (所引抽取)."""
    cited = found.visit.draw
    known = () if cited is None else basis.draws_by_commit.get(cited.commit, ())
    return known[0] if len(known) == 1 else None


def guide_of(found: InspectedItem, basis: RecordsBasis) -> InspectionGuide | None:
    """Return the version of the guide in force on the day of a visit, None where none is at hand (当日指引)."""
    known = basis.guides_by_item.get((found.item.item_code, found.item.department), ())
    return next((one for one in reversed(known) if one.is_in_force(found.visit.on)), None)


def _listed(found: InspectedItem, case: Case, basis: RecordsBasis) -> FactPart:
    """Look at the list in force on the day: the version of the item that was inspected must be that of the list."""
    code, on, cited = found.item.item_code, found.visit.on, found.trail.cited("ItemList")
    listed = None if cited is None else basis.list_on(cited.id, on)
    if cited is None or listed is None:
        asked = (f"{on} 有效的抽查事项清单", f"the item list in force on {on}", case.department)
        return open_part(f"{on} 有效的抽查事项清单不在手", f"the item list of {on} is not at hand", asked)
    digest = basis.list_digests[listed.id, listed.version]
    shown = basis.evidence("ItemList", f"{listed.id}@{listed.version}", digest=digest, made_on=listed.effective_on)
    if cited.version == listed.version and cited.digest and cited.digest != digest:
        asked = (f"案卷所引清单 {cited}", f"the list that the dossier cites, {cited}", case.department)
        return open_part(
            "清单与案卷所引的不符", "the list is another than the dossier cites", asked, shown, by_record=True
        )
    if cited.version is not None and listed.version < cited.version:
        asked = (f"清单 {cited}", f"the list {cited}", case.department)
        return open_part("案卷所引清单版本不在手", "the cited version of the list is not at hand", asked, shown)
    there = code in listed and listed[code].is_in_force(on) and listed[code].version == found.item.item_version
    state = f"{code} v{found.item.item_version}"
    if there:
        return holds(
            f"{state} 在当日清单 {listed.id}@{listed.version} 中有效", f"{state} was on the list of {on}", shown
        )
    return refuted(
        f"{state} 不是 {on} 有效清单 {listed.id}@{listed.version} 中的版本",
        f"{state} was not on the list of {on}",
        shown,
    )


def _planned(found: InspectedItem, draw: DrawOnRecord | None, case: Case, basis: RecordsBasis) -> FactPart:
    """Look at the plan: the task that the draw names must be one of it, and must hold the item."""
    cited, citation = found.trail.cited("AnnualPlan"), found.visit.draw
    plan, digest = _plan(found, draw, basis)
    named = "" if citation is None else f"{citation.plan}/{citation.task}"
    if plan is None or citation is None or cited is None:
        asked = (f"年度抽查工作计划 {named}", f"the annual plan {named}", case.department)
        return open_part("年度抽查工作计划不在手", "the annual plan is not at hand", asked)
    shown = basis.evidence("AnnualPlan", plan.citation, digest=digest, note=f"任务 {citation.task}")
    if cited.digest and cited.digest != digest:
        asked = (f"案卷所引计划 {cited}", f"the plan that the dossier cites, {cited}", case.department)
        return open_part(
            "计划与案卷所引的不符", "the plan is another than the dossier cites", asked, shown, by_record=True
        )
    tasks = {one.id: one for one in plan.tasks}
    items = {one.item_code for one in tasks[citation.task].designs} if citation.task in tasks else set[str]()
    if found.item.item_code in items:
        return holds(f"属计划任务 {named}", f"is of the task {named} of the plan", shown)
    return refuted(f"计划中没有该任务或该事项（{named}）", f"the plan has no such task or item ({named})", shown)


def _plan(found: InspectedItem, draw: DrawOnRecord | None, basis: RecordsBasis) -> tuple[AnnualPlan | None, str]:
    made = None if draw is None else draw.commitment.basis
    if draw is not None and made is not None:
        return made.plan, draw.plan_digest
    cited = found.trail.cited("AnnualPlan")
    for one in basis.plans:
        if cited is not None and (one.id, one.version) == (cited.id, cited.version):
            return one, basis.plan_digests[one.id, one.version]
    return None, ""


def _drawn(found: InspectedItem, draw: DrawOnRecord | None, case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Look at the draw: the visit answers its lines, and those who went are those of the lot, and enough."""
    record = None if draw is None else draw.record
    if draw is None or isinstance(record, Commitment | SupplementCommitment) or record is None:
        asked = (f"抽取记录 {found.visit.draw}", f"the draw {found.visit.draw}", case.department)
        zh, en = "所引抽取的记录不在手或不止一份", "the draw is not at hand, or not only one"
        yield open_part(zh, en, asked, by_record=_is_committed(found, basis))
        return
    commit, shown = draw.manifest.commit, visit_evidence(found, basis)
    cited = basis.evidence(
        "Draw", f"{draw.manifest.agency} 第{draw.manifest.serial}号", digest=commit, made_on=draw.day
    )
    if draw.discarded or not _is_filed(found, draw, basis):
        asked = (f"案卷 {found.trail.id} 所归档的抽取", f"the draw filed in {found.trail.id}", case.department)
        zh, en = "在手的抽取不是案卷所归档的有效抽取", "the draw at hand is not the filed one"
        yield open_part(zh, en, asked, cited, by_record=True)
        return
    try:
        check_cited(found.visit, record)
        yield holds(f"{found.where} 与抽取、匹配逐行相符", f"{found.where} answers the lines of the draw", cited, shown)
    except BrokenChainError as error:
        yield refuted(f"{found.where} 未按抽取实施：{error.zh_line}", f"{found.where}: {error.en_line}", cited, shown)
    yield _matched(found, draw, case, basis)
    yield _enough(found, record, basis)


def _is_committed(found: InspectedItem, basis: RecordsBasis) -> bool:
    """Tell whether the draw that a visit cites is known by its COMMIT, or more than one of it."""
    cited = found.visit.draw
    return cited is not None and bool(basis.draws_by_commit.get(cited.commit))


def _is_filed(found: InspectedItem, draw: DrawOnRecord, basis: RecordsBasis) -> bool:
    """Tell whether the dossier filed this draw with these lines; the beacon could have been given another value."""
    filed, several = found.trail.filed_draw, basis.trails_by_commit.get(draw.manifest.commit, ())
    live = None if filed is None else draw.live_at(filed.draw.k)
    if live is None or len(several) > 1:
        return False
    return found.trail.drawn == frozenset((id_, code) for id_, codes in live.items() for code in codes)


def _matched(found: InspectedItem, draw: DrawOnRecord, case: Case, basis: RecordsBasis) -> FactPart:
    """Look at how those who went were chosen: by lot, unless the task matches nobody."""
    shown = visit_evidence(found, basis)
    if found.visit.matched:
        return holds("到场人员由随机匹配产生", "those who went were matched by lot", shown)
    if draw.manifest.matching is not None:
        return refuted("任务随机匹配人员，到场人员却不全由匹配产生", "some who went were not matched", shown)
    asked = ("未随机匹配执法人员的依据", "why nobody was matched by lot", case.department)
    return open_part("任务未随机匹配执法人员", "the task matches nobody", asked, shown)


def _enough(found: InspectedItem, record: Record, basis: RecordsBasis) -> FactPart:
    shown = visit_evidence(found, basis)
    pairs = [(one.item_code, one.department) for one in found.visit.items if one.item_code == found.item.item_code]
    try:
        check_enough(record, basis.terms.rules, pairs, found.visit.officers, found.visit.on)
    except LawError as error:
        return refuted(f"到场执法人员不足：{error.zh_line}", f"too few officers: {error.en_line}", shown)
    return holds(f"到场执法人员 {len(found.visit.officers)} 人", f"{len(found.visit.officers)} officers went", shown)


def _guided(found: InspectedItem, case: Case, basis: RecordsBasis) -> FactPart:
    """Look at the guide of the day: the check sheet that was filled in must hold its points."""
    guide, sheet = guide_of(found, basis), basis.sheets_by_digest.get(found.item.sheet_digest)
    asked = (_guide_named(found, found.visit.on), f"the guide for {found.where}", case.department)
    if guide is None:
        return open_part("当日有效的抽查工作指引不在手", "the guide of the day is not at hand", asked)
    shown = basis.evidence("InspectionGuide", guide.citation, digest=guide.digest, made_on=guide.effective_on)
    if sheet is None:
        missing = (f"{found.where} 的检查表", f"the check sheet of {found.where}", case.department)
        return open_part("检查表不在手或未用检查表", "there is no check sheet, or it is not at hand", missing, shown)
    paper = basis.evidence("CheckSheet", sheet.citation, digest=sheet.digest)
    if guide in sheet.guides:
        return holds(
            f"检查表依据当日有效指引 v{guide.version}", f"the sheet has the guide v{guide.version}", shown, paper
        )
    return refuted("检查表不依据当日有效的指引", "the sheet rests on another guide than that of the day", shown, paper)


def _guide_named(found: InspectedItem, on: date) -> str:
    return f"{found.item.department} 就 {found.item.item_code} 于 {on} 有效的抽查工作指引"
