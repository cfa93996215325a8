"""Guidance from a higher unit to those below it in its system, and who has not acted on it: 4.1.3a (指导督促)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, UnknownNameError
from shuangsuiji.planning.conference_acts import against, check_days, check_each_once
from shuangsuiji.registry import DepartmentTree
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.values import check_field, check_kind, check_name, texts

__all__ = ["GuidanceNote", "GuidanceReply", "OverdueGuidance", "overdue_guidance"]

_CLAUSE = "4.1.3a"


@attrs.frozen(kw_only=True)
class GuidanceNote:
    """What a unit asks of units below it in its system, and by when: 4.1.3a (指导督促通知).

    The text does not say how far a system reaches: here it is what the tree of units says, at any depth. It sets no
    term either; the note does.

    Attributes:
        id: a name, unlike that of any other note.
        tree: the units, each with the one above it.
        sender: id of the unit that guides.
        addressees: ids of the units that are to act, each once.
        subject: what about.
        document: reference of the paper, such as its number.
        issued_on: the day of the paper.
        act_by: the last day to act on it.

    Raises:
        LawError: nobody addressed, a unit twice or not below the sender, or a last day before the paper.
        UnknownNameError: a unit that is not in the tree.
        InvalidValueError: a field of the wrong form.

    """

    id: str
    tree: DepartmentTree = attrs.field(repr=False)
    sender: str
    addressees: tuple[str, ...] = attrs.field(converter=texts)
    subject: str
    document: str
    issued_on: date
    act_by: date

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "GuidanceNote.id")
        check_kind(self.tree, DepartmentTree, f"{self.id}.tree")
        check_field(self.subject, f"{self.id}.subject")
        check_field(self.document, f"{self.id}.document")
        check_day(self.issued_on, f"{self.id}.issued_on")
        check_day(self.act_by, f"{self.id}.act_by")
        check_days(f"{self.id}.act_by", (self.issued_on, self.act_by), _CLAUSE)
        self._check_addressees()

    def _check_addressees(self) -> None:
        field, sender = f"{self.id}.addressees", self.tree[self.sender].id
        if not self.addressees:
            raise against(field, "须有指导对象", "somebody must be addressed", "()", _CLAUSE)
        check_each_once(field, self.addressees, _CLAUSE)
        for unit in self.addressees:
            if all(above.id != sender for above in self.tree.ancestors(unit)):
                zh, en = f"须为本系统内 {sender} 的下级单位", f"must be below {sender} in its system"
                raise against(field, zh, en, unit, _CLAUSE)


@attrs.frozen(kw_only=True)
class GuidanceReply:
    """A unit says what it did about a note: 4.1.3a (落实情况回复).

    Attributes:
        note: the note; one of its addressees replies.
        unit: id of the unit.
        on: the day.
        document: reference of the paper that shows it.

    Raises:
        LawError: a unit that was not addressed, or a reply before the note.
        InvalidValueError: a field of the wrong form.

    """

    note: GuidanceNote
    unit: str
    on: date
    document: str

    def __attrs_post_init__(self) -> None:
        check_kind(self.note, GuidanceNote, "GuidanceReply.note")
        field = f"{self.note.id}.reply"
        check_name(self.unit, field)
        check_day(self.on, f"{field}.on")
        check_field(self.document, f"{field}.document")
        if self.unit not in self.note.addressees:
            raise against(field, "由被指导的单位回复", "is made by a unit that was addressed", self.unit, _CLAUSE)
        check_days(f"{field}.on", (self.note.issued_on, self.on), _CLAUSE)


@attrs.frozen(kw_only=True)
class OverdueGuidance:
    """A note on which a unit has not replied by its day: 4.1.3a (逾期未落实的指导).

    Attributes:
        unit: id of the unit.
        note: the note.
        days_late: days since its last day, from 1.

    """

    unit: str
    note: GuidanceNote
    days_late: int


def overdue_guidance(
    notes: Iterable[GuidanceNote], replies: Iterable[GuidanceReply], on: date
) -> tuple[OverdueGuidance, ...]:
    """Return who has not replied by the last day of a note, on a day: the latest first, then by unit (逾期指导清单).

    A reply made late takes its unit off the list from the day of the reply on.

    Args:
        notes: the notes, each id once.
        replies: replies to these notes; those after ``on`` are not there yet.
        on: the day.

    Raises:
        DuplicateError: two notes of one id.
        UnknownNameError: a reply to a note that is not among these.
        BrokenChainError: a reply to another text of a note of that id.
        InvalidValueError: ``on`` is no day.

    """
    check_day(on, "on")
    listed: dict[str, GuidanceNote] = {}
    for note in notes:
        if note.id in listed:
            raise DuplicateError(field="notes", value=note.id)
        listed[note.id] = note
    given = tuple(replies)
    for reply in given:
        _check_listed(reply, listed)
    done = {(reply.note.id, reply.unit) for reply in given if reply.on <= on}
    late = [
        OverdueGuidance(unit=unit, note=note, days_late=(on - note.act_by).days)
        for note in listed.values()
        for unit in note.addressees
        if note.act_by < on and (note.id, unit) not in done
    ]
    return tuple(sorted(late, key=lambda one: (-one.days_late, one.unit, one.note.id)))


def _check_listed(reply: GuidanceReply, listed: Mapping[str, GuidanceNote]) -> None:
    """Check that a reply is to one of these notes, word for word."""
    note = listed.get(reply.note.id)
    if note is None:
        raise UnknownNameError(field="replies", value=reply.note.id, known="、".join(listed))
    if note != reply.note:
        zh, en = "回复所对应的通知与所列通知不一致", "the reply is to another text of the note"
        link, expected, found = f"{note.id}.reply", note.document, reply.note.document
        raise BrokenChainError(link=link, rule_zh=zh, rule=en, expected=expected, value=found)
