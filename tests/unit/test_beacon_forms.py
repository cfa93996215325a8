"""What people type or paste, source by source: read where there is one reading, else refused with the reason."""

import math
import re
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery import SOURCES, beacon_value
from shuangsuiji.lottery.beacon_forms import (
    Hint,
    closing,
    combination,
    day_edition,
    dice,
    digits,
    hex64,
    number_edition,
    plain,
)
from shuangsuiji.lottery.beacons import beacon_edition
from shuangsuiji.testing.strategies import beacon_values
from tests.unit.builders import KL8, full_width

BALLS = [f"{int(number):02}" for number in KL8.split(".")]
SSQ = "3.7.11.14.21.30+8"
DLT = "1.7.12.20.35+3.11"
HEX = "0123456789abcdef" * 4
READ: dict[str, dict[str, list[str]]] = {
    "KL8": {
        KL8: [
            "".join(BALLS),
            "\n".join(BALLS),
            "\t".join(BALLS),
            "|".join(BALLS),
            " - ".join(BALLS),
            "—".join(BALLS),
            " · ".join(BALLS),
            " ".join(BALLS[:10]) + "\r\n" + " ".join(BALLS[10:]) + "\r\n",
            "，".join(BALLS) + "。",
            "\u3000".join(BALLS),
            "\u00a0".join(BALLS),
            "\ufeff" + " ".join(BALLS),
            "[" + ", ".join(BALLS) + "]",
            '["' + '","'.join(BALLS) + '"]',
            "开奖号码：" + " ".join(BALLS),
            "号码 " + " ".join(BALLS),
            " ".join(BALLS[::-1]),
            full_width(",".join(BALLS)),
            "".join(BALLS[:10]) + " " + "".join(BALLS[10:]),
        ],
    },
    "SSQ": {
        SSQ: [
            "红球 03 07 11 14 21 30 蓝球 08",
            "红球：03 07 11 14 21 30；蓝球：08",
            "红球:03,07,11,14,21,30;蓝球:08",
            "红球号码：03、07、11、14、21、30　蓝球号码：08",
            "红：3 7 11 14 21 30 蓝：8",
            "红区 030711142130 蓝区 08",
            "蓝球 08 红球 30 21 14 11 07 03",
            "红球 030711142130\n蓝球 08",
            "开奖号码：红球 03 07 11 14 21 30 | 蓝球 08",
            "03,07,11,14,21,30+08",
            "03,07,11,14,21,30|08",
            "03 07 11 14 21 30 # 08",
            "03 07 11 14 21 30 : 08",
            "03 07 11 14 21 30 (08)",
            "03 07 11 14 21 30【08】",
            "03 07 11 14 21 30 08",
            "21 30 03 14 07 11 08",
            "03071114213008",
            "030711142130+08",
            "030711142130 08",
            "03/07/11/14/21/30/08",
            full_width("03,07,11,14,21,30+08"),
        ],
    },
    "DLT": {
        DLT: [
            "前区 01 07 12 20 35 后区 03 11",
            "前区：35 20 12 07 01；后区：11 03",
            "前区号码:01 07 12 20 35\n后区号码:03 11",
            "01 07 12 20 35 | 03 11",
            "01 07 12 20 35 03 11",
            "01071220350311",
            "0107122035+0311",
        ],
    },
    "FC3D": {
        "805": [
            "8 0 5",
            "8-0-5",
            "8,0,5",
            "8、0、5",
            "8|0|5",
            "[8, 0, 5]",
            '["8","0","5"]',
            full_width("805"),
            "8\t0\t5",
            "8\n0\n5",
            "开奖号码：8 0 5",
            "百位8十位0个位5",
            "百位：8，十位：0，个位：5",
            "百8十0个5",
            "个位5 十位0 百位8",
            " 805 ",
        ],
        "005": ["0 0 5", "005", "百0十0个5"],
    },
    "PL5": {
        "01234": ["01234", "0 1 2 3 4", "0-1-2-3-4", "万位0千位1百位2十位3个位4", "中奖号码 0,1,2,3,4"],
    },
    "SZSE399001": {
        "10126.83": [
            "10,126.83",
            "10 126.83",
            "10\u00a0126.83",
            "10126.83点",
            "10126.83 点",
            "收盘 10126.83",
            "收盘：10,126.83点",
            "收盘指数：10126.83",
            "收报10126.83点",
            "10126。83",
            full_width("10126.83"),
        ],
        "10126.80": ["10126.80"],
        "999.99": ["999.99"],
        "1234567.00": ["1,234,567.00", "1 234 567.00"],
    },
    "SSE000001": {"3369.24": ["3,369.24", "3369.24点"]},
    "DICE": {
        "10.8.3.0.1": [
            "10.8.3.0.1",
            "10 8 3 0 1",
            "d10: 8 3 0 1",
            "D10 8,3,0,1",
            "10面骰：8、3、0、1",
            "10 面 8 3 0 1",
        ],
        "10.8.3.0.7": ["d10: 8307", "10面骰子：8307", "10: 8 3 0 7"],
        "10.10.10": ["d10: 10 10"],
        "10.7": ["d10 7"],
        "6.6.1.3": ["6, 6, 1, 3", "d6: 613", "6面骰 6 1 3"],
        "20.13.7": ["d20: 13 07"],
    },
    "DRAND": {
        HEX: [HEX.upper(), f"0x{HEX}", f"0X{HEX.upper()}", f" {HEX}\n", f"{HEX[:32]}\n{HEX[32:]}", full_width(HEX)]
    },
}
REFUSED: dict[str, dict[str, list[str]]] = {
    "KL8": {
        "type the numbers alone": [
            "期号：2025122 号码：" + " ".join(BALLS),
            "第2025122期 " + " ".join(BALLS),
            "2025122期开奖号码：" + " ".join(BALLS),
            "红球 " + " ".join(BALLS),
            " ".join(BALLS) + " 飞盘 16",
            "1 4 9 O 13",
            "①④⑨⑬",
            "\u0661 \u0664 \u0669",
            "²³",
            "-1 4 9",
            ".1 4 9",
            "1\u200b4",
            "",
            "，",
        ],
        "2 numbers are given": ["80 1"],
        "19 numbers are given": [" ".join(BALLS[:-1])],
        "21 numbers are given": [" ".join([*BALLS, "02"])],
        "a number is given twice": [" ".join([*BALLS[:-1], "01"])],
        "0 is not from 1 to 80": [" ".join([*BALLS[:-1], "00"])],
        "part the numbers by blanks or commas": [
            "2025.12.31 " + " ".join(BALLS[:16]),
            "".join(BALLS[:19]) + " 80",
            "".join(BALLS)[1:],
            "2025122 " + " ".join(BALLS),
            "9" * 4999,
        ],
        "the marks between groups do not fit": [" ".join(BALLS[:10]) + " + " + " ".join(BALLS[10:])],
    },
    "SSQ": {
        "the marks between groups do not fit": [
            "08 + 03 07 11 14 21 30",
            "03 07 11 | 14 21 30 | 08",
            "03,07,11,14,21+30,08",
            "红球 03 07 11 14 21 蓝球 30 08",
        ],
        "type the numbers alone": [
            "红球 03 07 11 14 21 30",
            "红球 03 07 11 14 21 30 红球 08",
            "双色球 红球 03 07 11 14 21 30 蓝球 08",
            "前区 03 07 11 14 21 30 后区 08",
            "R03 R07 R11 R14 R21 R30 B08",
        ],
        "17 is not from 1 to 16": ["03 07 11 14 21 30 + 17"],
        "34 is not from 1 to 33": ["红球 03 07 11 14 21 34 蓝球 08"],
        "numbers are given": ["03 07 11 14 21 30", "03 07 11 14 21 30 08 09", "1234567"[:6]],
        "part the numbers": ["3711142130 008", "1234567"],
    },
    "DLT": {
        "type the numbers alone": ["红球 01 07 12 20 35 蓝球 03 11", "前 01 07 12 20 35 后 03 11"],
        "the marks between groups do not fit": ["01 07 12 20 + 35 03 11"],
    },
    "FC3D": {
        "leading zeros included": ["5", "05", "80 5", "8 05", "08 00 05", "8050", "80.5", "805.0"],
        "type the numbers alone": [
            "试机号 805",
            "开机号：805 ",
            "8 零 5",
            "-805",
            "百位8十位0",
            "百位8十位0个位5百位8",
            "第2025122期 805",
            "组选 805",
        ],
    },
    "PL5": {"leading zeros included": ["1234", "0123 4", "12.345", "1,234"], "type the numbers alone": ["排列三 123"]},
    "SZSE399001": {
        "look up the two decimals": ["10126.8", "10126", "10,126", "10126.830", "10126.8345", "10126.8点"],
        "type the index alone": [
            "10126.83 +0.52%",
            "10,126,83",
            "1,0126.83",
            "101 26.83",
            "10,126 000.83",
            "0,126.83",
            "010126.83",
            "10126,83",
            "-10126.83",
            "-1.00",
            ".83",
            "10126.",
            "1e4.00",
            "深证成指 10126.83",
            "开盘 10126.83",
            "1" * 5000 + ".00",
            "一万点",
        ],
    },
    "DICE": {
        "first the faces": [
            "d10: 8310",
            "d10: 03",
            "d10: 10",
            "d10: 010",
            "2d10: 8 3",
            "d10",
            "d10:",
            "d1005",
            "8 3 零",
            "1000面 7",
            "d10: 8 3 0 0001",
            "8",
            "",
        ],
        "no roll above them": ["d20: 137", "d6: 7 1", "d6: 68", "1 1", "101 5", "d1: 1 1", "6 1 2 7"],
    },
    "DRAND": {
        "96 digits are the signature": ["ab" * 48, "0x" + "AB" * 48],
        "characters are given": [HEX[:-1], HEX + "0", HEX[:-1] + "g", "", "0x", f"0x0x{HEX}"],
    },
}


