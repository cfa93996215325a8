"""What a meeting decided on an item, and what each unit has to do about it: annex 四（三）, 五 (议定意见与任务)."""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.planning.conference_acts import against, check_each_once
from shuangsuiji.planning.conference_terms import ResolutionOutcome
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.values import check_field, check_kind, check_name

__all__ = ["AssignedDuty", "Resolution"]


@attrs.frozen(kw_only=True)
class AssignedDuty:
    """What one unit has to do by a day: A5.1 (落实任务).

    Attributes:
        id: a name, unlike that of any other duty of the resolution.
        unit: id of the unit.
        work: what it has to do and to report.
        due_on: the last day; the text sets no term, so the resolution sets it.

    Raises:
        InvalidValueError: a field of the wrong form.

    """

    id: str
    unit: str
    work: str
    due_on: date

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "AssignedDuty.id")
        check_name(self.unit, f"{self.id}.unit")
        check_field(self.work, f"{self.id}.work")
        check_day(self.due_on, f"{self.id}.due_on")


@attrs.frozen(kw_only=True)
class Resolution:
    """What is put down in minutes on one agenda item; resolved only once they are in force: A4.3.1 (议定意见).

    Attributes:
        item_id: the agenda item.
        outcome: what was decided.
        wording: what the minutes say.
        duties: what units have to do; only where the matter was adopted.

    Raises:
        InvalidValueError: a field of the wrong form.
        LawError: duties of a matter that was not adopted, or a duty twice (A5.1).

    """

    item_id: str
    outcome: ResolutionOutcome
    wording: str
    duties: tuple[AssignedDuty, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_name(self.item_id, "Resolution.item_id")
        check_kind(self.outcome, ResolutionOutcome, f"{self.item_id}.outcome")
        check_field(self.wording, f"{self.item_id}.wording")
        check_each_once(f"{self.item_id}.duties", (duty.id for duty in self.duties), "A5.1")
        if self.duties and not self.outcome.is_adopted:
            zh, en = "未通过的事项没有落实任务", "a matter that was not adopted gives nobody a duty"
            raise against(f"{self.item_id}.duties", zh, en, self.outcome, "A5.1")
