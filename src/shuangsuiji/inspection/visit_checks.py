"""What there is to say of a visit and of its results, beyond what a record refuses: 2.1.7, 2.4.3, 3.2.2 (检查核对).

What the texts of 2025 ask, as far as only reports about them were at hand, is off: it is looked at where a duty of that
name is given, as ``active_duties`` returns it, or where the caller asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shuangsuiji.errors import BrokenChainError, DuplicateError
from shuangsuiji.inspection.inspection_terms import OutcomeGroup
from shuangsuiji.inspection.results import Result, current
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020, Duty
from shuangsuiji.planning import CheckSheet, PointMark, SupervisionMode, check_marks
from shuangsuiji.registry import Recusal, barred_pairs
from shuangsuiji.terms import InspectionMethod
from shuangsuiji.values import ClauseRef, Finding, Severity

__all__ = ["PRIOR_APPROVAL", "SCAN_IN", "check_results", "check_visit", "check_visits"]

PRIOR_APPROVAL = "inspection.prior_approval"
SCAN_IN = "inspection.scan_in"


def check_visit(
    visit: Visit,
    duties: Iterable[Duty] | None = None,
    *,
    sheets: Iterable[CheckSheet] = (),
    recusals: Iterable[Recusal] = (),
    approval: bool = False,
    scan_in: bool = False,
) -> tuple[Finding, ...]:
    """Return what there is to say of one visit (检查核对).

    Args:
        visit: the visit.
        duties: those that bind, as ``active_duties`` returns them: of each, whether it binds this type of inspection on
            the day is looked at here; of one whose wording was not read in the original what it asks is a WARNING.
        sheets: the check sheets that were filled in.
        recusals: of the agency; an officer who was recused by then is an ERROR.
        approval: whether approval by the head of each department is asked for, whatever the duties say.
        scan_in: the same of the code that is scanned at the door.

    """
    binding = [one for one in duties or () if _binds(one, visit)]
    findings: list[Finding] = []
    if visit.mode is not SupervisionMode.CASE and not visit.matched:
        zh, en = "到场人员不全是随机匹配的", "not everybody who went was matched by lot"
        findings.append(_finding(Severity.WARNING, "visit.unmatched", visit.id, zh, en, "3.2.2"))
    approved = {one.department for one in visit.approvals}
    for department in visit.departments:
        if department not in approved:
            zh, en = "没有部门负责人批准的记录", "there is no record that the head of the department approved it"
            findings += _asked(PRIOR_APPROVAL, binding, f"{visit.id} {department}", zh, en, also=approval)
    entered = any(InspectionMethod.ON_SITE in one.methods for one in visit.items)
    if entered and visit.scan_in is None:
        zh, en = "入企检查没有扫码记录", "there is no record of a scan at the door"
        findings += _asked(SCAN_IN, binding, visit.id, zh, en, also=scan_in)
    return (*findings, *_recused(visit, recusals), *_sheets(visit, tuple(sheets)))


def _binds(duty: Duty, visit: Visit) -> bool:
    return duty.is_in_force(visit.on) and visit.mode.inspection_type in duty.applies_to


def _asked(name: str, binding: list[Duty], where: str, zh: str, en: str, *, also: bool) -> list[Finding]:
    """Return one finding for what is missing, by the duty that weighs most, or because the caller asks."""
    duties = sorted((one for one in binding if one.name == name), key=lambda one: not one.verified)
    if not duties:
        return [_finding(Severity.WARNING, name, where, zh, en)] if also else []
    source = duties[0].source
    clause = source if isinstance(source, ClauseRef) else None
    severity = Severity.WARNING if clause is None else Severity.ERROR
    shown = f"{zh}（{duties[0]}）" if clause is None else zh
    return [Finding(severity=severity, code=name, where=where, zh=shown, en=en, clause=clause)]


def _recused(visit: Visit, recusals: Iterable[Recusal]) -> list[Finding]:
    barred = barred_pairs(recusals, visit.on)
    zh, en = "应当回避（{}）而到场", "went in spite of a recusal"
    return [
        _finding(Severity.ERROR, "visit.recused", f"{visit.id} {one.id}", zh.format(reason), en, "3.2.2")
        for one in visit.officers
        if (reason := barred.get((visit.object_id, one.id)) or barred.get((visit.holder, one.id)))
    ]


def _sheets(visit: Visit, sheets: tuple[CheckSheet, ...]) -> list[Finding]:
    """Return what there is to say of the sheets, of what is marked on them, and of marks without a sheet."""
    findings: list[Finding] = []
    digests = {(one.item_code, one.department): one.sheet_digest for one in visit.items}
    covered: set[tuple[str, str]] = set()
    for sheet in sheets:
        pairs = {(guide.item_code, guide.department) for guide in sheet.guides}
        where = f"{visit.id} {'、'.join(sorted('/'.join(pair) for pair in pairs))}"
        if sheet.object_id != visit.object_id or any(digests.get(pair) != sheet.digest for pair in pairs):
            zh, en = "不是检查所记的检查表", "is not the check sheet that the visit records"
            findings.append(_finding(Severity.ERROR, "visit.sheet", where, zh, en, "2.1.6"))
            continue
        covered |= pairs
        if not sheet.is_valid(visit.on):
            zh, en = "检查当日检查表所依据的指引不在有效期内", "a guide of the sheet was not in force that day"
            findings.append(_finding(Severity.ERROR, "visit.sheet_lapsed", where, zh, en, "2.4.2"))
        went = {one.id for one in visit.officers if one.department in {name for _, name in pairs}}
        if not went <= set(sheet.team):
            zh, en = "到场人员不在检查表上", "somebody went who is not on the sheet"
            findings.append(_finding(Severity.WARNING, "visit.sheet_team", where, zh, en, "2.1.6"))
        findings += check_marks(sheet, [one for one in visit.marks if (one.item_code, one.department) in pairs])
    for pair in sorted({pair for pair, digest in digests.items() if digest} - covered):
        zh, en = "检查表不在手，未核对所填结果", "the sheet is not at hand: its marks are not checked"
        findings.append(_finding(Severity.NOTE, "visit.sheet_missing", f"{visit.id} {'/'.join(pair)}", zh, en, "2.4.3"))
    return findings


def check_results(visit: Visit, results: Iterable[Result]) -> tuple[Finding, ...]:
    """Return which results of a visit are missing, do not belong to it, or do not go with its marks: 2.1.7 (回填核对).

    Args:
        visit: the visit.
        results: of this visit, corrections included; of another they are an ERROR, one that is missing a WARNING: it is
            due within its term.

    """
    given = tuple(results)
    findings = [
        _finding(
            Severity.ERROR,
            "results.other_visit",
            one.id,
            "不是本次检查的结果",
            "is the result of another visit",
            "2.1.7",
        )
        for one in given
        if one.visit != visit
    ]
    own = [one for one in given if one.visit == visit]
    try:
        last = current(own)
    except (BrokenChainError, DuplicateError) as error:
        return (*findings, _finding(Severity.ERROR, "results.chain", visit.id, error.zh_line, error.en_line, "2.1.7"))
    there = {(one.item_code, one.department) for one in last}
    for item in visit.items:
        if (item.item_code, item.department) not in there:
            where = f"{visit.id} {item.item_code} {item.department}"
            findings.append(
                _finding(Severity.WARNING, "results.missing", where, "尚未回填检查结果", "has no result yet", "2.1.7")
            )
    return (*findings, *_contradictions(visit, last))


def _contradictions(visit: Visit, results: Iterable[Result]) -> list[Finding]:
    """Return the results that say nothing was found where the check sheet says otherwise."""
    marked = Counter((one.item_code, one.department) for one in visit.marks if one.mark is PointMark.NONCONFORMING)
    return [
        _finding(
            Severity.WARNING,
            "results.marks",
            one.id,
            f"检查表有 {marked[one.item_code, one.department]} 个要点不符合，结果却为“{one.outcome}”",
            "points of the check sheet are marked as not conforming, and the result says that nothing was found",
            "2.1.7",
        )
        for one in results
        if one.outcome.group is OutcomeGroup.CLEAN and marked[one.item_code, one.department]
    ]


def check_visits(visits: Iterable[Visit]) -> tuple[Finding, ...]:
    """Return the visits that stand twice, and the lines of a draw that two visits answer: 2.1.7, 3.1.10 (重复登记核对).

    A visit counts once, by its id; so two different ones must not have one id, and a second visit for the same line is
    pointed out: what follows a finding is a follow-up.
    """
    findings: list[Finding] = []
    known: dict[str, Visit] = {}
    answered: dict[tuple[str, str, str, str], str] = {}
    for visit in visits:
        if known.setdefault(visit.id, visit) is not visit:
            if known[visit.id] != visit:
                zh, en = "两次不同的检查用了同一编号", "two different visits have one id"
                findings.append(_finding(Severity.ERROR, "visits.id", visit.id, zh, en, "3.1.10"))
            continue
        for one in visit.items if visit.draw is not None else ():
            line = (visit.draw.commit if visit.draw else "", visit.object_id, one.item_code, one.department)
            other = answered.setdefault(line, visit.id)
            if other != visit.id:
                zh, en = f"同一抽取结果已由 {other} 检查", f"answers a line of the draw that {other} answers already"
                where = f"{visit.id} {one.item_code} {one.department}"
                findings.append(_finding(Severity.WARNING, "visits.repeated", where, zh, en, "2.1.7"))
    return tuple(findings)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause_id: str = "") -> Finding:
    clause = LIYANG_2020.ref(clause_id) if clause_id else None
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=clause)
