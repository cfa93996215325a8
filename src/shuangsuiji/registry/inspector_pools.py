"""Pools of inspectors and experts, version by version: 二（三） (执法检查人员名录库)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.law import RuleBook
from shuangsuiji.lottery.digest import Algorithm, hash_bytes, hash_message
from shuangsuiji.registry.departments import DepartmentTree
from shuangsuiji.registry.inspector_checks import check_departments, check_people, check_tags
from shuangsuiji.registry.inspectors import Expert, Inspector
from shuangsuiji.registry.people_rows import Person, check_once, person_row
from shuangsuiji.registry.revisions import (
    FIRST,
    PoolRevision,
    check_day,
    check_later,
    check_maintenance,
    check_version,
    each_once,
    revision_of,
)
from shuangsuiji.registry.rosters import Absence, Roster, compare_roster, holders_in
from shuangsuiji.registry.task_officers import Request, TaskOfficers, Window, absence_on, gathered
from shuangsuiji.terms import AbsenceReason
from shuangsuiji.values import Finding, FrozenMap, check_kind, check_name, texts

__all__ = ["InspectorPool"]


_SHOWN = 10
_NOTHING_TAKEN: Mapping[str, int] = FrozenMap()
_NO_REASONS: Mapping[str, str] = FrozenMap()


def _by_id(given: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(given, key=lambda one: getattr(one, "id", "")))


@attrs.frozen(kw_only=True)
class InspectorPool:
    """One version of a pool: all who may inspect, and why anybody certified is not in it (执法检查人员名录库).

    Attributes:
        id: a name.
        owner: id of the department that keeps it.
        item_codes: codes of the items for which it is kept (2.3.1).
        inspectors: by id; of one department or of several.
        experts: by id; they advise and never count (2.3.10, 2.3.11).
        absences: certificate holders who are not in the pool, with reasons (2.3.7).
        maintained_on: the day on which this version was made or confirmed (2.3.2).
        version: 1, 2, 3 …
        revision: what this version changed, None for the first.
        previous: digest of the version before, empty for the first.

    Raises:
        DuplicateError: the same person twice, by id or by certificate.
        LawError: an expert who is listed as an inspector, or a name that is a qualification and a specialty.

    """

    id: str
    owner: str
    item_codes: tuple[str, ...] = attrs.field(converter=texts)
    inspectors: tuple[Inspector, ...] = attrs.field(converter=_by_id)
    maintained_on: date
    experts: tuple[Expert, ...] = attrs.field(default=(), converter=_by_id)
    absences: tuple[Absence, ...] = attrs.field(default=(), converter=_by_id)
    version: int = 1
    revision: PoolRevision | None = None
    previous: str = FIRST

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "InspectorPool.id")
        check_name(self.owner, "InspectorPool.owner")
        for code in self.item_codes:
            check_name(code, "InspectorPool.item_codes")
        check_day(self.maintained_on, f"{self.id}.maintained_on")
        check_version(self.id, self.version, self.revision, self.previous)
        for field, kind in (("inspectors", Inspector), ("experts", Expert), ("absences", Absence)):
            for one in getattr(self, field):
                check_kind(one, kind, f"{self.id}.{field}")
        check_once(self.id, self.inspectors, self.experts, self.absences)

    @property
    def _everybody(self) -> tuple[Person, ...]:
        return (*self.inspectors, *self.experts, *self.absences)

    @cached_property
    def _people(self) -> dict[str, Inspector | Expert]:
        return {one.id: one for one in self._everybody if not isinstance(one, Absence)}

    def __len__(self) -> int:
        return len(self.inspectors)

    def __bool__(self) -> bool:
        """A pool is a record, also where it holds nobody."""
        return True

    def __contains__(self, id_: object) -> bool:
        return id_ in self._people

    def __iter__(self) -> Iterator[Inspector]:
        return iter(self.inspectors)

    def __getitem__(self, id_: str) -> Inspector | Expert:
        found = self._people.get(id_)
        if found is None:
            raise UnknownNameError(field=self.id, value=id_, known=f"{len(self._people)} ids")
        return found

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of inspectors and absent certificate holders, sorted."""
        return tuple(sorted({one.department for one in self._everybody if not isinstance(one, Expert)}))

    @cached_property
    def digest(self) -> str:
        """SHA-256 that binds id, owner, items, version, day, the version before and everybody but by name."""
        rows = "".join(f"{person_row(one)}\n" for one in self._everybody)
        return hash_message(
            Algorithm.SHA256,
            "ssj-inspectors",
            self.id,
            self.owner,
            ",".join(self.item_codes),
            str(self.version),
            self.maintained_on.isoformat(),
            self.previous,
            self.revision.digest if self.revision else FIRST,
            hash_bytes(Algorithm.SHA256, rows.encode()),
        )

    def revise(
        self, *, on: date, put: Iterable[Person] = (), drop: Iterable[str] = (), reasons: Mapping[str, str] | str
    ) -> InspectorPool:
        """Return the next version (2.3.2).

        Args:
            on: the day of the change; not before the day of this version.
            put: inspectors, experts and absences that are new or take the place of whoever has their id.
            drop: ids to remove; a certificate holder who goes needs an absence, or ``reconcile`` will tell.
            reasons: one reason for all, or one per id.

        Raises:
            UnknownNameError: an id to remove that is not there.
            InvalidValueError: a change without a reason, or a day before this version's.
            DuplicateError: an id that is put twice, or put and dropped.

        """
        check_later(self.id, on, self.maintained_on)
        before = {one.id: one for one in self._everybody}
        dropped = tuple(drop)
        for id_ in dropped:
            if id_ not in before:
                raise UnknownNameError(field=f"revise {self.id}", value=id_, known=f"{len(before)} ids")
        fresh = {one.id: one for one in each_once(put, dropped)}
        replaced = [id_ for id_ in fresh if id_ in before]
        after = {id_: one for id_, one in {**before, **fresh}.items() if id_ not in dropped}
        return attrs.evolve(
            self,
            inspectors=[one for one in after.values() if isinstance(one, Inspector)],
            experts=[one for one in after.values() if isinstance(one, Expert)],
            absences=[one for one in after.values() if isinstance(one, Absence)],
            maintained_on=on,
            version=self.version + 1,
            revision=revision_of(self.version + 1, on, replaced, fresh, dropped, reasons),
            previous=self.digest,
        )

    def reconcile(self, roster: Roster) -> tuple[Finding, ...]:
        """Return how the pool differs from the roster of certificate holders; an absentee needs a reason: 2.3.7 (核对).

        Args:
            roster: department by id, or ``CertificateHolder`` values.

        Raises:
            DuplicateError: an id stands twice on the roster.

        """
        inspectors = {one.id: one for one in self.inspectors}
        reasons = {one.id: one.reason for one in self.absences}
        return compare_roster(roster, inspectors, reasons, {one.id for one in self.experts})

    def officers(  # noqa: PLR0913 - what a task may ask of a pool
        self,
        window_from: date,
        window_to: date,
        *,
        departments: Iterable[str] = (),
        regions: Iterable[str] = (),
        taken: Mapping[str, int] = _NOTHING_TAKEN,
        reasons: Mapping[str, str] = _NO_REASONS,
        roster: Roster = (),
        trained_since: date | None = None,
    ) -> TaskOfficers:
        """Return who is committed for the window of a task, and why each of the others is not: 2.3.7 (任务检查人员).

        Args:
            window_from: first day.
            window_to: last day.
            departments: those that take part; all of the pool where none is named.
            regions: the task's; all where none is named.
            taken: units that somebody had this year: they use up his capacity of the year and order the lots.
            reasons: why somebody is left out by hand, by id; an ``AbsenceReason`` or another code.
            roster: who holds a certificate; whoever is neither in the pool nor excused is an error.
            trained_since: since when an inspector must have been trained to be matched (4.3.3), None for no condition.

        Raises:
            LawError: somebody would be left out without a reason.
            UnknownNameError: a department without anybody, or a count or a reason for somebody who is not known.
            InvalidValueError: a window that ends before it begins, or a reason that says nothing.

        """
        ask = Request(
            window=Window(first=window_from, last=window_to),
            departments=tuple(sorted(set(texts(departments)))) or self.departments,
            regions=texts(regions),
            taken=taken,
            reasons=reasons,
            holders=holders_in(roster),
            trained_since=trained_since,
        )
        self._check_named(ask)
        return gathered(self.id, self.digest, ask, self._everybody)

    def _check_named(self, ask: Request) -> None:
        certified = (*self._everybody, *ask.holders.values())
        experts = {one.id for one in self.experts}
        concerned = {one.id for one in certified if one.department in ask.departments and one.id not in experts}
        for field, named, known in (
            ("departments", ask.departments, set(self.departments)),
            ("taken", ask.taken, set(self._people)),
            ("reasons", ask.reasons, concerned),
        ):
            for name in named:
                if name not in known:
                    shown = "、".join(sorted(known)[:_SHOWN])
                    raise UnknownNameError(field=f"{self.id} {field}", value=name, known=shown)

    def absence_on(self, id_: str, day: date, tags: Iterable[str] = ()) -> AbsenceReason | None:
        """Return why somebody cannot carry out a visit on its day, None where he can (当日核对).

        Args:
            id_: an inspector or an expert.
            day: the day of the visit.
            tags: what his seat asks for.

        Raises:
            UnknownNameError: nobody of that id in the pool.

        """
        return absence_on(self[id_], day, texts(tags))

    def valid_on(self, id_: str, day: date, tags: Iterable[str] = ()) -> bool:
        """Tell whether somebody may carry out a visit on its day: certificate, tags, status, leave (当日核对).

        Raises:
            UnknownNameError: nobody of that id in the pool.

        """
        return self.absence_on(id_, day, tags) is None

    def check(
        self, rules: RuleBook, on: date, *, departments: DepartmentTree | None = None, tags: Iterable[str] | None = None
    ) -> tuple[Finding, ...]:
        """Return what there is to say of the pool on a day: 2.3.2, 2.3.7, 2.3.8, 4.3.3 (名录库检查).

        Args:
            rules: how long before its end a certificate is warned of, and how long ago a training may be.
            on: the day.
            departments: the tree in which the departments should be; not looked at where it is None.
            tags: all tags that the items ask for; not looked at where it is None.

        """
        people = tuple(self._people.values())
        return (
            *check_maintenance(self.id, self.maintained_on, rules, on),
            *check_people(people, rules, on),
            *(check_departments(people, departments) if departments is not None else ()),
            *(check_tags(people, texts(tags), on) if tags is not None else ()),
        )

    def __repr__(self) -> str:
        counts = f"{len(self.inspectors)} 人，专家 {len(self.experts)} 人，缺席 {len(self.absences)} 人"
        return f"<执法检查人员名录库 {self.id} v{self.version}：{counts}，{self.owner}，{self.maintained_on}>"

    def _repr_html_(self) -> str:
        people = ((one.id, one.kind, one.department, one.certificate.valid_until) for one in self.inspectors)
        return html_table(repr(self), ("标识", "类别", "部门", "证件有效期至"), people, total=len(self))
