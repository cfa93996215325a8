"""Days as a notice writes them: years, months and weekdays left out, lists and ranges (放假通知中的日期)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import attrs

from shuangsuiji.errors import InvalidValueError

__all__ = ["DAY", "DAYS", "WEEKDAY", "DaysReader", "written_date", "written_number"]

_TO = r"(?:至|到|[-—–―~]+)"
WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
DAY = rf"(?:\d{{4}}年)?(?:\d{{1,2}}月\d{{1,2}}[日号]?|\d{{1,2}}[日号])(?:\([^()]*\)|{WEEKDAY})?"
_SPAN = rf"{DAY}(?:{_TO}{DAY})?"
DAYS = rf"{_SPAN}(?:(?:、|和|及|与|以及){_SPAN})*"

_ONE_SPAN = re.compile(rf"(?P<first>{DAY})(?:{_TO}(?P<last>{DAY}))?")
_ONE_DAY = re.compile(rf"(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})[日号]?(?:\(([^()]*)\)|({WEEKDAY}))?")
_WEEKDAYS = "一二三四五六日"
_WEEKDAYS_IN_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DIGITS = {mark: number for number, marks in enumerate(("\u3007○零", *"一二三四五六七八九")) for mark in marks}
_NEW_YEAR = "元旦"
_DECEMBER = 12
_TURN_OF_THE_YEAR = timedelta(days=14)


def written_number(text: str) -> int:
    """Return a number up to 99 in digits or in Chinese (数字)."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def written_date(year: str, month: str, day: str, line: str) -> date:
    """Return a whole date in digits or in Chinese, such as 二〇一一年十二月五日 (日期).

    Raises:
        InvalidValueError: there is no such day.

    """
    of = int(year) if year.isdecimal() else int("".join(str(_DIGITS[mark]) for mark in year))
    return _date(of, written_number(month), written_number(day), line, f"{year}年{month}月{day}日")


def _date(year: int, month: int, day: int, line: str, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _invalid(line, "没有这一天", "there is no such day", text) from None


@attrs.define
class DaysReader:
    """The days that one item of a notice has named so far; they complete those that follow (日期阅读).

    Attributes:
        year: of the notice.
        holiday: of the item; a December named first under New Year lies in the year before.
        off: the days off so far; 其中，29日、30日 are looked up among them.
        named: every day so far.

    """

    year: int
    holiday: str = ""
    off: list[date] = attrs.Factory(list[date])
    named: list[date] = attrs.Factory(list[date])

    def days(self, text: str, line: str) -> list[date]:
        """Return the days of a list such as 4月28日（星期六）、29日, checked against the weekdays it names (日期列表).

        Raises:
            InvalidValueError: no such day, another weekday, a range that runs backwards, or a year not of the notice.

        """
        days: list[date] = []
        before: date | None = None
        for span in _ONE_SPAN.finditer(text):
            first = self._day(span["first"], line, before)
            last = self._day(span["last"], line, first) if span["last"] else first
            if last < first:
                raise _invalid(line, f"止日 {last} 早于起日 {first}", f"ends on {last}, before {first}", span[0])
            days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
            before = last
        return days

    def _day(self, text: str, line: str, before: date | None) -> date:
        found = _ONE_DAY.fullmatch(text)
        if found is None or re.search(r"\d", found[4] or ""):
            raise _invalid(line, "日期无法理解", "a day that is not understood", text)
        year, month, number = found[1], found[2], int(found[3])
        if month:
            near = before or next(iter(self.named), None)
            day = self._in_month(int(year or 0), int(month), number, near, line, text)
        else:
            beside = before or next((one for one in self.off if one.day == number), None)
            beside = beside or (self.named[-1] if self.named else None)
            if beside is None or year:
                raise _invalid(line, "缺月份", "has no month", text)
            day = _date(beside.year, beside.month, number, line, text)
        self._check(day, found[4] or found[5] or "", line, text)
        self.named.append(day)
        return day

    def _in_month(self, year: int, month: int, number: int, near: date | None, line: str, text: str) -> date:
        """Return a day with its month; without a year, a December beside New Year lies in the year before."""
        day = _date(year or self.year, month, number, line, text)
        if year or month != _DECEMBER:
            return day
        earlier = _date(self.year - 1, month, number, line, text)
        turns = abs(earlier - near) <= _TURN_OF_THE_YEAR if near else _NEW_YEAR in self.holiday
        return earlier if turns else day

    def _check(self, day: date, beside: str, line: str, text: str) -> None:
        if not date(self.year - 1, _DECEMBER, 1) <= day <= date(self.year, _DECEMBER, 31):
            raise _invalid(line, f"{day} 不属于 {self.year} 年的安排", f"{day} is not of {self.year}", text)
        for weekday in re.findall(WEEKDAY, beside):
            zh, en = _WEEKDAYS[day.weekday()], _WEEKDAYS_IN_ENGLISH[day.weekday()]
            if zh != weekday[-1].replace("天", "日"):
                raise _invalid(line, f"{day} 是周{zh}", f"{day} is a {en}", weekday)


def _invalid(field: str, rule_zh: str, rule: str, value: object) -> InvalidValueError:
    return InvalidValueError(field=field, rule_zh=rule_zh, rule=rule, value=value)
