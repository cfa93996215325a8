"""What an assessment rests on: every record at hand as of a day, each checked before it is believed (认定依据).

A chain that is broken, a draw that is another than the filed one, a list that is another than the cited one: what rests
on it is not established. Whoever puts a basis together leaves nothing out that he has; that nothing was left out is
shown by what was published: the heads of dossiers and registers, and the COMMITs of an agency by serial.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.accountability.basis_parts import ExclusionRecord, FailedReading, field_text, grouped
from shuangsuiji.accountability.derive_draws import DrawOnRecord, Recorded
from shuangsuiji.accountability.derive_trails import Trail
from shuangsuiji.accountability.draw_books import DrawBook
from shuangsuiji.accountability.drawn_lines import DrawnLine, lines_by_object
from shuangsuiji.accountability.facts import FactEvidence
from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.errors import DuplicateError
from shuangsuiji.inspection import Dossier, DossierHead, LeadRegister, PublicationTerms, RegisterHead, Visit
from shuangsuiji.law import Duty
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.planning import AnnualPlan, CheckSheet, InspectionGuide
from shuangsuiji.registry import InspectorPool, ItemList, ObjectPool, Recusal
from shuangsuiji.values import Finding, FrozenMap, check_kind, check_name, freeze, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["RecordsBasis"]


def _gazettes(given: Mapping[str, Mapping[int, str]]) -> Mapping[str, Mapping[int, str]]:
    check_kind(given, Mapping, "RecordsBasis.gazettes")
    for agency, serials in given.items():
        check_name(agency, "RecordsBasis.gazettes")
        check_kind(serials, Mapping, f"RecordsBasis.gazettes {agency}")
    return freeze({agency: freeze(serials) for agency, serials in given.items()})


@attrs.frozen(kw_only=True)
class RecordsBasis:
    """The records that facts are derived from, as they stood at the end of a day (认定所据记录).

    Attributes:
        as_of: the day; entries and commitments made later are not looked at.
        terms: calendar, rule book and readings of the terms of publication.
        dossiers: of draws; two of one id are of different draws.
        heads: the heads that were published of them.
        draws: every draw with its last round, or its matching; a commitment where there is nothing more.
        discarded: draws that were thrown away, and commitments that were published as failed.
        gazettes: by agency, the COMMITs that it published, by serial; without them a draw may be missing.
        pools: versions of the object pools, for draws that only cite them.
        lists: every version of the item lists.
        people: versions of the pools of inspectors.
        guides: every version of the guides.
        sheets: the check sheets that were filled in.
        plans: plans, for draws that only cite them.
        registers: the registers of leads.
        register_heads: the heads that were published of them.
        recusals: every recusal; None where the register of recusals is not at hand, which is not that there are none.
        exclusions: who left what out of a frame.
        duties: those that bind, as ``active_duties`` returns them.
        failed_reading: what a commitment whose seed never came says.
        established_by: id of the system or department that reads the records.

    Raises:
        InvalidValueError: a field of the wrong form.
        DuplicateError: a dossier of one draw, a register, or a version of a list or a pool twice.

    """

    as_of: date
    terms: PublicationTerms
    dossiers: tuple[Dossier, ...] = ()
    heads: tuple[DossierHead, ...] = ()
    draws: tuple[Recorded, ...] = ()
    discarded: tuple[Recorded, ...] = ()
    gazettes: Mapping[str, Mapping[int, str]] = attrs.field(
        factory=FrozenMap[str, Mapping[int, str]], converter=_gazettes
    )
    pools: tuple[ObjectPool, ...] = ()
    lists: tuple[ItemList, ...] = ()
    people: tuple[InspectorPool, ...] = ()
    guides: tuple[InspectionGuide, ...] = ()
    sheets: tuple[CheckSheet, ...] = ()
    plans: tuple[AnnualPlan, ...] = ()
    registers: tuple[LeadRegister, ...] = ()
    register_heads: tuple[RegisterHead, ...] = ()
    recusals: tuple[Recusal, ...] | None = None
    exclusions: tuple[ExclusionRecord, ...] = ()
    duties: tuple[Duty, ...] = ()
    failed_reading: FailedReading = FailedReading.UNKNOWN
    established_by: str = "shuangsuiji"

    def __attrs_post_init__(self) -> None:
        check_day(self.as_of, "RecordsBasis.as_of")
        check_kind(self.terms, PublicationTerms, "RecordsBasis.terms")
        check_kind(self.failed_reading, FailedReading, "RecordsBasis.failed_reading")
        check_name(self.established_by, "RecordsBasis.established_by")
        for field, kinds in _MEMBERS.items():
            given = getattr(self, field)
            if field == "recusals" and given is None:
                continue
            check_kind(given, tuple, f"RecordsBasis.{field}")
            for one in given:
                if not isinstance(one, kinds):
                    check_kind(one, kinds[0], f"RecordsBasis.{field}")
        _once("dossiers", ((one.id, one.opened_by) for one in self.dossiers))
        _once("registers", (one.id for one in self.registers))
        for field in ("lists", "pools", "people", "plans"):
            _once(field, ((one.id, one.version) for one in getattr(self, field)))

    @cached_property
    def trails(self) -> tuple[Trail, ...]:
        """The dossiers, each with its heads and the check sheets."""
        by_id = grouped((one.id, one) for one in self.dossiers)
        heads = [(head, _held_by(head, by_id.get(head.dossier, ()))) for head in self.heads]
        return tuple(
            Trail(
                dossier=one,
                heads=tuple(head for head, held in heads if any(each is one for each in held)),
                as_of=self.as_of,
                terms=self.terms,
                sheets=self.sheets,
            )
            for one in self.dossiers
        )

    @cached_property
    def trails_by_commit(self) -> Mapping[str, tuple[Trail, ...]]:
        """The dossiers by COMMIT of their draw; of two dossiers of one draw neither is passed over."""
        return grouped((one.commit, one) for one in self.trails if one.commit)

    @cached_property
    def broken_trails(self) -> tuple[Trail, ...]:
        """The dossiers of draws whose chain is broken: they tell nothing."""
        return tuple(one for one in self.trails if one.commit and one.faults)

    @cached_property
    def visits_at(self) -> Mapping[str, tuple[tuple[Trail, Visit], ...]]:
        """The visits on file by object, each with its dossier, broken ones too."""
        return grouped((visit.object_id, (one, visit)) for one in self.trails for visit in one.filed.visits.values())

    @cached_property
    def _book(self) -> DrawBook:
        return DrawBook(
            as_of=self.as_of,
            draws=self.draws,
            discarded=self.discarded,
            gazettes=self.gazettes,
            pools=self.pools,
        )

    @property
    def draws_on_record(self) -> tuple[DrawOnRecord, ...]:
        """Every draw and every attempt that was committed by the day, with its pool."""
        return self._book.on_record

    @property
    def chain_faults(self) -> Mapping[str, tuple[Finding, ...]]:
        """By agency, why its commitments may not be all that there are: gaps, forks, what was published otherwise."""
        return self._book.faults

    def gazette(self, agency: str) -> Mapping[int, str] | None:
        """Return the COMMITs that an agency had published by the day, None where they are not at hand (已公布锁定)."""
        return self._book.gazette(agency)

    @cached_property
    def draws_by_commit(self) -> Mapping[str, tuple[DrawOnRecord, ...]]:
        """The same by COMMIT."""
        return grouped((one.manifest.commit, one) for one in self.draws_on_record)

    @cached_property
    def draws_by_task(self) -> Mapping[tuple[str, str], tuple[DrawOnRecord, ...]]:
        """The same by plan and task."""
        return grouped(((one.manifest.plan, one.manifest.task), one) for one in self.draws_on_record)

    @cached_property
    def draws_by_department(self) -> Mapping[str, tuple[DrawOnRecord, ...]]:
        """The same by every department that inspects what was drawn."""
        return grouped((name, one) for one in self.draws_on_record for name in sorted(one.departments))

    @cached_property
    def lines_at(self) -> Mapping[str, tuple[DrawnLine, ...]]:
        """What was drawn at all, by object."""
        return lines_by_object(self.draws_on_record)

    @cached_property
    def every_pool(self) -> tuple[ObjectPool, ...]:
        """The versions of object pools at hand, those behind the draws among them, each once."""
        cited = (one.pool for one in self.draws_on_record if one.pool is not None)
        return tuple({(one.id, one.version): one for one in (*cited, *self.pools)}.values())

    @cached_property
    def initiators(self) -> Mapping[str, tuple[str, ...]]:
        """By department, who draws what it takes part in, as the plans at hand say."""
        tasks = [(plan, task) for plan in self.plans for task in plan.tasks]
        pairs = ((name, plan.department_of(task)) for plan, task in tasks for name in plan.participants_of(task))
        return {name: tuple(sorted(set(found))) for name, found in grouped(pairs).items()}

    @cached_property
    def guides_by_item(self) -> Mapping[tuple[str, str], tuple[InspectionGuide, ...]]:
        """The guides by item and department, by version."""
        ordered = sorted(self.guides, key=lambda one: one.version)
        return grouped(((one.item_code, one.department), one) for one in ordered)

    @cached_property
    def sheets_by_digest(self) -> Mapping[str, CheckSheet]:
        """The check sheets by digest."""
        return {one.digest: one for one in self.sheets}

    @cached_property
    def list_digests(self) -> Mapping[tuple[str, int], str]:
        """The digests of the item lists, by id and version."""
        return {(one.id, one.version): record_digest(one) for one in self.lists}

    @cached_property
    def plan_digests(self) -> Mapping[tuple[str, int], str]:
        """The digests of the plans, by id and version."""
        return {(one.id, one.version): record_digest(one) for one in self.plans}

    def list_on(self, id_: str, day: date) -> ItemList | None:
        """Return the version of an item list in force on a day, None where none is at hand (当日清单)."""
        known = [one for one in self.lists if one.id == id_ and one.effective_on <= day]
        return max(known, key=lambda one: one.version, default=None)

    def people_on(self, id_: str, day: date) -> InspectorPool | None:
        """Return the version of a pool of inspectors of a day, None where none is at hand (当日人员名录库)."""
        known = [one for one in self.people if one.id == id_ and one.maintained_on <= day]
        return max(known, key=lambda one: one.version, default=None)

    def evidence(
        self, kind: str, reference: str, *, digest: str = "", made_on: date | None = None, note: str = ""
    ) -> FactEvidence:
        """Return a record at hand as what shows a fact (引为证据)."""
        return FactEvidence(
            kind=kind,
            reference=field_text(reference),
            digest=digest if is_digest(digest) else "",
            as_of=self.as_of,
            established_by=self.established_by,
            made_on=made_on,
            note=field_text(note),
        )

    def __repr__(self) -> str:
        counts = f"案卷 {len(self.dossiers)}，抽取 {len(self.draws)}，废弃 {len(self.discarded)}"
        return f"<认定所据记录 至 {self.as_of}：{counts}，线索登记簿 {len(self.registers)}>"


_RECORDS = (Commitment, SupplementCommitment, Draw, SupplementDraw, Matching)
_MEMBERS: Mapping[str, tuple[type, ...]] = {
    "dossiers": (Dossier,),
    "heads": (DossierHead,),
    "draws": _RECORDS,
    "discarded": _RECORDS,
    "pools": (ObjectPool,),
    "lists": (ItemList,),
    "people": (InspectorPool,),
    "guides": (InspectionGuide,),
    "sheets": (CheckSheet,),
    "plans": (AnnualPlan,),
    "registers": (LeadRegister,),
    "register_heads": (RegisterHead,),
    "recusals": (Recusal,),
    "exclusions": (ExclusionRecord,),
    "duties": (Duty,),
}


def _held_by(head: DossierHead, dossiers: Sequence[Dossier]) -> Sequence[Dossier]:
    """Return the dossiers that a head speaks of: of several with its id those that it holds, all where it holds none.

    A task that is drawn twice may leave two dossiers of one id.
    """
    if len(dossiers) == 1:
        return dossiers
    known = [(one, {0: one.genesis} | {each.number: each.digest for each in one.entries}) for one in dossiers]
    return [one for one, digests in known if digests.get(head.number) == head.digest] or dossiers


def _once(field: str, keys: Iterable[Hashable]) -> None:
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            raise DuplicateError(field=f"RecordsBasis.{field}", value=key)
        seen.add(key)
