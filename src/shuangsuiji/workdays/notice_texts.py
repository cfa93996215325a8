"""The text of a notice on days off, read by sentences and checked by its own weekdays and sums (放假通知文本)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import check_count
from shuangsuiji.workdays.layers import DayRule, Layer, is_weekend, notice_year
from shuangsuiji.workdays.notice_days import DAY, DAYS, WEEKDAY, DaysReader, written_date, written_number

__all__ = ["parse_notice"]

_NUMBER = r"\d+|[一二两三四五六七八九十]+"
_LEAD = r"(?:其中)?将?"
_REST = re.compile(
    rf"{_LEAD}(?P<days>{DAYS})(?:为[^\d]{{0,12}}?(?:法定节?假日|公休日)|(?:照常)?公休|补休|调休|休息"
    rf"|(?:全国)?(?:调休)?放假(?:调休|公休|休息)?)(?:共?(?P<n>{_NUMBER})天)?"
)
_WORKED = re.compile(rf"{_LEAD}(?P<days>{DAYS})起?(?:正常|照常)?上班")
_MOVED = re.compile(
    rf"{_LEAD}(?P<days>{DAYS})(?:(?P<n>{_NUMBER})个|的)?公休日?(?:及[^\d]*?)?(?:分别)?调[至到](?P<to>{DAYS})(?:休息)?"
)
_SUM = re.compile(rf"共(?P<n>{_NUMBER})天")
_EXTENDED = re.compile(rf"延长(?:\d{{4}}年)?(?P<name>[^\d]{{1,10}}?)假期至(?P<day>{DAY})")
_BARE = re.compile(rf"{_LEAD}{DAYS}")
_LONG = 500

_DATED = re.compile(
    rf"\d[日号月]|\d{{4}}[-./]\d|{WEEKDAY}|[一二三四五六七八九十]月[一二三四五六七八九十]|除夕|正月|腊月|初[一二三四五六七八九十]"
)
_ACTION = re.compile(r"放假|上班|补休|公休|调休|连休|休息|调[至到]|顺延")
_HARMLESS = re.compile(r"与周末连休|与周[六日]连休|不调休")
_ENCOURAGED = re.compile(r"(?:鼓励|提倡)(?:(?!上班|放假|补休|调[至到]).)*")  # 2024: 除夕（2月9日） was worked
_AGENCY = re.compile(r"\(?新华社[^\d]{0,6}\d+月\d+日电\)?")
_SENTENCE_ENDS = re.compile(r"[。;!]|(?<!\d)\.")
_CLAUSE = re.compile(r"(?:\([^()]*\)|[^,:()])+")

_ITEM = r"[一二三四五六七八九十]+、"
_HEADING = re.compile(
    rf"(?:{_ITEM}|\d+[、.]|\([一二三四五六七八九十]+\)|[^\d\w“]+)?(?:\d{{4}}年)?"
    r"(?P<name>[^\d:,。;()《》]{1,24}?)(?::|(?=\d{1,2}月))(?P<body>.*)"
)
_FESTIVALS = tuple(
    map(re.compile, ("元旦", "春节", "劳动|五一", "国庆|十一", "清明", "端午", "中秋", "(?:节|年|纪念日)$"))
)
_OF_EVERY_YEAR = _FESTIVALS[:4]
_NO_HOLIDAY = re.compile(r"安排|通知|标题")
_PREAMBLE_ENDS = re.compile(r"(?:通知|安排)如下[。:]")
_QUOTES = re.compile("[“”\"'‘’「」]")

_TITLE = re.compile(r"(?<!《)国务院(?:办公厅)?关于[^。:;《》〈〉<>]{2,60}?通知")
_SUBJECT = re.compile(r"关于(?:调整|延长)?(?:\d{4}年)?(.*?)(?:假期|放假|调休|部分节假日|休息|安排)")
_DOCUMENT_NO = re.compile(r"(?:^|通知)\(?([\u4e00-\u9fff]{2,12})[〔\[(](\d{4})[〕\])]第?(\d+)号", re.MULTILINE)
_ISSUED = re.compile(
    r"\(?(?:[\u4e00-\u9fff]*?(?:国务院|办公厅|人民政府))?"
    r"(\d{4}|[\u3007○零一二三四五六七八九]{4})年(\d{1,2}|[一二三四五六七八九十]+)月(\d{1,2}|[一二三四五六七八九十]+)日\)?"
)
_YEAR_OF_TITLE = re.compile(r"关于[^。:《》]{0,4}?(\d{4})年")
_YEAR_OF_PREAMBLE = re.compile(r"现将[^。:]{0,4}?(\d{4})年")
_YEAR_OF_DAYS = re.compile(r"(\d{4})年\d+月\d+日(?!\)?$)", re.MULTILINE)  # not the date of issue


def parse_notice(text: str, year: int | None = None, *, name: str | None = None, amends: Layer | None = None) -> Layer:
    """Return the layer that the text of a State Council notice on days off makes (放假通知文本).

    Every weekday and every «共N天» that the text names is checked. A sentence that speaks of days and is not understood
    is refused; greetings, instructions on duty and what is only encouraged (鼓励) are passed over. The layer is the
    whole notice of its year when New Year, Spring Festival, Labour Day and National Day all stand in it; any other text
    is an amendment, whose layer has no ``years`` and overrides single days.

    Args:
        text: from the title to the date of issue, or only the arrangements; full-width or half-width, any blanks.
        year: of the arrangements; read from the text where it is not given.
        name: in words; the title of the notice where it is not given.
        amends: the layer that «延长……假期至……» prolongs; needed for such a text alone.

    Raises:
        InvalidValueError: a wrong weekday or sum, a day both off and worked, no such day, a sentence that is not
            understood, or no year; the message names the line.

    """
    lines = _lines(text)
    title = _TITLE.search("".join(lines))
    subject = _SUBJECT.search(title[0]) if title else None
    reading = _Reading(_year(lines, title, year), _QUOTES.sub("", subject[1]) if subject else "", amends)
    issued_on = reading.read(lines)
    if not reading.off and not reading.worked:
        raise _invalid("text", "没有放假或上班的日期", "names no day off and no day worked", text[:40])
    number = _DOCUMENT_NO.search("\n".join(lines))
    document_no = f"{number[1]}〔{number[2]}〕{number[3]}号" if number else ""
    called = name or (title[0] if title else document_no or f"{reading.days.year}年放假安排")
    return Layer(
        name=called,
        rules=reading.rules(document_no or called),
        years=(reading.days.year,) if reading.is_whole() else (),
        issued_on=issued_on,
        document_no=document_no,
    )


def _lines(text: object) -> list[str]:
    """Return the lines in half-width marks and without blanks; items that share a line are parted."""
    if not isinstance(text, str):
        raise _invalid("text", "应为文本", "must be text", text)
    lines = ("".join(line.split()) for line in unicodedata.normalize("NFKC", text).splitlines())
    return re.sub(rf"(?<=[。:])(?={_ITEM})", "\n", "\n".join(line for line in lines if line)).split("\n")


def _year(lines: list[str], title: re.Match[str] | None, given: int | None) -> int:
    joined = "".join(lines)
    said = set(_YEAR_OF_TITLE.findall(title[0]) if title else ()) or set(_YEAR_OF_PREAMBLE.findall(joined))
    if given is not None:
        if said and str(check_count(given, "year", at_least=1950)) not in said:
            years = "、".join(sorted(said))
            raise _invalid("year", f"文中为 {years} 年的安排", f"the text is on {years}", given)
        return check_count(given, "year", at_least=1950)
    said = said or set(_YEAR_OF_DAYS.findall("\n".join(lines)))
    if len(said) != 1:
        zh, en = "文中看不出是哪一年，请给出 year", "cannot be read from the text, please give it"
        raise _invalid("year", zh, en, "、".join(sorted(said)))
    return int(said.pop())


class _Reading:
    """What has been understood so far of a text (阅读进度)."""

    def __init__(self, year: int, subject: str, amends: Layer | None) -> None:
        self.days = DaysReader(year=year, holiday=subject)
        self.subject = subject
        self.amends = amends
        self.line = ""
        self.festivals: list[str] = []
        self.dateless = ""  # the line of a holiday whose days have not come yet
        self.off: dict[date, str] = {}
        self.worked: dict[date, str] = {}
        self.moved: dict[date, str] = {}
        self.lines: dict[date, str] = {}

    def read(self, lines: list[str]) -> date | None:
        """Read all lines and return the date of issue."""
        issued_on = None
        preamble = any(_PREAMBLE_ENDS.search(line) for line in lines)
        for line in lines:
            self.line = line
            ends = _PREAMBLE_ENDS.search(line) if preamble else None
            heading = None if ends else _heading(line)
            if preamble and not ends and not heading:
                continue
            preamble = False
            if not _DOCUMENT_NO.fullmatch(line):
                issued_on = self._read_line(line[ends.end() :] if ends else line, heading) or issued_on
        self._end_item("")
        return issued_on

    def _read_line(self, line: str, heading: re.Match[str] | None) -> date | None:
        issued_on = None
        if heading:
            self._end_item(_QUOTES.sub("", heading["name"]))
            self.festivals.append(self.days.holiday)
            self.dateless, line = line, heading["body"]
        elif re.match(_ITEM, line):
            self._end_item(self.subject)
            line = line.partition("、")[2]
        for sentence in _SENTENCE_ENDS.split(line):
            if issued := _ISSUED.fullmatch(sentence):
                issued_on = written_date(issued[1], issued[2], issued[3], self.line)
            elif not _ENCOURAGED.fullmatch(sentence) and not _AGENCY.fullmatch(sentence):
                self._read_sentence(sentence, strict=heading is not None)
        return issued_on

    def _end_item(self, holiday: str) -> None:
        if self.dateless and not self.days.named:
            raise _invalid(
                self.dateless, "有节日而没有看懂的日期", "names a holiday and no day understood", self.days.holiday
            )
        self.days, self.dateless = DaysReader(year=self.days.year, holiday=holiday), ""

    def _read_sentence(self, sentence: str, *, strict: bool) -> None:
        before = ""
        for clause in _CLAUSE.findall(sentence):
            whole = f"{before}、{clause}" if before and re.match(DAY, clause) else before + clause
            before = ""
            if len(whole) <= _LONG and _BARE.fullmatch(whole):
                before = whole  # «2月14日，2月28日上班», «4月4日（清明节），为法定节假日»
            elif not self._read_clause(whole) and (
                _DATED.search(whole) or (strict and _ACTION.search(whole) and not _HARMLESS.fullmatch(whole))
            ):
                raise self._not_understood(whole)
        if before:
            raise self._not_understood(before)

    def _not_understood(self, clause: str) -> InvalidValueError:
        return _invalid(self.line, "提到日期而无法理解", "speaks of days and is not understood", clause)

    def _read_clause(self, clause: str) -> bool:
        """Take in one clause, or return False where it has none of the known forms."""
        if found := _REST.fullmatch(clause):
            days = self._named(found["days"])
            self._check_sum(days, found["n"], clause)
            self._rest(days)
        elif found := _WORKED.fullmatch(clause):
            self.worked |= dict.fromkeys(self._named(found["days"]), self.days.holiday)
        elif found := _MOVED.fullmatch(clause):
            days = self._named(found["days"])
            self._check_sum(days, found["n"], clause)
            if not all(map(is_weekend, days)):
                raise _invalid(self.line, "调走的应为周六、周日", "only a Saturday or a Sunday is moved", clause)
            self.moved |= dict.fromkeys(days, self.days.holiday)
            self._rest(self._named(found["to"]))
        elif found := _SUM.fullmatch(clause):
            self._check_sum(self.days.off, found["n"], clause)
        elif found := _EXTENDED.fullmatch(clause):
            self._extend(found["name"], self._named(found["day"])[0])
        else:
            return False
        return True

    def _named(self, text: str) -> list[date]:
        days = self.days.days(text, self.line)
        self.lines |= dict.fromkeys(days, self.line)
        return days

    def _rest(self, days: list[date]) -> None:
        self.days.off += days
        self.off = dict.fromkeys(days, self.days.holiday) | self.off  # the first holiday named keeps the day

    def _check_sum(self, days: list[date], said: str | None, clause: str) -> None:
        if said and len(set(days)) != written_number(said):
            raise _invalid(self.line, f"日期共 {len(set(days))} 天", f"the days are {len(set(days))}", clause)

    def _extend(self, holiday: str, until: date) -> None:
        off = [rule for rule in self.amends.rules if not rule.working] if self.amends else []
        known = [rule.day for rule in off if holiday in rule.note and notice_year(rule.day) == self.days.year]
        if not known:
            zh, en = f"须以 amends 给出本年原来的{holiday}安排", "needs the notice that it prolongs, as amends"
            raise _invalid(self.line, zh, en, self.amends.name if self.amends else None)
        self.days.holiday = holiday
        self._rest([max(known) + timedelta(days=n) for n in range(1, (until - max(known)).days + 1)])

    def is_whole(self) -> bool:
        """Tell whether the holidays of every year all stand in the text."""
        return all(any(one.search(festival) for festival in self.festivals) for one in _OF_EVERY_YEAR)

    def rules(self, source: str) -> list[DayRule]:
        """Return the rules; a weekend that is moved away and not off is worked."""
        worked = {day: note for day, note in self.moved.items() if day not in self.off} | self.worked
        for day in sorted(worked.keys() & self.off.keys()):
            raise _invalid(self.lines[day], f"{day} 既放假又上班", f"{day} is both off and worked", day.isoformat())
        rules = [
            DayRule(day=day, working=False, kind=DayKind.HOLIDAY, source=source, note=self.off[day]) for day in self.off
        ]
        for day, note in worked.items():
            kind = DayKind.MAKE_UP if is_weekend(day) else DayKind.WORKDAY
            rules.append(DayRule(day=day, working=True, kind=kind, source=source, note=note))
        return rules


def _heading(line: str) -> re.Match[str] | None:
    """Return the match of a line that begins with the name of a holiday."""
    found = _HEADING.fullmatch(line)
    festive = found and not _NO_HOLIDAY.search(found["name"]) and any(one.search(found["name"]) for one in _FESTIVALS)
    return found if festive else None


def _invalid(field: str, rule_zh: str, rule: str, value: object) -> InvalidValueError:
    return InvalidValueError(field=field, rule_zh=rule_zh, rule=rule, value=value)
