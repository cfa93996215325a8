"""The facts of those who inspected: list and requirements were kept, nothing was found, duty was done: 四（二）.

F1, F2 and F3 rest on the last drawn visit before the event, for each item of the case, and on nothing that was filed
behind the last published head of its dossier. While a later visit may be hidden in a dossier that is broken or
withheld, all three are open (照单履职认定).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_duty import duty_parts
from shuangsuiji.accountability.derive_hidden import hidden_parts
from shuangsuiji.accountability.derive_parts import FactPart, FoundFact, fact_of, holds, open_part, refuted
from shuangsuiji.accountability.derive_undone import undone_parts
from shuangsuiji.accountability.derive_visits import (
    InspectedItem,
    anchor_part,
    inspected_items,
    no_visit_part,
    visit_evidence,
)
from shuangsuiji.accountability.derive_works import work_parts
from shuangsuiji.accountability.facts import FactEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.inspection import OutcomeGroup, Result, check_results
from shuangsuiji.values import Severity

__all__ = ["derive_inspected"]


def derive_inspected(case: Case, basis: RecordsBasis) -> Mapping[str, FoundFact]:
    """Return F1, F2 and F3 of a case, as far as the dossiers answer them: 4.2.5 to 4.2.7 (照单履职认定).

    Args:
        case: the case.
        basis: the records; nothing filed after its day counts.

    """
    parts: dict[str, list[FactPart]] = {"F1": [], "F2": [], "F3": []}
    for code, found in inspected_items(case, basis).items():
        if found is None:
            for each in parts.values():
                each.append(no_visit_part(case, basis, code))
            continue
        parts["F1"] += work_parts(found, case, basis)
        parts["F2"] += _found_nothing(found, case, basis)
        parts["F3"] += duty_parts(found, basis)
    hidden = (*hidden_parts(case, basis), *undone_parts(case, basis))
    return {code: fact_of(code, (*hidden, *_held_open(each, hidden))) for code, each in parts.items()}


def _held_open(parts: Iterable[FactPart], hidden: Iterable[FactPart]) -> Iterator[FactPart]:
    """Yield what the last visit at hand says; against nobody, while a later one may be hidden."""
    is_last = not any(one.by_record for one in hidden)
    for one in parts:
        if is_last or one.value is not Truth.FALSE:
            yield one
        else:
            yield attrs.evolve(one, value=Truth.NOT_ESTABLISHED, by_record=True)


def _found_nothing(found: InspectedItem, case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield what the result of one item said when it was inspected: 4.2.6.

    The current result counts, as it was on file when the event came; what was put on file later, or corrected to
    something else, does not show what was found at the time.
    """
    if len(found.line) == 0 or found.rivals > 1:
        yield _no_result(found, case, basis)
        return
    shown = tuple(_result_evidence(one, found, basis) for one in found.line)
    last = found.line[-1]
    entries = tuple(found.trail.first_entry_of(one) for one in found.line)
    filed = [one for one, entry in zip(found.line, entries, strict=True) if entry.on <= case.event_on]
    asked = (
        f"{found.where} 在 {case.event_on} 以前形成的检查结果，如当日签字的检查表",
        f"a result of {found.where} from before {case.event_on}, such as the check sheet signed that day",
        case.department,
    )
    if not filed:
        zh, en = f"{found.where} 的结果于问题出现后归档", f"the result of {found.where} was filed after the event"
        yield open_part(f"{zh}（{entries[0].on}）", f"{en}, on {entries[0].on}", asked, *shown)
    elif filed[-1].outcome.group is not last.outcome.group:
        zh = f"{found.where} 的结果在问题出现后由“{filed[-1].outcome}”更正为“{last.outcome}”"
        en = f"the result of {found.where} was corrected after the event, from {filed[-1].outcome.name} to "
        yield open_part(zh, f"{en}{last.outcome.name}", asked, *shown)
    else:
        yield _by_outcome(found, last, shown, asked)
    unanchored = anchor_part(found, (found.trail.entry_of(found.visit), *entries), basis)
    if unanchored is not None:
        yield unanchored
    yield from _against_marks(found, last, case, shown)


def _by_outcome(
    found: InspectedItem, last: Result, shown: tuple[FactEvidence, ...], asked: tuple[str, str, str]
) -> FactPart:
    zh, en = f"{found.where} 的结果为“{last.outcome}”", f"the result of {found.where} is {last.outcome.name}"
    if last.outcome.group is OutcomeGroup.CLEAN:
        return holds(zh, en, *shown)
    if last.outcome.group is OutcomeGroup.PROBLEM:
        return refuted(zh, en, *shown)
    kind = last.outcome.group
    return open_part(f"{zh}，属{kind}，未能检查", f"{en}, so that nothing was inspected ({kind.name})", asked, *shown)


def _no_result(found: InspectedItem, case: Case, basis: RecordsBasis) -> FactPart:
    rivals = found.rivals > 1
    zh = f"{found.where} 有互相矛盾的结果" if rivals else f"{found.where} 没有检查结果"
    en = f"results of {found.where} contradict each other" if rivals else f"{found.where} has no result"
    asked = (f"{found.where} 的检查结果", f"the result of {found.where}", case.department)
    return open_part(zh, en, asked, visit_evidence(found, basis), by_record=rivals)


def _against_marks(
    found: InspectedItem, last: Result, case: Case, shown: tuple[FactEvidence, ...]
) -> Iterator[FactPart]:
    """Yield where the check sheet says that a point does not conform and the result that nothing was found."""
    for one in check_results(found.visit, found.line):
        if one.code == "results.marks" and one.severity is Severity.WARNING and one.where == last.id:
            asked = (f"{found.where} 检查表与结果不一致的说明", "why sheet and result differ", case.department)
            yield open_part(f"{found.where}：{one.zh}", f"{found.where}: {one.en}", asked, *shown)


def _result_evidence(one: Result, found: InspectedItem, basis: RecordsBasis) -> FactEvidence:
    entry = found.trail.first_entry_of(one)
    corrected = f"，更正前一结果（{one.reason}）" if one.corrects else ""
    note = (
        f"{one.outcome}{corrected}；形成 {one.formed_on}，归档 {entry.on}，案卷 {found.trail.id} 第 {entry.number} 件"
    )
    return basis.evidence("Result", one.id, digest=one.digest, made_on=one.formed_on, note=note)