@pytest.mark.parametrize(
    ("source", "canonical", "typed"),
    [(source, value, typed) for source, values in READ.items() for value, many in values.items() for typed in many],
    ids=ascii,
)
def test_what_can_be_read_in_one_way_is_read(source: str, canonical: str, typed: str) -> None:
    assert beacon_value(source, typed) == canonical


@pytest.mark.parametrize(
    ("source", "hint", "typed"),
    [(source, hint, typed) for source, hints in REFUSED.items() for hint, many in hints.items() for typed in many],
    ids=lambda one: ascii(one)[:60],
)
def test_the_rest_is_refused_with_the_reason(source: str, hint: str, typed: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        beacon_value(source, typed)
    assert re.search(re.escape(hint), caught.value.en_line)
    assert caught.value.en_line.startswith(f"{source} {SOURCES[source].title}: {SOURCES[source].form} (")
    assert caught.value.zh_line.startswith(f"{source} {SOURCES[source].title}：{SOURCES[source].form_zh}（")


def test_every_source_is_read_and_refused_above() -> None:
    assert set(READ) == set(SOURCES)
    assert set(REFUSED) == set(SOURCES) - {"SSE000001"}


@pytest.mark.parametrize("typed", [805, None, b"805", ["8", "0", "5"]])
def test_a_value_is_text_since_007_is_no_number(typed: object) -> None:
    with pytest.raises(InvalidValueError, match="must be text"):
        plain(typed)


EDITIONS = [
    ("KL8", "2025122", "2025122"),
    ("KL8", "2025122期", "2025122"),
    ("KL8", "第2025122期", "2025122"),
    ("KL8", "第 2025122 期", "2025122"),
    ("KL8", "期号：2025122", "2025122"),
    ("KL8", full_width("2025122"), "2025122"),
    ("KL8", " 2025122\n", "2025122"),
    ("DLT", "25122期", "25122"),
    ("SZSE399001", "2025-05-12", "20250512"),
    ("SZSE399001", "2025/5/12", "20250512"),
    ("SZSE399001", "2025.05.12", "20250512"),
    ("SZSE399001", "2025年5月12日", "20250512"),
    ("SSE000001", "20240229", "20240229"),
    ("DRAND", "第1234567轮", "1234567"),
    ("DRAND", "轮次：1234567", "1234567"),
    ("DICE", "2025年第7场（下午）", "2025年第7场（下午）"),
    ("NOTARY", "公证书 7 号", "公证书 7 号"),
]


@pytest.mark.parametrize(("source", "typed", "edition"), EDITIONS)
def test_an_edition_is_read_without_the_words_around_it(source: str, typed: str, edition: str) -> None:
    assert beacon_edition(source, typed) == edition
    assert beacon_edition(source, edition) == edition


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("KL8", "202512"),
        ("KL8", "2025-122"),
        ("KL8", "2025年第122期"),
        ("KL8", "快乐8第2025122期"),
        ("KL8", "2025122 2025123"),
        ("KL8", "2025122轮次"),
        ("KL8", ""),
        ("SZSE399001", "2025-5/12"),
        ("SZSE399001", "2025512"),
        ("SZSE399001", "12.05.2025"),
        ("SZSE399001", "2025-02-30"),
        ("SZSE399001", "20250230"),
        ("SZSE399001", "20251301"),
        ("SZSE399001", "0000-01-01"),
        ("SZSE399001", "第20250512期"),
        ("DRAND", "0123"),
        ("DRAND", "1,234,567"),
        ("DRAND", "9" * 11),
        ("DICE", " 第7场"),
        ("DICE", ""),
        ("DICE", "a/b"),
        ("NOTARY", "a;b"),
    ],
)
def test_an_edition_that_would_have_to_be_guessed_is_refused(source: str, typed: str) -> None:
    with pytest.raises(InvalidValueError):
        beacon_edition(source, typed)


