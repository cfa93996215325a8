"""Resolved matters, followed until they are carried out: annex 三, 四（一）, 四（三）, 五 (议定事项落实)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.conference_acts import Act, against, check_days, check_each_once
from shuangsuiji.planning.conference_calls import AgendaItem
from shuangsuiji.planning.conference_terms import ConferenceRole, MatterStatus, MinutesStep
from shuangsuiji.planning.minutes import Minutes
from shuangsuiji.planning.resolutions import AssignedDuty, Resolution
from shuangsuiji.values import Finding, Severity, check_kind, check_name

__all__ = [
    "Delivery",
    "OverdueDuty",
    "ReportToGovernment",
    "ResolvedMatter",
    "check_resolved_matters",
    "complete",
    "deliver",
    "overdue",
    "resolved_matters",
]

_REPORTERS = (ConferenceRole.OFFICE, ConferenceRole.CONVENER, ConferenceRole.VICE_CONVENER)


@attrs.frozen(kw_only=True)
class Delivery:
    """A unit hands in what shows that it did its duty: A5.1 (报送工作材料).

    Attributes:
        duty_id: the duty.
        made: the unit's act; its document is the material.

    """

    duty_id: str
    made: Act


@attrs.frozen(kw_only=True)
class OverdueDuty:
    """A duty that is past its day: A5.1 (逾期任务).

    Attributes:
        minutes_id: the minutes.
        item_id: the agenda item.
        duty: the duty.
        days_late: days since its last day, from 1.

    """

    minutes_id: str
    item_id: str
    duty: AssignedDuty
    days_late: int


@attrs.frozen(kw_only=True)
class ReportToGovernment:
    """A matter of weight is reported to the government: A4.1.7 (向市政府报告).

    Who reports is not said; the office, the convener or a vice-convener does here.

    Attributes:
        meeting_id: the meeting.
        item_id: the agenda item.
        reported: the act.

    Raises:
        LawError: another role reports.
        InvalidValueError: a field of the wrong form.

    """

    meeting_id: str
    item_id: str
    reported: Act

    def __attrs_post_init__(self) -> None:
        check_name(self.meeting_id, "ReportToGovernment.meeting_id")
        check_name(self.item_id, "ReportToGovernment.item_id")
        check_kind(self.reported, Act, f"{self.item_id}.reported")
        if self.reported.role not in _REPORTERS:
            zh, en = "由办公室或召集人、副召集人报告", "is up to the office, the convener or a vice-convener"
            raise against(f"{self.item_id}.reported", zh, en, str(self.reported), "A4.1.7")


@attrs.frozen(kw_only=True)
class ResolvedMatter:
    """A matter adopted and resolved by minutes, and how far it has been carried out: A3.1, A4.3.1 (议定事项).

    Attributes:
        minutes: the minutes that make it a resolved matter.
        item_id: the agenda item; the minutes adopt it.
        since: the step of the minutes from which a matter counts as resolved: COPIED, the last one, unless relaxed.
        deliveries: what the units have handed in, each duty once.
        completed: the act of the office that closes it.

    Raises:
        LawError: the minutes have not come so far or did not adopt it (A4.3.1), a delivery for another unit's duty or
            before the minutes (A5.1), a matter closed by somebody else or with open duties (A3.1).

    """

    minutes: Minutes
    item_id: str
    since: MinutesStep = MinutesStep.COPIED
    deliveries: tuple[Delivery, ...] = ()
    completed: Act | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.minutes, Minutes, f"{self.item_id}.minutes")
        check_kind(self.since, MinutesStep, f"{self.item_id}.since")
        if self.minutes.step.place < self.since.place:
            zh, en = f"以纪要形式明确，纪要须已“{self.since}”", f"is resolved by minutes that are {self.since.name}"
            raise against(self.item_id, zh, en, self.minutes.step, "A4.3.1")
        found = self.minutes.resolution_on(self.item_id)
        if found is None or not found.outcome.is_adopted:
            zh, en = "纪要未载明通过该事项", "the minutes do not adopt it"
            raise against(self.item_id, zh, en, None if found is None else found.outcome, "A4.3.1")
        self._check_deliveries()
        if self.completed is not None:
            self._check_completed(self.completed)

    def _check_deliveries(self) -> None:
        field = f"{self.item_id}.deliveries"
        check_each_once(field, (one.duty_id for one in self.deliveries), "A5.1")
        for one in self.deliveries:
            if one.made.unit != self.duty(one.duty_id).unit:
                zh, en = "由负有该任务的单位报送", "is handed in by the unit that has the duty"
                raise against(field, zh, en, str(one.made), "A5.1")
            check_days(field, (self.minutes.meeting.held_on, one.made.on), "A5.1")

    def _check_completed(self, act: Act) -> None:
        field = f"{self.item_id}.completed"
        self.minutes.meeting.conference.check_actor(field, act, (ConferenceRole.OFFICE,), "A3.1")
        if self.open_duties:
            zh, en = "尚有任务未落实", "has duties that are not done"
            raise against(field, zh, en, "、".join(duty.id for duty in self.open_duties), "A3.1")
        days = [self.minutes.meeting.held_on, *(one.made.on for one in self.deliveries)]
        check_days(field, (max(days), act.on), "A3.1")

    @property
    def resolution(self) -> Resolution:
        """What the minutes say."""
        return next(one for one in self.minutes.resolutions if one.item_id == self.item_id)

    @property
    def item(self) -> AgendaItem:
        """The agenda item."""
        return next(one for one in self.minutes.meeting.agenda if one.id == self.item_id)

    @property
    def open_duties(self) -> tuple[AssignedDuty, ...]:
        """The duties for which nothing has been handed in."""
        done = {one.duty_id for one in self.deliveries}
        return tuple(duty for duty in self.resolution.duties if duty.id not in done)

    def duty(self, duty_id: str) -> AssignedDuty:
        """Return a duty by its id.

        Raises:
            UnknownNameError: the matter has no such duty.

        """
        for duty in self.resolution.duties:
            if duty.id == duty_id:
                return duty
        known = "、".join(duty.id for duty in self.resolution.duties)
        raise UnknownNameError(field=f"{self.item_id}.duties", value=duty_id, known=known)

    def status_on(self, on: date) -> MatterStatus:
        """Return how far it is on a day, from what has been handed in by then (落实状态)."""
        if self.completed is not None and self.completed.on <= on:
            return MatterStatus.COMPLETED
        return MatterStatus.OVERDUE if overdue((self,), on) else MatterStatus.OPEN

    def __repr__(self) -> str:
        return f"<议定事项 {self.item_id} {len(self.open_duties)}/{len(self.resolution.duties)} 项任务未落实>"


def resolved_matters(minutes: Minutes, since: MinutesStep = MinutesStep.COPIED) -> tuple[ResolvedMatter, ...]:
    """Return the matters that minutes have resolved, those not adopted left out: A4.3.1 (议定事项).

    Args:
        minutes: the minutes.
        since: from which of the six steps on its matters count as resolved; the text names no step, the default is the
            last one.

    Raises:
        LawError: the minutes have not come so far.

    """
    adopted = (one.item_id for one in minutes.resolutions if one.outcome.is_adopted)
    return tuple(ResolvedMatter(minutes=minutes, item_id=item_id, since=since) for item_id in adopted)


def deliver(matter: ResolvedMatter, duty_id: str, act: Act) -> ResolvedMatter:
    """Return the matter with what a unit hands in for its duty: A5.1 (报送工作材料).

    Raises:
        LawError: it was handed in, the matter is closed, or another unit has the duty.
        UnknownNameError: the matter has no such duty.

    """
    return attrs.evolve(matter, deliveries=(*matter.deliveries, Delivery(duty_id=duty_id, made=act)))


def complete(matter: ResolvedMatter, act: Act) -> ResolvedMatter:
    """Return the matter closed by the office, which sees that it is carried out: A3.1 (办结).

    Raises:
        LawError: it is closed, somebody else closes it, or a duty is open.

    """
    if matter.completed is not None:
        zh, en = "已办结", "is closed already"
        raise against(f"{matter.item_id}.completed", zh, en, str(act), "A3.1")
    return attrs.evolve(matter, completed=act)


def overdue(matters: Iterable[ResolvedMatter], on: date) -> tuple[OverdueDuty, ...]:
    """Return the duties past their day on ``on``, the latest first, then by unit: A5.1 (逾期清单)."""
    late: list[OverdueDuty] = []
    for matter in matters:
        done = {one.duty_id for one in matter.deliveries if one.made.on <= on}
        late += [
            OverdueDuty(
                minutes_id=matter.minutes.id, item_id=matter.item_id, duty=duty, days_late=(on - duty.due_on).days
            )
            for duty in matter.resolution.duties
            if duty.id not in done and duty.due_on < on
        ]
    return tuple(sorted(late, key=lambda one: (-one.days_late, one.duty.unit, one.duty.id)))


def check_resolved_matters(
    matters: Iterable[ResolvedMatter], reports: Iterable[ReportToGovernment], on: date
) -> tuple[Finding, ...]:
    """Return what there is to say of resolved matters on a day: overdue duties, matters of weight (议定事项检查)."""
    known = tuple(matters)
    reported = {(one.meeting_id, one.item_id) for one in reports if one.reported.on <= on}
    findings: list[Finding] = []
    for one in overdue(known, on):
        zh = f"任务 {one.duty.id} 应于 {one.duty.due_on} 前落实，已逾期 {one.days_late} 日"
        en = f"duty {one.duty.id} was due on {one.duty.due_on}, {one.days_late} days ago"
        findings.append(_finding("conference.overdue", one.duty.unit, zh, en, "A5.1"))
    for matter in known:
        if matter.item.is_major and (matter.minutes.meeting.id, matter.item_id) not in reported:
            zh, en = "重大事项未报告市政府", "a matter of weight that was not reported to the government"
            findings.append(_finding("conference.major", matter.item_id, zh, en, "A4.1.7"))
    return tuple(findings)


def _finding(code: str, where: str, zh: str, en: str, clause_id: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref(clause_id))
