"""A calendar of draws that a verifier is given, for editions that do not say themselves when they are drawn (开奖日历).

``editions.tsv`` is a table of SSJ-1 §3: ``SOURCE/EDITION TAB instant``, the instant with its offset, such as
``KL8/2026052 TAB 2026-03-03T21:30:00+08:00``. It is written from what the lottery publishes by somebody other than the
agency whose draw is checked, and is no part of a bundle.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.beacons import BeaconEvent
from shuangsuiji.lottery.forms import form_error, parse_table
from shuangsuiji.lottery.grammar import instant
from shuangsuiji.values import CHINA, day_in_china

__all__ = ["parse_editions"]

FILE = "editions.tsv"
_COLUMNS = 2
_DAY = timedelta(days=1)


def parse_editions(content: bytes) -> dict[str, datetime]:
    """Return when each event of a calendar is drawn, by ``SOURCE/EDITION`` (开奖日历).

    Raises:
        InvalidFormError: a fault of form, an event that no manifest could name, an instant without an offset, an event
            twice, or one whose own edition names another day.

    """
    found: dict[str, datetime] = {}
    for number, (name, text) in enumerate(parse_table(content, FILE, _COLUMNS), 1):
        where = f"line {number}: {name!r} {text!r}"
        at = instant(text)
        if at is None:
            zh, en = "时刻应为 YYYY-MM-DDTHH:MM:SS+08:00", "the instant must be YYYY-MM-DDTHH:MM:SS+08:00"
            raise form_error("form.field", FILE, zh, en, where)
        if name in found:
            raise form_error("form.duplicate", FILE, "同一期出现两次", "an event stands twice", where)
        source, _, edition = name.partition("/")
        try:
            event = BeaconEvent(source=source, edition=edition, at=at)
        except InvalidValueError as fault:
            raise form_error("form.field", FILE, fault.zh_line, fault.en_line, where) from None
        if not _agrees(event):
            zh, en = "时刻与期号所示日期不符", "the instant is not on the day that the edition names"
            raise form_error("form.field", FILE, zh, en, where)
        found[name] = at
    return found


def _agrees(event: BeaconEvent) -> bool:
    """Tell whether an event is dated on the day in China that its edition names, where that names one."""
    if event.known_at is None:
        return True
    start = datetime.combine(day_in_china(event.known_at), time(tzinfo=CHINA))
    return start <= event.at < start + _DAY
