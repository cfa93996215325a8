"""The text of a notice: its forms, what it must add up to, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DayKind
from shuangsuiji.workdays import Layer
from shuangsuiji.workdays.notice_texts import parse_notice

NOTICE_2026 = """
国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期，推动错峰出行。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日
"""


def off(layer: Layer) -> list[str]:
    return [rule.day.isoformat() for rule in layer.rules if not rule.working]


def worked(layer: Layer) -> list[str]:
    return [rule.day.isoformat() for rule in layer.rules if rule.working]


def test_a_notice_becomes_the_layer_of_its_year_with_its_number_and_date() -> None:
    layer = parse_notice(NOTICE_2026)
    assert layer.name == "国务院办公厅关于2026年部分节假日安排的通知"
    assert (layer.years, layer.document_no) == ((2026,), "国办发明电〔2025〕7号")
    assert layer.issued_on == date(2025, 11, 4)
    assert len(off(layer)) == 3 + 9 + 5 + 7
    assert worked(layer) == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


def test_every_day_names_its_holiday_its_kind_and_the_notice() -> None:
    rules = {rule.day: rule for rule in parse_notice(NOTICE_2026).rules}
    first, swapped = rules[date(2026, 2, 16)], rules[date(2026, 2, 14)]
    assert (first.kind, first.note, first.source) == (DayKind.HOLIDAY, "春节", "国办发明电〔2025〕7号")
    assert (swapped.kind, swapped.note, swapped.source) == (DayKind.MAKE_UP, "春节", "国办发明电〔2025〕7号")


@pytest.mark.parametrize(
    ("line", "days_off", "days_worked"),
    [
        ("元旦：1月1日放假1天。", ["2014-01-01"], []),
        ("元旦：1月1日放假，与周末连休。", ["2014-01-01"], []),
        ("一、元旦：1月1日至3日放假公休，共3天", ["2014-01-01", "2014-01-02", "2014-01-03"], []),
        ("元旦：1月1日-3日放假，共三天。", ["2014-01-01", "2014-01-02", "2014-01-03"], []),
        ("清明节:4月5日放假,4月7日(星期一)补休.", ["2014-04-05", "2014-04-07"], []),
        ("劳动节：5 月 1 日（ 周四 ）放假。5月4日（星期天）正常上班。", ["2014-05-01"], ["2014-05-04"]),
        ("元旦：2013年12月31日至2014年1月1日放假，共2天。", ["2013-12-31", "2014-01-01"], []),
        ("元旦：12月31日至1月1日放假。12月29日（星期日）上班。", ["2013-12-31", "2014-01-01"], ["2013-12-29"]),
        ("端午节6月2日放假，不调休。", ["2014-06-02"], []),
        ("国庆节：10月1日、2日、3日为法定节假日。", ["2014-10-01", "2014-10-02", "2014-10-03"], []),
        ("清明节：4月5日（清明节），为法定节假日。", ["2014-04-05"], []),
        ("将5月4日（星期日）公休日调至5月2日（星期五）。", ["2014-05-02"], ["2014-05-04"]),
        ("国庆节：9月28日（星期日），10月11日（星期六）上班。", [], ["2014-09-28", "2014-10-11"]),
        ("六、火把节：7月24日至25日放假。", ["2014-07-24", "2014-07-25"], []),
        ("—— 元旦：1月1日放假。", ["2014-01-01"], []),
    ],
)
def test_the_forms_of_two_decades_are_read(line: str, days_off: list[str], days_worked: list[str]) -> None:
    layer = parse_notice(line, 2014)
    assert (off(layer), worked(layer)) == (days_off, days_worked)


def test_items_that_share_one_line_are_parted() -> None:
    layer = parse_notice("现将有关安排通知如下：一、元旦：1月1日放假。二、春节：1月31日至2月6日放假，共7天。", 2014)
    assert [rule.note for rule in layer.rules] == ["元旦"] + ["春节"] * 7


def test_a_holiday_may_stand_on_a_line_of_its_own() -> None:
    assert off(parse_notice("二、端午节：\n6月2日放假，与周末连休。", 2014)) == ["2014-06-02"]


def test_a_day_of_a_local_holiday_names_it() -> None:
    assert parse_notice("六、火把节：7月24日放假。", 2014).rules[0].note == "火把节"


def test_a_weekend_moved_away_is_worked_though_no_sentence_says_so() -> None:
    text = "国庆节：9月29日—10月5日放假，共7天。其中，9月27日（星期六）、28日（星期日）两个公休日调至29日、30日。"
    layer = parse_notice(text, 2008)
    assert worked(layer) == ["2008-09-27", "2008-09-28"]
    assert len(off(layer)) == 7


def test_what_is_encouraged_frees_nobody() -> None:
    text = "春节：2月10日至17日放假调休，共8天。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"
    assert "2024-02-09" not in off(parse_notice(text, 2024))


def test_an_encouragement_that_also_arranges_days_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="not understood"):
        parse_notice("春节：2月10日至17日放假。鼓励职工在除夕休息，2月18日（星期日）上班。", 2024)


def test_a_part_of_a_notice_is_an_amendment_and_claims_no_year() -> None:
    text = """国务院办公厅关于调整2019年劳动节假期安排的通知
    经国务院批准，现将调整2019年劳动节放假安排通知如下。
    一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
    二、各地区、各部门要抓紧做好本地区、本领域的劳动节假期调整落实工作。"""
    layer = parse_notice(text)
    assert layer.years == ()
    assert {rule.note for rule in layer.rules} == {"劳动节"}
    assert {rule.source for rule in layer.rules} == {"国务院办公厅关于调整2019年劳动节假期安排的通知"}


EXTENSION = "一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。"


def test_an_extension_goes_on_from_the_notice_that_it_prolongs() -> None:
    before = parse_notice("春节：1月24日至30日放假调休，共7天。2月1日（星期六）上班。", 2020)
    layer = parse_notice(EXTENSION, 2020, amends=before)
    assert off(layer) == ["2020-01-31", "2020-02-01", "2020-02-02"]
    assert [(rule.day, rule.kind) for rule in layer.rules if rule.working] == [(date(2020, 2, 3), DayKind.WORKDAY)]


@pytest.mark.parametrize("amends", [None, parse_notice("春节：2月4日至10日放假。", 2019)])
def test_an_extension_of_nothing_known_is_refused(amends: Layer | None) -> None:
    with pytest.raises(InvalidValueError, match="needs the notice that it prolongs"):
        parse_notice(EXTENSION, 2020, amends=amends)


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("元旦：1月1日（周五）放假。", "2026-01-01 是周四", "2026-01-01 is a Thursday"),
        ("元旦：1月1日放假。1月4日（周六）上班。", "2026-01-04 是周日", "2026-01-04 is a Sunday"),
        ("元旦：1月1日至3日放假调休，共4天。", "日期共 3 天", "the days are 3"),
        ("元旦：1月1日放假2天。", "日期共 1 天", "the days are 1"),
        ("将1月3日、4日、10日两个公休日调至1月5日。", "日期共 3 天", "the days are 3"),
        ("将1月5日公休日调至1月2日。", "调走的应为周六、周日", "only a Saturday or a Sunday is moved"),
        ("元旦：1月1日至3日放假。1月3日（周六）上班。", "2026-01-03 既放假又上班", "2026-01-03 is both off and worked"),
        ("春节：2月30日放假。", "没有这一天", "there is no such day"),
        ("元旦：1月3日至1日放假。", "早于起日", "before 2026-01-03"),
        ("元旦：3日放假。", "缺月份", "has no month"),
        ("元旦：2024年1月1日放假。", "不属于 2026 年的安排", "is not of 2026"),
        ("元旦：1月1日酌情休假。", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：1月1日放假。1月4日（周日）", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：1月1日放假，次日补休。", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：一月一日放假。", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：1月1日放假。周日照常上班。", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：1月1日放假。\n春节自除夕起放假。", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：1月1日放假。\n发布日期：2025-11-04", "提到日期而无法理解", "speaks of days and is not understood"),
        ("元旦：1月1日放假。\n清明节：另行通知。", "有节日而没有看懂的日期", "names a holiday and no day"),
        ("节假日期间，要妥善安排好值班。", "没有放假或上班的日期", "names no day off and no day worked"),
    ],
)
def test_what_does_not_add_up_or_is_not_understood_is_refused(line: str, zh: str, en: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_notice(line, 2026)
    assert zh in caught.value.zh_line
    assert en in caught.value.en_line


def test_the_message_names_the_line_and_the_value() -> None:
    with pytest.raises(InvalidValueError) as caught:
        parse_notice("一、元旦：1月1日放假。\n二、清明节：4月5日（星期一）放假。", 2026)
    assert caught.value.zh_line == "二、清明节:4月5日(星期一)放假。：2026-04-05 是周日；实际为 '星期一'"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("国务院办公厅关于2026年部分节假日安排的通知\n元旦：1月1日放假。", 2026),
        ("现将2026年元旦放假安排通知如下。\n元旦：1月1日放假。", 2026),
        ("元旦：2026年1月1日放假。\n2025年11月4日", 2026),
    ],
)
def test_the_year_is_read_from_the_text(text: str, year: int) -> None:
    assert parse_notice(text).rules[0].day == date(year, 1, 1)


def test_a_text_without_a_year_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="cannot be read from the text"):
        parse_notice("元旦：1月1日放假。\n国务院办公厅\n2025年11月4日")


def test_a_year_that_the_text_contradicts_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="the text is on 2026"):
        parse_notice(NOTICE_2026, 2027)


def test_a_notice_that_is_only_cited_gives_neither_name_nor_number() -> None:
    text = "根据《国务院办公厅关于2026年部分节假日安排的通知》（国办发明电〔2025〕7号），安排如下：\n元旦：1月1日放假。"
    layer = parse_notice(text, 2026)
    assert (layer.name, layer.document_no) == ("2026年放假安排", "")


def test_what_a_page_prints_around_a_notice_does_no_harm() -> None:
    above = "发文机关： 国务院办公厅 成文日期： 2025年11月4日\n2025-11-04 22:15"
    below = "（新华社北京11月4日电）\n责任编辑：某人"
    assert parse_notice(f"{above}\n{NOTICE_2026}\n{below}") == parse_notice(NOTICE_2026)


def test_a_name_may_be_given() -> None:
    layer = parse_notice("元旦：1月1日放假。", 2026, name="样例通知")
    assert (layer.name, layer.rules[0].source) == ("样例通知", "样例通知")


def test_bytes_are_no_text() -> None:
    with pytest.raises(InvalidValueError, match="must be text"):
        parse_notice(b"", 2026)  # type: ignore[arg-type]
