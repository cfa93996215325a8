"""Seats of the joint conference, their changes and the liaisons: annex 二, 三 (席位、成员变动、联络员).

No names of persons are kept: a seat is a post in a unit, and a paper says who fills it.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.planning.conference_acts import Act, against, check_days
from shuangsuiji.planning.conference_terms import ConferenceRole, SeatChangeKind, SeatStatus
from shuangsuiji.values import check_field, check_kind, check_name

__all__ = ["Liaison", "Membership", "MembershipChange"]


@attrs.frozen(kw_only=True)
class Membership:
    """A seat: the post that a unit sends to the conference: A2.1 (席位).

    Attributes:
        unit: id of the unit.
        role: CONVENER, VICE_CONVENER or MEMBER.
        post: the post, such as 分管负责人; never a name.
        status: PENDING_PERSON while nobody fills the post; for members only.
        document: the paper that says who fills it; may be empty.

    Raises:
        InvalidValueError: a field of the wrong form, or a role that is no seat.
        LawError: a pending convener or vice-convener (A2.3).

    """

    unit: str
    role: ConferenceRole
    post: str
    status: SeatStatus = SeatStatus.ACTIVE
    document: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.unit, "Membership.unit")
        where = f"seat.{self.unit}"
        check_kind(self.role, ConferenceRole, f"{where}.role")
        check_field(self.post, f"{where}.post")
        check_kind(self.status, SeatStatus, f"{where}.status")
        if self.document:
            check_field(self.document, f"{where}.document")
        if not self.role.is_seat:
            zh, en = "席位只有召集人、副召集人、成员", "a seat is that of the convener, a vice-convener or a member"
            raise InvalidValueError(field=f"{where}.role", rule_zh=zh, rule=en, value=str(self.role))
        if not self.is_active and self.role is not ConferenceRole.MEMBER:
            zh, en = "只有成员可以待到岗", "only a member's seat may wait for its person"
            raise against(f"{where}.status", zh, en, self.role, "A2.3")

    @property
    def is_active(self) -> bool:
        """Whether somebody fills the post."""
        return self.status is SeatStatus.ACTIVE


@attrs.frozen(kw_only=True)
class MembershipChange:
    """A change of one seat: A2.3 joins, A2.4 is adjusted, A2.5 is added (成员变动).

    Attributes:
        id: a name; the agenda item that decides on it has it as subject.
        kind: JOINED needs no decision, ADJUSTED and ADDED are confirmed by the conference.
        before: the seat as it was, None for ADDED.
        after: the seat as it becomes.
        proposed: who put it forward; JOINED and ADJUSTED only the unit itself.
        confirmed: the last step of the minutes that decide it, its document their number; None before, and for JOINED.

    Raises:
        LawError: another unit proposes (A2.4), a seat that was not pending joins (A2.3), or dates go backwards.
        InvalidValueError: a field of the wrong form.

    """

    id: str
    kind: SeatChangeKind
    before: Membership | None
    after: Membership
    proposed: Act
    confirmed: Act | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "MembershipChange.id")
        check_kind(self.kind, SeatChangeKind, f"{self.id}.kind")
        check_kind(self.after, Membership, f"{self.id}.after")
        check_kind(self.proposed, Act, f"{self.id}.proposed")
        match self.kind:
            case SeatChangeKind.JOINED:
                self._check_joined()
            case SeatChangeKind.ADJUSTED:
                self._check_adjusted()
            case SeatChangeKind.ADDED:
                self._check_added()
        if self.confirmed is not None:
            check_days(f"{self.id}.confirmed", (self.proposed.on, self.confirmed.on), self.clause_id)

    def _check_joined(self) -> None:
        before = self.before
        if before is None or before.is_active or not self.after.is_active or not self._same_seat(before):
            zh, en = "自行加入的只能是待到岗的席位", "only a pending seat joins by itself"
            raise against(f"{self.id}.before", zh, en, before, "A2.3")
        if self.confirmed is not None:
            zh, en = "自行加入不须议定", "joining takes no decision"
            raise against(f"{self.id}.confirmed", zh, en, self.confirmed, "A2.3")
        self._check_own_unit("A2.3")

    def _check_adjusted(self) -> None:
        before = self.before
        if before is None or not before.is_active or not self.after.is_active or not self._same_seat(before):
            zh, en = "调整的是本单位在任的同一席位", "an adjustment is of the same seat, filled before and after"
            raise against(f"{self.id}.before", zh, en, before, "A2.4")
        if before == self.after:
            zh, en = "调整须有变动", "an adjustment changes something"
            raise InvalidValueError(field=f"{self.id}.after", rule_zh=zh, rule=en, value=self.after.post)
        self._check_own_unit("A2.4")

    def _check_added(self) -> None:
        if self.before is not None or self.after.role is not ConferenceRole.MEMBER:
            zh, en = "增补的是新的成员单位", "what is added is a new member unit"
            raise against(f"{self.id}.after", zh, en, self.after.role, "A2.5")

    def _same_seat(self, before: Membership) -> bool:
        return (before.unit, before.role) == (self.after.unit, self.after.role)

    def _check_own_unit(self, clause_id: str) -> None:
        if self.proposed.unit != self.after.unit:
            zh, en = f"须由所在单位 {self.after.unit} 提出", f"put forward by the unit itself, {self.after.unit}"
            raise against(f"{self.id}.proposed", zh, en, self.proposed.unit, clause_id)

    @property
    def clause_id(self) -> str:
        """The clause under which the seat changes."""
        return {SeatChangeKind.JOINED: "A2.3", SeatChangeKind.ADJUSTED: "A2.4", SeatChangeKind.ADDED: "A2.5"}[self.kind]

    @property
    def effective_on(self) -> date | None:
        """The day from which it holds, None while the conference has not confirmed it."""
        if self.kind is SeatChangeKind.JOINED:
            return self.proposed.on
        return None if self.confirmed is None else self.confirmed.on


@attrs.frozen(kw_only=True)
class Liaison:
    """The head of a section through whom a member unit is reached: A3.2 (联络员).

    Attributes:
        section: the section, such as 信用监督管理科; never a name.
        named: the unit's own act that names the liaison.

    Raises:
        InvalidValueError: a field of the wrong form.

    """

    section: str
    named: Act

    def __attrs_post_init__(self) -> None:
        check_kind(self.named, Act, "Liaison.named")
        check_field(self.section, f"liaison.{self.named.unit}.section")

    @property
    def unit(self) -> str:
        """The unit whose liaison it is."""
        return self.named.unit
