"""A result on its way to the public: where, since when, and how openly: 三（三） (结果公示).

A publication holds its result, which holds its visit. It is complete once both channels have a day and a reference
(3.3.4). A grade other than PUBLIC has a reason, and then nothing stands on a channel.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.inspection_terms import Channel, DisclosureGrade
from shuangsuiji.inspection.results import Result
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["ChannelRecord", "Publication", "check_grade"]


def check_grade(where: str, grade: DisclosureGrade, reason: str, *, changed: bool = False) -> None:
    """Check that a grade has a reason where it withholds or was changed, and nowhere else: H.3 (公开等级核对).

    Raises:
        InvalidValueError: something else.

    """
    check_kind(grade, DisclosureGrade, f"{where}.grade")
    if reason != "":
        check_field(reason, f"{where}.reason")
    if bool(reason) != (grade is not DisclosureGrade.PUBLIC or changed):
        zh, en = "不主动公开或改变公开等级须写明理由，其他不写", "a grade that withholds, or changes, has a reason"
        raise InvalidValueError(field=f"{where}.reason", rule_zh=zh, rule=en, value=reason)


@attrs.frozen(kw_only=True)
class ChannelRecord:
    """That a result stands on one channel, since when, and under which number: 3.3.4 (渠道公示记录).

    Attributes:
        channel: one of the two.
        on: the day.
        reference: what the channel returned, such as its number.
        by: id of the department that put it there.

    """

    channel: Channel
    on: date
    reference: str
    by: str

    def __attrs_post_init__(self) -> None:
        check_kind(self.channel, Channel, "ChannelRecord.channel")
        check_day(self.on, "ChannelRecord.on")
        check_field(self.reference, "ChannelRecord.reference")
        check_name(self.by, "ChannelRecord.by")


@attrs.frozen(kw_only=True)
class Publication:
    """A result that is being made public: 3.3.1, 3.3.4 (结果公示).

    Attributes:
        result: the result, entered before.
        grade: how openly; results are PUBLIC unless there is a reason (3.3.4).
        reason: why it is not PUBLIC, or why the grade was changed; required there, and empty elsewhere.
        records: where it stands, each channel once.
        replaces: digest of the publication whose grade this one changes; empty for the first.

    Raises:
        InvalidValueError: a field of the wrong form, a grade without a reason, or a channel that the grade forbids.
        DuplicateError: a channel twice.
        BrokenChainError: a result that is not entered, or a channel before the entry (3.3.2).
        LawError: another department than the one that inspected (3.3.1).

    """

    result: Result
    grade: DisclosureGrade = DisclosureGrade.PUBLIC
    reason: str = ""
    records: tuple[ChannelRecord, ...] = ()
    replaces: str = ""

    def __attrs_post_init__(self) -> None:
        check_kind(self.result, Result, "Publication.result")
        where = f"Publication {self.result.id}"
        check_grade(where, self.grade, self.reason, changed=bool(self.replaces))
        if self.replaces != "":
            check_field(self.replaces, f"{where}.replaces")
        if self.result.entered_on is None:
            zh, en = "须先录入，再公示", "is entered first, then made public"
            raise BrokenChainError(link=where, rule_zh=zh, rule=en, expected="entered_on", value=None)
        if self.is_withheld and self.records:
            zh, en = f"公开等级为{self.grade}，不得在渠道公示", f"graded {self.grade.name}: stands on no channel"
            raise InvalidValueError(field=f"{where}.records", rule_zh=zh, rule=en, value=self.records[0].channel)
        check_kind(self.records, tuple, f"{where}.records")
        for number, one in enumerate(self.records):
            self._check_record(where, one, self.result.entered_on)
            if any(one.channel is before.channel for before in self.records[:number]):
                raise DuplicateError(field=f"{where}.records", value=str(one.channel))

    def _check_record(self, where: str, one: ChannelRecord, entered_on: date) -> None:
        check_kind(one, ChannelRecord, f"{where}.records")
        if one.by != self.result.department:
            zh, en = (
                f"谁检查、谁公开：应为 {self.result.department}",
                f"{self.result.department}, who inspected, publishes",
            )
            clause = LIYANG_2020.ref("3.3.1")
            raise LawError(field=f"{where}.by", rule_zh=zh, rule=en, value=one.by, clause=clause)
        if one.on < entered_on:
            zh, en = "公示不得早于录入", "is not made public before it is entered"
            raise BrokenChainError(link=f"{where}.on", rule_zh=zh, rule=en, expected=entered_on, value=one.on)

    @property
    def is_withheld(self) -> bool:
        """Whether the grade keeps it off the channels."""
        return self.grade is not DisclosureGrade.PUBLIC

    @property
    def missing(self) -> tuple[Channel, ...]:
        """The channels on which it does not stand yet; of what is withheld too."""
        there = {one.channel for one in self.records}
        return tuple(one for one in Channel if one not in there)

    @property
    def is_complete(self) -> bool:
        """Whether it stands on both channels: 3.3.4; never, of what is withheld."""
        return not self.missing

    @property
    def completed_on(self) -> date | None:
        """The day of the later channel, None while one is missing."""
        return max(one.on for one in self.records) if self.is_complete else None

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        shown = "、".join(f"{one.channel} {one.on}" for one in self.records) or "未上渠道"
        return f"<公示 {self.result.id} {self.grade}：{shown}>"