@pytest.mark.parametrize("read", [number_edition, day_edition])
def test_what_is_no_edition_stays_what_it_is(read: type[str]) -> None:
    assert read("Ａ 2025") == "A 2025"


# Whatever the numbers are.

SEPARATORS = st.sampled_from([" ", ",", ", ", "、", ".", "-", " - ", "\n", "\t", "\r\n", "，", "\u3000", "·", "  "])
GROUPS = st.sampled_from(["+", " + ", "|", "｜", "＋", "#", ";", "；", ":", "/"])
COMBINATIONS = {"KL8": [(20, 80)], "SSQ": [(6, 33), (1, 16)], "DLT": [(5, 35), (2, 12)]}
LABELS = {"SSQ": ["红球：", "蓝球："], "DLT": ["前区 ", "后区 "]}
NOISE = st.text(st.sampled_from("0123456789 ,.+-|:;/()[]、，。期第红蓝球前后区百十个位点dx面①１\n\t"), max_size=50)


def typed_groups(data: st.DataObject, groups: Sequence[Sequence[str]]) -> list[str]:
    """Return each group in some order, its numbers written and parted in some way."""
    shapes = ["{:02}", "{}"]
    written: list[str] = []
    for group in groups:
        shape, separator = data.draw(st.sampled_from(shapes)), data.draw(SEPARATORS)
        numbers = [shape.format(int(number)) for number in data.draw(st.permutations(group))]
        glued = data.draw(st.booleans()) and shape == "{:02}"
        written.append("".join(numbers) if glued else separator.join(numbers))
    return written


