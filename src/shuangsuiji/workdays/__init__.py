"""Working days of China, terms, and years that are not announced yet (工作日)."""

from shuangsuiji.workdays.calendar import WorkingCalendar
from shuangsuiji.workdays.china import china_calendar, national_layers
from shuangsuiji.workdays.deadlines import Deadline, Suspension
from shuangsuiji.workdays.explanations import DayCount, Explanation, explain
from shuangsuiji.workdays.layers import DayRule, Layer
from shuangsuiji.workdays.notice_texts import parse_notice
from shuangsuiji.workdays.notices import check_notice
from shuangsuiji.workdays.regions import REGIONS, region_layers, region_years
from shuangsuiji.workdays.stacking import Conflict

__all__ = [
    "REGIONS",
    "Conflict",
    "DayCount",
    "DayRule",
    "Deadline",
    "Explanation",
    "Layer",
    "Suspension",
    "WorkingCalendar",
    "check_notice",
    "china_calendar",
    "explain",
    "national_layers",
    "parse_notice",
    "region_layers",
    "region_years",
]
