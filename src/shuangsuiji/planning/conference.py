"""The joint conference of the annex: who sits in it, its office, its liaisons: annex 一 to 三 (联席会议).

It guides and coordinates, and never inspects. Its seats follow from those it was founded with and from the changes on
record, so that no seat changes without one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property, reduce

import attrs

from shuangsuiji.errors import DuplicateError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.conference_acts import Act, against, check_days
from shuangsuiji.planning.conference_seats import Liaison, Membership, MembershipChange
from shuangsuiji.planning.conference_terms import ConferenceRole, SeatStatus
from shuangsuiji.registry import ANNEX_MEMBERS
from shuangsuiji.values import Finding, Severity, check_field, check_kind, check_name

__all__ = ["LIYANG_CONFERENCE", "JointConference", "check_conference", "check_inspecting"]

_VICE_CONVENERS = 2


@attrs.frozen(kw_only=True)
class JointConference:
    """The body that guides and coordinates joint inspections: A1.1 (联席会议).

    Attributes:
        id: a name; no department has it.
        name: full name.
        office: the member unit where the office sits: A3.1.
        government: the unit it works under and reports to.
        founding: the seats it was founded with.
        history: every change of a seat since, in the order of the days from which they hold.
        liaisons: every naming of a liaison, in order; the last of a unit holds.

    Raises:
        LawError: not one convener (A2.1), a unit that sits twice in one role (A2.1), an office outside the member units
            (A3.1), a change that the conference has not confirmed or that does not fit the seat as it was (A2.3 to
            A2.5), a liaison that no member unit names (A3.2), or the id of a member (A1.1).
        InvalidValueError: a field of the wrong form.

    """

    id: str
    name: str
    office: str
    government: str
    founding: tuple[Membership, ...]
    history: tuple[MembershipChange, ...] = ()
    liaisons: tuple[Liaison, ...] = ()

    def __attrs_post_init__(self) -> None:
        for field in ("id", "office", "government"):
            check_name(getattr(self, field), f"JointConference.{field}")
        check_field(self.name, f"{self.id}.name")
        self._check_history()
        _check_composition(self.id, self.seats)
        if self.id in self.units or self.id == self.government:
            zh, en = (
                "联席会议不是部门，不得使用部门标识",
                "the conference is no department, and bears no department's id",
            )
            raise against(f"{self.id}.id", zh, en, self.id, "A1.1")
        if self.office not in self.units:
            zh, en = "办公室须设在成员单位", "the office sits in a member unit"
            raise against(f"{self.id}.office", zh, en, self.office, "A3.1")
        for liaison in self.liaisons:
            if liaison.unit not in self.units or liaison.named.role is not ConferenceRole.MEMBER:
                zh, en = "联络员由成员单位确定", "a liaison is named by a member unit"
                raise against(f"{self.id}.liaisons", zh, en, str(liaison.named), "A3.2")

    def _check_history(self) -> None:
        ids = [change.id for change in self.history]
        twice = [id_ for id_ in ids if ids.count(id_) > 1]
        if twice:
            raise DuplicateError(field=f"{self.id}.history", value=twice[0])
        for change in self.history:
            if change.effective_on is None:
                zh, en = "须报联席会议确定", "is confirmed by the conference first"
                raise against(f"{self.id}.history", zh, en, change.id, change.clause_id)
        check_days(f"{self.id}.history", (change.effective_on for change in self.history), "A2.4")

    @cached_property
    def seats(self) -> tuple[Membership, ...]:
        """The seats after every change on record."""
        return reduce(_after, self.history, self.founding)

    def seats_on(self, on: date) -> tuple[Membership, ...]:
        """Return the seats as they were on a day (某日席位)."""
        held = (one for one in self.history if one.effective_on is not None and one.effective_on <= on)
        return reduce(_after, held, self.founding)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The member units, those with a pending seat as well."""
        return tuple(seat.unit for seat in self.seats if seat.role is ConferenceRole.MEMBER)

    def members_on(self, on: date) -> tuple[str, ...]:
        """Return the member units whose seat is filled on a day: a pending one takes no part yet (在任成员单位)."""
        seats = self.seats_on(on)
        return tuple(seat.unit for seat in seats if seat.role is ConferenceRole.MEMBER and seat.is_active)

    def liaison_of(self, unit: str, on: date) -> Liaison | None:
        """Return the liaison of a unit on a day, None where it has named nobody (联络员)."""
        named = [one for one in self.liaisons if one.unit == unit and one.named.on <= on]
        return named[-1] if named else None

    def holds(self, unit: str, role: ConferenceRole, on: date) -> bool:
        """Tell whether a unit may act in a role on a day (是否具有该角色).

        An industry department is a member unit with a filled seat; any other unit can only be invited. Who is a
        participant is a matter of each joint plan, and nobody is one here.
        """
        match role:
            case ConferenceRole.OFFICE:
                return unit == self.office
            case ConferenceRole.MEMBER | ConferenceRole.INDUSTRY_DEPARTMENT:
                return unit in self.members_on(on)
            case ConferenceRole.INVITED_DEPARTMENT:
                return unit not in self.members_on(on) and unit != self.id
            case ConferenceRole.PARTICIPANT:
                return False
            case ConferenceRole.CONVENER | ConferenceRole.VICE_CONVENER:
                return any((seat.unit, seat.role) == (unit, role) for seat in self.seats_on(on))

    def check_actor(self, field: str, act: Act, roles: Collection[ConferenceRole], clause_id: str) -> None:
        """Check that an act is one of these roles', and that its unit holds the role on the day (行为主体核对).

        Raises:
            LawError: it is not, under the clause given.
            InvalidValueError: no ``Act``.

        """
        check_kind(act, Act, field)
        if act.role not in roles:
            zh = f"只能由{'、'.join(role.value for role in roles)}作出"
            en = f"is up to {', '.join(role.name for role in roles)} alone"
            raise against(field, zh, en, str(act), clause_id)
        if not self.holds(act.unit, act.role, act.on):
            zh, en = f"{act.unit} 当日不是{act.role}", f"{act.unit} is not {act.role.name} on that day"
            raise against(field, zh, en, str(act), clause_id)

    def __repr__(self) -> str:
        return f"<联席会议 {self.id} {len(self.units)} 个成员单位>"