@pytest.mark.parametrize("source", COMBINATIONS)
@given(data=st.data())
def test_order_and_writing_do_not_change_a_combination(source: str, data: st.DataObject) -> None:
    value = data.draw(beacon_values(source))
    written = typed_groups(data, [group.split(".") for group in value.split("+")])
    typed = [data.draw(GROUPS).join(written), "\n".join(written)]
    if source in LABELS:
        labelled = [label + group for label, group in zip(LABELS[source], written, strict=True)]
        typed.append(data.draw(SEPARATORS).join(data.draw(st.permutations(labelled))))
    for one in typed:
        assert beacon_value(source, one) == value
        assert beacon_value(source, full_width(one)) == value


@pytest.mark.parametrize("source", ["FC3D", "PL5"])
@given(data=st.data())
def test_writing_does_not_change_digits_and_their_order_does(source: str, data: st.DataObject) -> None:
    value = data.draw(beacon_values(source))
    separator = data.draw(SEPARATORS | GROUPS | st.just(""))
    assert beacon_value(source, separator.join(value)) == value
    assert beacon_value(source, separator.join(value[::-1])) == value[::-1]


@given(beacon_values("SZSE399001"))
def test_a_closing_index_is_the_same_with_marks_between_thousands(value: str) -> None:
    whole, _, decimals = value.partition(".")
    assert beacon_value("SZSE399001", f"{int(whole):,}.{decimals}点") == value


