"""Traps in the records of a visit: put on file after the event, corrected after it, recused officers (记录陷阱)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_visits import InspectedItem
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.trap_kinds import trap
from shuangsuiji.registry import barred_pairs
from shuangsuiji.values import Finding

__all__ = ["late_records"]


def late_records(
    items: Mapping[str, InspectedItem | None], case: Case, basis: RecordsBasis, given: Iterable[Fact]
) -> Iterator[Finding]:
    """Yield what was made or filed after the event, and whoever went in spite of a recusal (事后记录).

    What is late is not wrong: results have twenty working days. It does not show what was known at the time.
    """
    for found in items.values():
        if found is None:
            continue
        yield from _filed_late(found, case)
        yield from _corrected(found, case)
        yield from _recused(found, basis)
        for one in found.earlier:
            zh, en = f"此前还有检查 {one.id}（{one.on}）", f"there was a visit before it: {one.id} on {one.on}"
            yield trap("trap.earlier_visit", found.where, zh, en)
    for fact in given:
        yield from _brought_late(fact, case)


def _brought_late(fact: Fact, case: Case) -> Iterator[Finding]:
    for one in fact.evidence:
        if one.made_on is not None and one.made_on > case.event_on:
            zh = f"{fact.code} 的证据 {one.kind} {one.reference} 形成于问题出现后（{one.made_on}）"
            en = f"evidence for {fact.code}, {one.kind} {one.reference}, is of {one.made_on}, after the event"
            yield trap("trap.late_evidence", one.reference, zh, en)


def _filed_late(found: InspectedItem, case: Case) -> Iterator[Finding]:
    trail = found.trail
    entries = [trail.entry_of(found.visit), *map(trail.first_entry_of, found.line)]
    public = (trail.filed.publications.get(each.id) for each in found.line)
    entries += [trail.entry_of(each) for each in public if each is not None]
    for one in entries:
        if one.on > case.event_on:
            zh, en = (
                f"{one.kind} 于问题出现后归档（{one.on}）",
                f"the {one.kind} was filed after the event, on {one.on}",
            )
            yield trap("trap.late_evidence", f"{trail.id}#{one.number}", zh, en)


def _corrected(found: InspectedItem, case: Case) -> Iterator[Finding]:
    for one in found.line:
        if one.corrects and (one.formed_on > case.event_on or found.trail.first_entry_of(one).on > case.event_on):
            zh = f"结果在问题出现后更正为“{one.outcome}”：{one.reason}"
            en = f"the result was corrected after the event, to {one.outcome.name}: {one.reason}"
            yield trap("trap.corrected_after_event", one.id, zh, en)


def _recused(found: InspectedItem, basis: RecordsBasis) -> Iterator[Finding]:
    visit, barred = found.visit, barred_pairs(basis.recusals or (), found.visit.on)
    for one in visit.officers:
        reason = barred.get((visit.object_id, one.id)) or barred.get((visit.holder, one.id))
        if reason:
            zh, en = f"{one.id} 应当回避（{reason}）而到场", f"{one.id} went in spite of a recusal"
            yield trap("trap.recusal", f"{visit.id} {one.id}", zh, en)