def _after(seats: tuple[Membership, ...], change: MembershipChange) -> tuple[Membership, ...]:
    """Return the seats after a change that must fit them as they are."""
    if change.before is None:
        return (*seats, change.after)
    if change.before not in seats:
        zh, en = "变动前的席位与现状不符", "the seat before the change is not as it stands"
        raise against(f"{change.id}.before", zh, en, f"{change.before.unit} {change.before.post}", change.clause_id)
    return tuple(change.after if seat == change.before else seat for seat in seats)


def _check_composition(id_: str, seats: tuple[Membership, ...]) -> None:
    keys = [(seat.unit, seat.role) for seat in seats]
    twice = [key for key in keys if keys.count(key) > 1]
    if twice:
        zh, en = "同一单位的同一角色只有一席", "a unit has one seat of a role"
        raise against(f"{id_}.seats", zh, en, f"{twice[0][0]} {twice[0][1]}", "A2.1")
    conveners = [unit for unit, role in keys if role is ConferenceRole.CONVENER]
    if len(conveners) != 1:
        raise against(f"{id_}.seats", "召集人一名", "has one convener", len(conveners), "A2.1")


def check_inspecting(conference: JointConference, departments: Iterable[str]) -> None:
    """Check that the conference is none of the departments that inspect: A1.1 (联席会议不实施检查).

    Args:
        conference: the conference.
        departments: ids of those who inspect, such as the members of a ``JointPlan`` or the department of a task.

    Raises:
        LawError: it is, by its id or by its name.

    """
    for department in departments:
        if department in (conference.id, conference.name):
            zh, en = (
                "联席会议是指导和协调机构，不得作为检查部门",
                "the conference guides and coordinates; it never inspects",
            )
            raise against("department", zh, en, department, "A1.1")


def check_conference(conference: JointConference, on: date) -> tuple[Finding, ...]:
    """Return what there is to say of a conference on a day: liaisons, pending seats, vice-conveners (联席会议检查)."""
    findings: list[Finding] = []
    for seat in conference.seats_on(on):
        if seat.role is not ConferenceRole.MEMBER:
            continue
        if conference.liaison_of(seat.unit, on) is None:
            severity = Severity.ERROR if seat.is_active else Severity.NOTE
            zh, en = "成员单位未确定联络员", "the member unit has no liaison"
            findings.append(_finding(severity, "conference.liaison", seat.unit, zh, en, "A3.2"))
        if not seat.is_active:
            zh, en = "席位待分管领导到岗，到岗后自行加入", "the seat waits for its person, and joins by itself"
            findings.append(_finding(Severity.NOTE, "conference.pending", seat.unit, zh, en, "A2.3"))
    vice = sum(seat.role is ConferenceRole.VICE_CONVENER for seat in conference.seats_on(on))
    if vice != _VICE_CONVENERS:
        zh, en = (
            f"副召集人 {vice} 名，条文为 {_VICE_CONVENERS} 名",
            f"{vice} vice-conveners, the text has {_VICE_CONVENERS}",
        )
        findings.append(_finding(Severity.WARNING, "conference.vice_conveners", conference.id, zh, en, "A2.1"))
    return tuple(findings)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause_id: str) -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref(clause_id))


_GOVERNMENT, _OFFICE, _PENDING = "320481-ZF", "320481-SCJG", "320481-HG"
_LISTED = LIYANG_2020.number

LIYANG_CONFERENCE = JointConference(
    id="320481-LXHY",
    name="溧阳市市场监管领域“双随机、一公开”监管联席会议",
    office=_OFFICE,
    government=_GOVERNMENT,
    founding=(
        Membership(unit=_GOVERNMENT, role=ConferenceRole.CONVENER, post="副市长", document=_LISTED),
        # The government's own office is no unit of the tree: it inspects nothing.
        Membership(unit="320481-ZFB", role=ConferenceRole.VICE_CONVENER, post="副主任", document=_LISTED),
        Membership(unit=_OFFICE, role=ConferenceRole.VICE_CONVENER, post="局长", document=_LISTED),
        *(
            Membership(unit=unit, role=ConferenceRole.MEMBER, post="分管负责人", document=_LISTED)
            for unit in ANNEX_MEMBERS
            if unit != _PENDING
        ),
        Membership(
            unit=_PENDING,
            role=ConferenceRole.MEMBER,
            post="分管领导",
            status=SeatStatus.PENDING_PERSON,
            document=_LISTED,
        ),
    ),
)
