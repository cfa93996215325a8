"""Who of a pool is committed for the window of a task, and why each of the others is not: 2.3.7 (任务检查人员)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.officers import EVERYWHERE, Officer
from shuangsuiji.registry.credentials import check_order
from shuangsuiji.registry.inspectors import Expert, Inspector
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.registry.rosters import Absence, CertificateHolder, check_reason
from shuangsuiji.terms import AbsenceReason, InspectorStatus
from shuangsuiji.values import FrozenMap, check_count, check_name, freeze

__all__ = ["Request", "TaskOfficers", "Window", "absence_on", "gathered"]


@attrs.frozen(kw_only=True)
class Window:
    """The days on which a task is carried out, first and last included (任务期间)."""

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        check_day(self.first, "Window.first")
        check_day(self.last, "Window.last")
        check_order(self.first, self.last, "Window.last")

    def __str__(self) -> str:
        return f"{self.first} 至 {self.last}"


@attrs.frozen(kw_only=True)
class TaskOfficers:
    """The committed form of a pool for a task: who may be matched, and who not and why (任务检查人员).

    Names of people are not in it. ``officers`` are the lines of ``inspectors.tsv``, ``experts`` those of
    ``experts.tsv``, ``absent`` those of ``absent.tsv``.

    Attributes:
        pool: id of the pool.
        pool_digest: digest of its version.
        window: the days of the task.
        departments: the departments that take part, sorted.
        officers: by id.
        absent: reason by id of every certified inspector of these departments who is not among the officers.
        experts: by id.

    Raises:
        DuplicateError: an id that is an officer and absent, or an officer and an expert.
        InvalidValueError: an officer of another department, or with a certificate that ends within the window.

    """

    pool: str
    pool_digest: str
    window: Window
    departments: tuple[str, ...]
    officers: tuple[Officer, ...]
    absent: Mapping[str, str] = attrs.field(converter=freeze, factory=FrozenMap[str, str])
    experts: tuple[Officer, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_name(self.pool, "TaskOfficers.pool")
        seen: set[str] = set()
        for id_ in (*(one.id for one in self.officers), *self.absent, *(one.id for one in self.experts)):
            if id_ in seen:
                raise DuplicateError(field="TaskOfficers", value=id_)
            seen.add(id_)
        for one in self.officers:
            if one.department not in self.departments:
                zh, en = "应为参与部门之一", "must be one of the departments that take part"
                raise InvalidValueError(field=f"{one.id}.department", rule_zh=zh, rule=en, value=one.department)
        for one in (*self.officers, *self.experts):
            if one.valid_until < self.window.last:
                zh, en = f"须覆盖任务期间 {self.window}", f"must cover the window of the task, {self.window}"
                raise InvalidValueError(field=f"{one.id}.valid_until", rule_zh=zh, rule=en, value=one.valid_until)
        for id_, reason in self.absent.items():
            check_reason(reason, f"{id_}.reason")

    def __repr__(self) -> str:
        counts = f"{len(self.officers)} 人，缺席 {len(self.absent)} 人，专家 {len(self.experts)} 人"
        return f"<任务检查人员 {self.pool} {self.window}：{counts}>"

    def _repr_html_(self) -> str:
        rows = [
            *((one.id, one.department, ",".join(one.tags), one.capacity) for one in self.officers),
            *((id_, reason, "", 0) for id_, reason in self.absent.items()),
        ]
        return html_table(repr(self), ("标识", "部门或缺席原因", "标注", "可派数量"), rows)


@attrs.frozen(kw_only=True)
class Request:
    """What a task asks of a pool (任务要求).

    Attributes:
        window: its days.
        departments: those that take part.
        regions: empty for all.
        taken: units that somebody had this year, by id.
        reasons: why somebody is left out by hand, by id.
        holders: the roster of certificate holders, by id.
        trained_since: the day since which an inspector must have completed a training (4.3.3), None for no condition.

    """

    window: Window
    departments: tuple[str, ...]
    regions: tuple[str, ...]
    taken: Mapping[str, int]
    reasons: Mapping[str, str]
    holders: Mapping[str, CertificateHolder]
    trained_since: date | None = None

    def __attrs_post_init__(self) -> None:
        for id_, count in self.taken.items():
            check_count(count, f"taken {id_}")
        for id_, reason in self.reasons.items():
            check_reason(reason, f"{id_}.reason")
        if self.trained_since is not None:
            check_day(self.trained_since, "trained_since")

    def reaches(self, regions: Sequence[str]) -> bool:
        """Tell whether somebody who covers these regions can be sent anywhere in the task's."""
        return not self.regions or regions == (EVERYWHERE,) or bool(set(self.regions) & set(regions))

    def is_trained(self, one: Inspector) -> bool:
        """Tell whether an inspector has the training that is asked for: 4.3.3; where none is asked for, he has it."""
        since = self.trained_since
        return since is None or any(done.completed_on >= since for done in one.trainings)

    def left(self, one: Inspector | Expert) -> int:
        """Return how many units are left of somebody's year."""
        return max(one.capacity - self.taken.get(one.id, 0), 0)