@given(beacon_values("DICE"))
def test_dice_that_are_named_are_the_same_as_dice_counted_off(value: str) -> None:
    faces, *rolls = value.split(".")
    assert beacon_value("DICE", f"d{faces}: {' '.join(rolls)}") == value
    assert beacon_value("DICE", f"{faces}面骰：{'、'.join(rolls)}") == value


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
def test_a_canonical_value_stays_as_it_is_and_so_does_what_noise_becomes(source: str, data: st.DataObject) -> None:
    value = data.draw(beacon_values(source))
    assert beacon_value(source, value) == value
    try:
        read = beacon_value(source, data.draw(NOISE))
    except InvalidValueError:
        return
    assert beacon_value(source, read) == read
    assert is_value(source, read)


@pytest.mark.parametrize("source", SOURCES)
@given(data=st.data())
def test_a_value_with_something_in_it_is_another_spelling_or_refused(source: str, data: st.DataObject) -> None:
    value = data.draw(beacon_values(source))
    place, noise = data.draw(st.integers(0, len(value))), data.draw(NOISE)
    try:
        read = beacon_value(source, value[:place] + noise + value[place:])
    except InvalidValueError:
        return
    assert is_value(source, read)
    assume(not re.search(r"[0-9１①]", noise) and source != "DRAND")
    assert sorted(re.findall("[0-9]", read)) == sorted(re.findall("[0-9]", value)) or source == "DICE"


def is_value(source: str, value: str) -> bool:
    """Tell whether a value is one, by rules written anew."""
    if source in COMBINATIONS:
        parts = [[int(number) for number in part.split(".")] for part in value.split("+")]
        return len(parts) == len(COMBINATIONS[source]) and all(
            part == sorted(set(part)) and len(part) == k and part[0] >= 1 and part[-1] <= n
            for part, (k, n) in zip(parts, COMBINATIONS[source], strict=True)
        )
    if source == "DICE":
        faces, *rolls = map(int, value.split("."))
        return 2 <= faces <= 100 and len(rolls) >= 1 and all(0 <= roll <= faces for roll in rolls)
    shapes = {"FC3D": r"\d{3}", "PL5": r"\d{5}", "DRAND": r"[0-9a-f]{64}"}
    return re.fullmatch(shapes.get(source, r"(0|[1-9]\d*)\.\d\d"), value, re.ASCII) is not None


@pytest.mark.parametrize("text", ["010203", "1 2 3", "111213", "15 1 14", "0102 0304 0506", "01020304 0506"])
def test_numbers_have_one_reading_for_their_count(text: str) -> None:
    count = sum(len(run) // 2 if len(run) > 2 else 1 for run in text.split())
    readings = {
        ".".join(map(str, sorted(map(int, numbers))))
        for numbers in splits(text.replace(" ", "|"))
        if len(numbers) == len(set(map(int, numbers))) == count and all(1 <= int(number) <= 15 for number in numbers)
    }
    assert readings == {combination((count, 15))(text)}


@pytest.mark.parametrize("text", ["0102 3", "1 0203", "12 3 0405"])
def test_numbers_together_and_apart_in_one_group_are_refused(text: str) -> None:
    count = sum(len(run) // 2 if len(run) > 2 else 1 for run in text.split())
    assert isinstance(combination((count, 15))(text), Hint)


def splits(text: str) -> list[list[str]]:
    """Return every way to cut runs of digits into numbers of one or two digits, at the bars always."""
    if not text:
        return [[]]
    if text[0] == "|":
        return splits(text[1:])
    found: list[list[str]] = []
    for length in (1, 2):
        head = text[:length]
        if len(head) == length and "|" not in head:
            found += [[head, *rest] for rest in splits(text[length:])]
    return found


@pytest.mark.parametrize("parse", [combination((20, 80)), digits(3), closing, dice, hex64])
@pytest.mark.parametrize("typed", ["1" * 100_000, "1 " * 100_000, "1+" * 100_000, " " * 100_000, "[" * 100_000 + "x"])
def test_long_text_is_refused_without_delay(parse: type[str], typed: str) -> None:
    assert isinstance(parse(typed), Hint)


def test_the_entropy_of_a_combination_is_that_of_its_numbers() -> None:
    assert SOURCES["SSQ"].bits(SSQ) == math.log2(math.comb(33, 6) * 16)
