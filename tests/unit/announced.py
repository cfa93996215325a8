"""The command line with a calendar that is announced through 2026, whatever the installed ``holidays`` knows."""

from __future__ import annotations

from functools import partial

import pytest

from shuangsuiji.cli import calendar_commands, workday_options
from shuangsuiji.tables import notices
from shuangsuiji.workdays import china_calendar

NEW_YEAR = """{"year": 2027, "papers": [], "days": [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
    {"name": "春节", "date": "2027-02-05", "isOffDay": true},
    {"name": "春节", "date": "2027-02-08", "isOffDay": true},
    {"name": "春节", "date": "2027-02-09", "isOffDay": true},
    {"name": "春节", "date": "2027-02-10", "isOffDay": true},
    {"name": "春节", "date": "2027-02-20", "isOffDay": false},
    {"name": "清明节", "date": "2027-04-05", "isOffDay": true},
    {"name": "劳动节", "date": "2027-05-03", "isOffDay": true},
    {"name": "劳动节", "date": "2027-05-04", "isOffDay": true},
    {"name": "端午节", "date": "2027-06-09", "isOffDay": true},
    {"name": "中秋节", "date": "2027-09-15", "isOffDay": true},
    {"name": "国庆节", "date": "2027-10-01", "isOffDay": true},
    {"name": "国庆节", "date": "2027-10-04", "isOffDay": true},
    {"name": "国庆节", "date": "2027-10-05", "isOffDay": true}
]}
"""  # made up


def announce_through_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = partial(china_calendar, last_announced=2026)
    for module in (calendar_commands, workday_options, notices):
        monkeypatch.setattr(module, "china_calendar", calendar)
    monkeypatch.delenv("SHUANGSUIJI_CALENDAR_PATH", raising=False)
