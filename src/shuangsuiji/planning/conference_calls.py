"""Calling a meeting of the conference: agenda, delegation, proposal, who may convene: annex 四（一） (会议召集).

The text says who convenes plenary meetings and those of several units about a joint inspection. Partial meetings about
other particular work (A4.1.5), and those in which the conference itself sets up an inspection (3.2.6), are convened by
the convener or a vice-convener here; a delegation is asked for where the text asks for it, at plenary meetings.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning.conference import JointConference
from shuangsuiji.planning.conference_acts import Act, against, check_days, check_each_once
from shuangsuiji.planning.conference_terms import AgendaKind, ConferenceRole, MeetingKind
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.values import check_field, check_kind, check_name, texts

__all__ = ["AgendaItem", "Delegation", "MeetingCall", "MeetingProposal"]

_LEADERS = (ConferenceRole.CONVENER, ConferenceRole.VICE_CONVENER)


@attrs.frozen(kw_only=True)
class AgendaItem:
    """One item of an agenda: A1.2 (议题).

    Attributes:
        id: a name, unlike that of any other item.
        kind: what it is for.
        title: what it is about.
        put_forward_by: id of the unit that brings it.
        is_major: whether it is a matter of weight, to be reported to the government: A4.1.7.
        subject: id of the change of seats or the joint plan that is decided on; empty for other kinds.

    Raises:
        InvalidValueError: a field of the wrong form, or a subject too many or missing.

    """

    id: str
    kind: AgendaKind
    title: str
    put_forward_by: str
    is_major: bool = False
    subject: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "AgendaItem.id")
        check_kind(self.kind, AgendaKind, f"{self.id}.kind")
        check_field(self.title, f"{self.id}.title")
        check_name(self.put_forward_by, f"{self.id}.put_forward_by")
        check_kind(self.is_major, bool, f"{self.id}.is_major")
        if self.subject:
            check_field(self.subject, f"{self.id}.subject")
        if self.kind.has_subject != bool(self.subject):
            zh, en = (
                "成员变动和联合抽查的议题须指明所议对象，其他不指",
                "changes and joint plans name a subject, others none",
            )
            raise InvalidValueError(field=f"{self.id}.subject", rule_zh=zh, rule=en, value=self.subject)


@attrs.frozen(kw_only=True)
class Delegation:
    """The convener asks a vice-convener to convene: A4.1.2 (委托召集).

    Attributes:
        to: unit of the vice-convener.
        granted: the convener's act.
        meeting_id: for one meeting, empty for all of them.
        through: its last day, None while it is not ended.

    Raises:
        InvalidValueError: a field of the wrong form.
        LawError: it ends before it is granted.

    """

    to: str
    granted: Act
    meeting_id: str = ""
    through: date | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.to, "Delegation.to")
        check_kind(self.granted, Act, "Delegation.granted")
        if self.meeting_id:
            check_name(self.meeting_id, "Delegation.meeting_id")
        if self.through is not None:
            check_day(self.through, "Delegation.through")
            check_days("Delegation.through", (self.granted.on, self.through), "A4.1.2")

    def covers(self, meeting_id: str, convened: Act) -> bool:
        """Tell whether it lets this unit convene this meeting on that day (委托是否适用)."""
        timely = self.granted.on <= convened.on and (self.through is None or convened.on <= self.through)
        return timely and convened.unit == self.to and self.meeting_id in ("", meeting_id)


@attrs.frozen(kw_only=True)
class MeetingProposal:
    """A member unit proposes a plenary meeting: A4.1.4 (召开全体会议的建议).

    Attributes:
        conference: the conference.
        proposed: the unit's act.
        topic: what the meeting should take up.

    Raises:
        LawError: who proposes is no member unit.

    """

    conference: JointConference = attrs.field(repr=False)
    proposed: Act
    topic: str

    def __attrs_post_init__(self) -> None:
        self.conference.check_actor("MeetingProposal", self.proposed, (ConferenceRole.MEMBER,), "A4.1.4")
        check_field(self.topic, "MeetingProposal.topic")


@attrs.frozen(kw_only=True)
class MeetingCall:
    """A meeting is called: by whom, whom, and about what: A4.1.2, A4.1.3 (会议召集).

    Attributes:
        id: a name; delegation, liaison meeting and minutes refer to it.
        conference: the conference, as it stands when the meeting is called.
        kind: PLENARY calls every member unit, PARTIAL some of them.
        agenda: what is to be discussed, at least one item.
        convened: the act of the unit that convenes.
        called: the member units that are called.
        delegation: the convener's, for a plenary meeting that a vice-convener convenes.
        proposal: the proposal that it answers, where there is one.

    Raises:
        LawError: whoever convenes may not (A4.1.2, A4.1.3, A4.1.5), units that are no members or too few or too many of
            them (A4.1.2, A4.1.5), or a proposal answered by less than a plenary meeting (A4.1.4).
        DuplicateError: an agenda item twice.
        InvalidValueError: a field of the wrong form, an empty agenda.

    """

    id: str
    conference: JointConference = attrs.field(repr=False)
    kind: MeetingKind
    agenda: tuple[AgendaItem, ...]
    convened: Act
    called: tuple[str, ...] = attrs.field(converter=texts)
    delegation: Delegation | None = None
    proposal: MeetingProposal | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "MeetingCall.id")
        check_kind(self.conference, JointConference, f"{self.id}.conference")
        check_kind(self.kind, MeetingKind, f"{self.id}.kind")
        check_kind(self.convened, Act, f"{self.id}.convened")
        self._check_agenda()
        self._check_called()
        if self.kind is MeetingKind.PLENARY:
            self._check_plenary()
        else:
            self._check_partial()
        if self.proposal is not None:
            self._check_proposal(self.proposal)

    def _check_agenda(self) -> None:
        for item in self.agenda:
            check_kind(item, AgendaItem, f"{self.id}.agenda")
        ids = [item.id for item in self.agenda]
        if not ids:
            zh, en = "会议须有议题", "a meeting has an agenda"
            raise InvalidValueError(field=f"{self.id}.agenda", rule_zh=zh, rule=en, value=())
        twice = [id_ for id_ in ids if ids.count(id_) > 1]
        if twice:
            raise DuplicateError(field=f"{self.id}.agenda", value=twice[0])

    def _check_called(self) -> None:
        check_each_once(f"{self.id}.called", self.called, "A4.1.5")
        members = self.conference.members_on(self.convened.on)
        strangers = [unit for unit in self.called if unit not in members]
        if strangers or not self.called:
            zh, en = (
                "召集的是在任成员单位，其他部门可以邀请",
                "member units are called; other departments may be invited",
            )
            raise against(f"{self.id}.called", zh, en, "、".join(strangers), "A4.1.5")
        everybody = set(self.called) == set(members)
        if everybody != (self.kind is MeetingKind.PLENARY):
            zh, en = (
                "涉及全体成员单位的为全体会议，且只有它如此",
                "a plenary meeting, and no other, concerns every member unit",
            )
            raise against(f"{self.id}.called", zh, en, f"{len(self.called)}/{len(members)} {self.kind}", "A4.1.2")

    def _check_plenary(self) -> None:
        field = f"{self.id}.convened"
        self.conference.check_actor(field, self.convened, _LEADERS, "A4.1.2")
        if self.convened.role is ConferenceRole.CONVENER:
            return
        if self.delegation is None or not self.delegation.covers(self.id, self.convened):
            zh, en = (
                "副召集人召集须有召集人对本次会议有效的委托",
                "a vice-convener needs the convener's delegation for it",
            )
            raise against(field, zh, en, str(self.convened), "A4.1.2")
        granted = self.delegation.granted
        self.conference.check_actor(f"{self.id}.delegation", granted, (ConferenceRole.CONVENER,), "A4.1.2")

    def _check_partial(self) -> None:
        field = f"{self.id}.convened"
        if not any(item.kind is AgendaKind.JOINT_PLAN for item in self.agenda):
            if self.convened.role is ConferenceRole.INDUSTRY_DEPARTMENT:
                zh, en = (
                    "行业主管部门只召集部门联合抽查的会议",
                    "an industry department convenes for joint inspections only",
                )
                raise against(field, zh, en, str(self.convened), "A4.1.3")
            self.conference.check_actor(field, self.convened, _LEADERS, "A4.1.5")
            return
        self.conference.check_actor(field, self.convened, (ConferenceRole.INDUSTRY_DEPARTMENT,), "A4.1.3")
        for item in self.agenda:
            if item.kind is not AgendaKind.JOINT_PLAN or item.put_forward_by != self.convened.unit:
                zh, en = (
                    "行业主管部门只召集议本部门联合抽查的会议",
                    "it convenes for the joint inspections that it leads itself",
                )
                raise against(f"{self.id}.agenda", zh, en, f"{item.id} {item.put_forward_by}", "A4.1.3")
        if self.convened.unit not in self.called:
            zh, en = "召集部门须参加会议", "the department that convenes takes part"
            raise against(f"{self.id}.called", zh, en, "、".join(self.called), "A4.1.3")

    def _check_proposal(self, proposal: MeetingProposal) -> None:
        field = f"{self.id}.proposal"
        if self.kind is not MeetingKind.PLENARY:
            raise against(
                field, "成员单位建议的是全体会议", "a plenary meeting is what is proposed", self.kind, "A4.1.4"
            )
        if proposal.conference.id != self.conference.id:
            raise against(field, "须为本联席会议的建议", "is one to this conference", proposal.conference.id, "A4.1.4")
        check_days(field, (proposal.proposed.on, self.convened.on), "A4.1.4")
