"""Minutes in their six steps, none left out and none swapped: annex 四（三） (会议纪要).

A step is a function that takes the minutes before it and returns those after it; the value itself refuses a step that
has no step before it, however it is made. What the text leaves open, and what stands here:

* the convener signs the minutes of partial meetings as well, since the text makes no exception;
* every attending unit agrees, those invited as well; experts are no units;
* who issues and copies is not said: the office or the unit that convened;
* where the convener or a vice-convener convened, ``office_drafts`` lets the office draw the minutes up for them.
"""

from __future__ import annotations

import attrs

from shuangsuiji.planning.conference_acts import Act, against, check_days, check_each_once
from shuangsuiji.planning.conference_meetings import Meeting
from shuangsuiji.planning.conference_terms import ConferenceRole, MinutesStep
from shuangsuiji.planning.resolutions import Resolution
from shuangsuiji.values import check_count, check_field, check_kind, texts

__all__ = ["Minutes", "agree", "copy_up", "draw_up", "file_minutes", "issue", "redraw", "sign"]

_CLAUSE = "A4.3.2"
_ATTENDING = (ConferenceRole.MEMBER, ConferenceRole.INDUSTRY_DEPARTMENT, ConferenceRole.INVITED_DEPARTMENT)


@attrs.frozen(kw_only=True)
class Minutes:
    """The minutes of one meeting, as far as they have come: A4.3.1, A4.3.2 (会议纪要).

    Attributes:
        id: number of the minutes, such as 联席会议纪要〔2025〕1号.
        meeting: the meeting.
        resolutions: what was decided, for items of its agenda, each once, at least one.
        drafted: the act of the unit that convened (整理).
        version: 1, and one more each time that they are drawn up again before they are filed.
        office_drafts: whether the office draws up the minutes of a meeting convened by the convener or a vice-convener.
        consents: acts of the attending units (与会单位同意).
        filed: the act of the unit that drew them up (报办公室).
        signed: the convener's act (召集人签发).
        issued: the act of the office or of the unit that convened (印发有关单位).
        issued_to: to whom; every attending unit and every unit with a duty among them.
        copied: the act of the same (抄报市政府).

    Raises:
        LawError: a step without the one before it, by somebody else or before its day (A4.3.2), a resolution on no item
            of the agenda (A4.3.1), a duty of a unit that is no member and did not attend (A5.1).
        InvalidValueError: a field of the wrong form.

    """

    id: str
    meeting: Meeting
    resolutions: tuple[Resolution, ...]
    drafted: Act
    version: int = 1
    office_drafts: bool = False
    consents: tuple[Act, ...] = ()
    filed: Act | None = None
    signed: Act | None = None
    issued: Act | None = None
    issued_to: tuple[str, ...] = attrs.field(default=(), converter=texts)
    copied: Act | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Minutes.id")
        check_kind(self.meeting, Meeting, f"{self.id}.meeting")
        check_count(self.version, f"{self.id}.version", at_least=1)
        check_kind(self.office_drafts, bool, f"{self.id}.office_drafts")
        for act in self.acts:
            check_kind(act, Act, f"{self.id}.steps")
        self._check_resolutions()
        self._check_order()
        self._check_drafted()
        self._check_consents()
        self._check_later()

    def _check_resolutions(self) -> None:
        field = f"{self.id}.resolutions"
        items = {item.id for item in self.meeting.agenda}
        check_each_once(field, (one.item_id for one in self.resolutions), "A4.3.1")
        stray = [one.item_id for one in self.resolutions if one.item_id not in items]
        if stray or not self.resolutions:
            zh, en = (
                "纪要载明会议议题的议定事项，至少一项",
                "minutes put down what was decided on the agenda, one item at least",
            )
            raise against(field, zh, en, "、".join(stray), "A4.3.1")
        known = {*self.meeting.conference.members_on(self.meeting.held_on), *self.meeting.attending_units}
        for unit in self._units_with_duties():
            if unit not in known:
                zh, en = (
                    "任务落实单位应为成员单位或与会单位",
                    "duties are those of member units and of units that attended",
                )
                raise against(field, zh, en, unit, "A5.1")

    def _check_order(self) -> None:
        later = (
            (MinutesStep.FILED, self.filed, self.missing_consents == ()),
            (MinutesStep.SIGNED, self.signed, self.filed is not None),
            (MinutesStep.ISSUED, self.issued, self.signed is not None),
            (MinutesStep.COPIED, self.copied, self.issued is not None),
        )
        for step, act, ready in later:
            if act is not None and not ready:
                raise _out_of_order(self, step)
        days = [max(act.on for act in self.consents)] if self.consents else []
        days += [act.on for act in self._later_acts()]
        check_days(self.id, (self.meeting.held_on, self.drafted.on, *days), _CLAUSE)

    def _check_drafted(self) -> None:
        self._check_unit_of_convening(f"{self.id}.drafted", self.drafted, office=self.office_drafts)
        if self.office_drafts and self.meeting.call.convened.role is ConferenceRole.INDUSTRY_DEPARTMENT:
            zh, en = (
                "行业主管部门召集的会议由其整理纪要",
                "an industry department draws up the minutes of its own meeting",
            )
            raise against(f"{self.id}.office_drafts", zh, en, self.office_drafts, _CLAUSE)

    def _check_consents(self) -> None:
        field = f"{self.id}.consents"
        check_each_once(field, (act.unit for act in self.consents), _CLAUSE)
        for act in self.consents:
            self.meeting.conference.check_actor(field, act, _ATTENDING, _CLAUSE)
            if act.unit not in self.meeting.attending_units:
                zh, en = "须为与会单位", "is a unit that attended"
                raise against(field, zh, en, str(act), _CLAUSE)
            check_days(field, (self.drafted.on, act.on), _CLAUSE)

    def _check_later(self) -> None:
        if self.filed is not None and (self.filed.unit, self.filed.role) != (self.drafted.unit, self.drafted.role):
            zh, en = "由整理纪要的单位报送", "is filed by the unit that drew them up"
            raise against(f"{self.id}.filed", zh, en, str(self.filed), _CLAUSE)
        if self.signed is not None:
            self.meeting.conference.check_actor(f"{self.id}.signed", self.signed, (ConferenceRole.CONVENER,), _CLAUSE)
        for field, act in (("issued", self.issued), ("copied", self.copied)):
            if act is not None:
                self._check_unit_of_convening(f"{self.id}.{field}", act, office=True)
        left_out = [unit for unit in self.units_concerned if unit not in self.issued_to]
        if (self.issued is None and self.issued_to) or (self.issued is not None and left_out):
            zh, en = (
                "印发与会单位和有任务的单位，印发后方列明",
                "issued to the units that attended or have duties, and then listed",
            )
            raise against(f"{self.id}.issued_to", zh, en, "、".join(left_out or self.issued_to), _CLAUSE)

    def _check_unit_of_convening(self, field: str, act: Act, *, office: bool) -> None:
        convened = self.meeting.call.convened
        roles = (convened.role, ConferenceRole.OFFICE) if office else (convened.role,)
        self.meeting.conference.check_actor(field, act, roles, _CLAUSE)
        if act.role is convened.role and act.unit != convened.unit:
            zh, en = f"须为召集单位 {convened.unit}", f"is up to {convened.unit}, which convened"
            raise against(field, zh, en, str(act), _CLAUSE)

    def _later_acts(self) -> tuple[Act, ...]:
        return tuple(act for act in (self.filed, self.signed, self.issued, self.copied) if act is not None)

    def _units_with_duties(self) -> tuple[str, ...]:
        return tuple(duty.unit for one in self.resolutions for duty in one.duties)

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every act on this draft so far, step by step."""
        return (self.drafted, *self.consents, *self._later_acts())

    @property
    def missing_consents(self) -> tuple[str, ...]:
        """The attending units that have not agreed yet; silence is no consent."""
        agreed = {act.unit for act in self.consents}
        return tuple(unit for unit in self.meeting.attending_units if unit not in agreed)

    @property
    def units_concerned(self) -> tuple[str, ...]:
        """The units to which they are issued at least: those that attended, and those with duties."""
        return tuple(dict.fromkeys((*self.meeting.attending_units, *self._units_with_duties())))

    @property
    def step(self) -> MinutesStep:
        """The last step that is complete."""
        later = len(self._later_acts())
        if later:
            return list(MinutesStep)[later + 1]
        return MinutesStep.DRAFTED if self.missing_consents else MinutesStep.AGREED

    @property
    def is_effective(self) -> bool:
        """Whether all six steps are taken; only then are its matters resolved by default."""
        return self.step is MinutesStep.COPIED

    def resolution_on(self, item_id: str) -> Resolution | None:
        """Return what they say on an agenda item, None where they are silent (议定意见)."""
        return next((one for one in self.resolutions if one.item_id == item_id), None)

    def __repr__(self) -> str:
        return f"<会议纪要 {self.id} 第 {self.version} 稿 {self.step}>"


def draw_up(
    meeting: Meeting, minutes_id: str, resolutions: tuple[Resolution, ...], act: Act, *, office_drafts: bool = False
) -> Minutes:
    """Return the draft of the minutes of a meeting, by the unit that convened it: step 1 (整理).

    Raises:
        LawError: as ``Minutes`` says.

    """
    return Minutes(id=minutes_id, meeting=meeting, resolutions=resolutions, drafted=act, office_drafts=office_drafts)


def redraw(minutes: Minutes, resolutions: tuple[Resolution, ...], act: Act) -> Minutes:
    """Return a further draft, for which every attending unit is asked again: step 1 once more (重新整理).

    Raises:
        LawError: they are with the office already, or as ``Minutes`` says.

    """
    if minutes.filed is not None:
        zh, en = "已报办公室，不得重新整理", "is with the office already, and not drawn up again"
        raise against(f"{minutes.id}.drafted", zh, en, minutes.step, _CLAUSE)
    check_days(f"{minutes.id}.drafted", (minutes.drafted.on, act.on), _CLAUSE)
    return attrs.evolve(minutes, resolutions=resolutions, drafted=act, consents=(), version=minutes.version + 1)


def agree(minutes: Minutes, act: Act) -> Minutes:
    """Return the minutes with the consent of one more attending unit: step 2 (与会单位同意).

    Raises:
        LawError: every unit has agreed, this one has, or it did not attend.

    """
    _check_next(minutes, MinutesStep.AGREED)
    return attrs.evolve(minutes, consents=(*minutes.consents, act))


def file_minutes(minutes: Minutes, act: Act) -> Minutes:
    """Return the minutes filed with the office by the unit that drew them up: step 3 (报联席会议办公室).

    Raises:
        LawError: an attending unit has not agreed, or as ``Minutes`` says.

    """
    _check_next(minutes, MinutesStep.FILED)
    return attrs.evolve(minutes, filed=act)


def sign(minutes: Minutes, act: Act) -> Minutes:
    """Return the minutes signed by the convener: step 4 (召集人签发).

    Raises:
        LawError: they are not filed, or somebody else signs, a vice-convener as well.

    """
    _check_next(minutes, MinutesStep.SIGNED)
    return attrs.evolve(minutes, signed=act)


def issue(minutes: Minutes, act: Act, to: tuple[str, ...] | None = None) -> Minutes:
    """Return the minutes issued to the units concerned: step 5 (印发有关单位).

    Args:
        minutes: signed ones.
        act: the act of the office or of the unit that convened.
        to: the units; None for those that attended and those with duties.

    Raises:
        LawError: they are not signed, or a unit concerned is left out.

    """
    _check_next(minutes, MinutesStep.ISSUED)
    return attrs.evolve(minutes, issued=act, issued_to=minutes.units_concerned if to is None else to)


def copy_up(minutes: Minutes, act: Act) -> Minutes:
    """Return the minutes copied to the government, and with that in force: step 6 (抄报市政府).

    Raises:
        LawError: they are not issued, or as ``Minutes`` says.

    """
    _check_next(minutes, MinutesStep.COPIED)
    return attrs.evolve(minutes, copied=act)


def _check_next(minutes: Minutes, step: MinutesStep) -> None:
    if step.place != minutes.step.place + 1:
        raise _out_of_order(minutes, step)


def _out_of_order(minutes: Minutes, step: MinutesStep) -> Exception:
    before = list(MinutesStep)[step.place - 2]
    zh, en = f"“{step}”须紧接在“{before}”之后", f"{step.name} comes right after {before.name}"
    return against(f"{minutes.id}.{step.name.lower()}", zh, en, minutes.step, _CLAUSE)
