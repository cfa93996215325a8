"""Changes of the conference: a pending seat joins, others are proposed and confirmed: annex 二, 三 (成员变动)."""

from __future__ import annotations

import attrs

from shuangsuiji.planning.conference import JointConference
from shuangsuiji.planning.conference_acts import Act, against
from shuangsuiji.planning.conference_seats import Liaison, Membership, MembershipChange
from shuangsuiji.planning.conference_terms import AgendaKind, ConferenceRole, SeatChangeKind, SeatStatus
from shuangsuiji.planning.minutes import Minutes
from shuangsuiji.values import check_kind

__all__ = ["confirm_change", "join", "name_liaison", "propose_addition", "propose_adjustment"]

_PROPOSERS_OF_ADDITIONS = (
    ConferenceRole.CONVENER,
    ConferenceRole.VICE_CONVENER,
    ConferenceRole.MEMBER,
    ConferenceRole.OFFICE,
)


def join(conference: JointConference, act: Act) -> JointConference:
    """Return the conference with a pending seat filled, which takes no decision: A2.3 (自行加入).

    Args:
        conference: the conference.
        act: of the unit whose seat is pending; its document says who fills it.

    Raises:
        LawError: the unit has no pending seat.

    """
    check_kind(act, Act, "join")
    before = _seat(conference, act.unit, ConferenceRole.MEMBER)
    if before is None or before.is_active or act.role is not ConferenceRole.MEMBER:
        zh, en = "该单位没有待到岗的席位", "the unit has no pending seat"
        raise against("join", zh, en, str(act), "A2.3")
    after = attrs.evolve(before, status=SeatStatus.ACTIVE, document=act.document)
    change_id = f"{act.unit}-join-{len(conference.history) + 1}"
    change = MembershipChange(id=change_id, kind=SeatChangeKind.JOINED, before=before, after=after, proposed=act)
    return attrs.evolve(conference, history=(*conference.history, change))


def propose_adjustment(conference: JointConference, change_id: str, act: Act, post: str) -> MembershipChange:
    """Return the proposal of a unit to change who fills its own seat, or with what post: A2.4 (成员调整建议).

    Args:
        conference: the conference.
        change_id: the subject of the agenda item that will decide on it.
        act: of the unit itself, in the role of the seat; its document says who is to fill it.
        post: the post from then on, unchanged where only the person changes.

    Raises:
        LawError: the unit has no such seat, or it is pending.

    """
    check_kind(act, Act, "propose_adjustment")
    before = _seat(conference, act.unit, act.role)
    if before is None:
        raise against(change_id, "该单位没有这一席位", "the unit has no such seat", str(act), "A2.4")
    after = attrs.evolve(before, post=post, document=act.document)
    return MembershipChange(id=change_id, kind=SeatChangeKind.ADJUSTED, before=before, after=after, proposed=act)


def propose_addition(conference: JointConference, change_id: str, act: Act, seat: Membership) -> MembershipChange:
    """Return the proposal to take in a further department: A2.5 (增补建议).

    Who proposes is not said; a member, the office, the convener or a vice-convener does here.

    Raises:
        LawError: the unit is a member, somebody else proposes, or the seat is no member's.

    """
    conference.check_actor(change_id, act, _PROPOSERS_OF_ADDITIONS, "A2.5")
    if seat.unit in conference.units:
        raise against(change_id, "该单位已是成员单位", "the unit is a member", seat.unit, "A2.5")
    return MembershipChange(id=change_id, kind=SeatChangeKind.ADDED, before=None, after=seat, proposed=act)


def confirm_change(conference: JointConference, change: MembershipChange, minutes: Minutes) -> JointConference:
    """Return the conference after a change that it has confirmed, in minutes that are in force: A2.4, A2.5 (确定变动).

    The change holds from the last step of the minutes on, and the minutes are its document.

    Args:
        conference: the conference as it stands.
        change: one that was proposed.
        minutes: those of a meeting with an item of kind MEMBERSHIP whose subject is the change.

    Raises:
        LawError: the minutes are not in force (A4.3.1), of another conference, or do not adopt the change; the change
            joins by itself, was confirmed, or does not fit the seat as it stands.

    """
    field, clause_id = f"{change.id}.confirmed", change.clause_id
    if change.effective_on is not None:
        raise against(field, "无须再议定", "needs no decision any more", change.kind, clause_id)
    if minutes.copied is None:
        zh, en = "以印发、抄报的纪要确定", "is confirmed by minutes that are issued and copied"
        raise against(field, zh, en, minutes.step, "A4.3.1")
    if minutes.meeting.conference.id != conference.id or not _adopts(minutes, change.id):
        zh, en = "纪要未确定该变动", "the minutes do not confirm this change"
        raise against(field, zh, en, minutes.id, clause_id)
    decided = attrs.evolve(minutes.copied, document=minutes.id)
    return attrs.evolve(conference, history=(*conference.history, attrs.evolve(change, confirmed=decided)))


def name_liaison(conference: JointConference, act: Act, section: str) -> JointConference:
    """Return the conference with the liaison that a member unit names, those before on record: A3.2 (确定联络员).

    Args:
        conference: the conference.
        act: of the unit itself; its document says who it is.
        section: the section whose head it is.

    Raises:
        LawError: the unit is no member unit, or an earlier naming lies after this one.

    """
    before = [one.named.on for one in conference.liaisons if one.unit == act.unit]
    if before and act.on < before[-1]:
        zh, en = f"不得早于上一次确定的 {before[-1]}", f"must not lie before {before[-1]}, when the last was named"
        raise against("liaison", zh, en, act.on, "A3.2")
    return attrs.evolve(conference, liaisons=(*conference.liaisons, Liaison(section=section, named=act)))


def _seat(conference: JointConference, unit: str, role: ConferenceRole) -> Membership | None:
    return next((seat for seat in conference.seats if (seat.unit, seat.role) == (unit, role)), None)


def _adopts(minutes: Minutes, change_id: str) -> bool:
    for item in minutes.meeting.agenda:
        if item.kind is AgendaKind.MEMBERSHIP and item.subject == change_id:
            found = minutes.resolution_on(item.id)
            return found is not None and found.outcome.is_adopted
    return False