def gathered(pool: str, digest: str, ask: Request, everybody: Iterable[Inspector | Expert | Absence]) -> TaskOfficers:
    """Return who can be committed, and why each certified inspector of the departments is not among them: 2.3.7 (选取).

    A reason given by hand comes before one that follows from the record.

    Raises:
        LawError: somebody on the roster is neither in the pool nor excused.

    """
    mine = [one for one in everybody if one.department in ask.departments]
    officers: list[Officer] = []
    experts: list[Officer] = []
    absent = {id_: str(reason) for id_, reason in ask.reasons.items()}
    for one in mine:
        if isinstance(one, Absence):
            absent.setdefault(one.id, one.reason)
        elif isinstance(one, Expert):
            experts += [_expert(ask, one)] if _is_free(ask, one) else []
        elif one.id not in absent:
            found = absence_in(ask, one)
            if found is None:
                officers.append(_officer(ask, one))
            else:
                absent[one.id] = found.value
    certified = {id_ for id_, one in ask.holders.items() if one.department in ask.departments}
    _refuse_silence(certified - absent.keys() - {one.id for one in officers})
    return TaskOfficers(
        pool=pool,
        pool_digest=digest,
        window=ask.window,
        departments=ask.departments,
        officers=tuple(officers),
        absent=dict(sorted(absent.items())),
        experts=tuple(experts),
    )


def _refuse_silence(unexplained: Iterable[str]) -> None:
    names = sorted(unexplained)
    if names:
        raise LawError(
            field="absent",
            rule_zh="持证人员未列入名录库，须逐人说明原因；无原因的遗漏等于人为挑选",
            rule="certificate holders who are not in the pool need a reason each: leaving out is picking by hand",
            value="、".join(names),
            clause=LIYANG_2020.ref("2.3.7"),
        )


def absence_in(ask: Request, one: Inspector) -> AbsenceReason | None:
    """Return why an inspector cannot be committed for a task, None where he can (缺席原因).

    He can where he is there on a single day of the window: whoever is away on the day of a visit is substituted by lot.
    """
    if one.status is not InspectorStatus.ACTIVE:
        return AbsenceReason[one.status.name]
    if not one.certificate.covers(ask.window.first, ask.window.last):
        return AbsenceReason.CERTIFICATE_LAPSED
    if not ask.is_trained(one):
        return AbsenceReason.TRAINING_LAPSED
    if not ask.reaches(one.regions):
        return AbsenceReason.OUTSIDE_REGIONS
    return _leave_throughout(ask.window, one) if ask.left(one) else AbsenceReason.NO_CAPACITY


def absence_on(one: Inspector | Expert, day: date, tags: Collection[str]) -> AbsenceReason | None:
    """Return why somebody cannot carry out a visit on its day, None where he can (当日缺席原因)."""
    if isinstance(one, Expert):
        if one.appointed_until < day:
            return AbsenceReason.CERTIFICATE_LAPSED
        return None if set(tags) <= set(one.specialties) else AbsenceReason.QUALIFICATION_LAPSED
    if one.status is not InspectorStatus.ACTIVE:
        return AbsenceReason[one.status.name]
    if not one.certificate.covers(day, day):
        return AbsenceReason.CERTIFICATE_LAPSED
    if not set(tags) <= set(one.tags(day)):
        return AbsenceReason.QUALIFICATION_LAPSED
    return next((leave.reason for leave in one.leaves if leave.covers(day)), None)


def _leave_throughout(window: Window, one: Inspector) -> AbsenceReason | None:
    """Return the reason of the leaves that fill a window without a gap, one after the other."""
    day, reason = window.first, None
    while day <= window.last:
        away = [leave for leave in one.leaves if leave.covers(day)]
        if not away:
            return None
        longest = max(away, key=lambda leave: leave.ends_on)
        reason, day = reason or longest.reason, longest.ends_on + timedelta(days=1)
    return reason


def _officer(ask: Request, one: Inspector) -> Officer:
    """Return an inspector as he is committed: with what he holds to the last day, and what is left of his year."""
    return Officer(
        id=one.id,
        department=one.department,
        regions=one.regions,
        tags=one.tags(ask.window.last),
        capacity=ask.left(one),
        base_load=ask.taken.get(one.id, 0),
        valid_until=one.certificate.valid_until,
    )


def _is_free(ask: Request, one: Expert) -> bool:
    appointed = one.department in ask.departments and one.appointed_until >= ask.window.last
    return appointed and ask.reaches(one.regions) and ask.left(one) > 0


def _expert(ask: Request, one: Expert) -> Officer:
    return Officer(
        id=one.id,
        department=one.department,
        regions=one.regions,
        tags=one.specialties,
        capacity=ask.left(one),
        base_load=ask.taken.get(one.id, 0),
        valid_until=one.appointed_until,
    )
