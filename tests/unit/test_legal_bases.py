"""Legal bases in the words of lists, and the rank that a title shows."""

from __future__ import annotations

import pytest

from shuangsuiji.tables.legal_bases import listed_bases, rank_of
from shuangsuiji.terms import BasisRank

LAW, REGULATION, RULE, DOCUMENT = BasisRank


def titles(text: str) -> list[tuple[str, str]]:
    return [(one.title, one.article) for one in listed_bases(text, DOCUMENT)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《消防法》第四条，      《消防条例》第四条。", [("消防法", "第四条"), ("消防条例", "第四条")]),
        ("《商标法》第十六条\r\n《商标法实施条例》第四条", [("商标法", "第十六条"), ("商标法实施条例", "第四条")]),
        ("劳动法第89条", [("劳动法", "第89条")]),
        ("就业促进法第65条、《市场条例》第43条", [("就业促进法", "第65条"), ("市场条例", "第43条")]),
        ("1.《招投标法》；\n2.《实施办法（试行》", [("招投标法", ""), ("实施办法（试行", "")]),
        ("（一）《甲法》第（二）项", [("甲法", "第（二）项")]),
        ("《关于贯彻〈条例〉的意见》", [("关于贯彻〈条例〉的意见", "")]),
        ("《关于贯彻《条例》的意见》第一条", [("关于贯彻〈条例〉的意见", "第一条")]),
        ("《建筑法》《建筑法》", [("建筑法", "")]),
        ("《网络游戏办法》等", [("网络游戏办法", "等")]),
        ("依法检查", [("依法检查", "")]),
        ("《甲|乙=丙》", [("甲｜乙\uff1d丙", "")]),
        ("", []),
        ("《》", []),
    ],
)
def test_titles_and_articles_are_told_apart_and_nothing_is_lost(text: str, found: list[tuple[str, str]]) -> None:
    assert titles(text) == found


@pytest.mark.parametrize(
    ("title", "rest", "rank"),
    [
        ("中华人民共和国食品安全法", "", LAW),
        ("食品安全法（2021修正）", "", LAW),
        ("消防条例", "", REGULATION),
        ("商标法实施条例", "", REGULATION),
        ("港口危险货物安全管理规定", "（交通运输部令2017年第27号）第五条", RULE),
        ("价格监测规定", "（国务院令第1号）", REGULATION),
        ("关于做好装备工作的意见", "（教基一〔2016〕3号）", DOCUMENT),
        ("监管工作细则", "", DOCUMENT),
        ("某办法", "（某发〔2019〕5号）", DOCUMENT),
        ("食品检查管理办法", "", None),
        ("专利法实施细则", "", None),
    ],
)
def test_a_title_shows_its_rank_or_leaves_it_open(title: str, rest: str, rank: BasisRank | None) -> None:
    assert rank_of(title, rest) is rank


def test_a_rank_that_is_open_is_what_the_importer_says() -> None:
    assert [one.rank for one in listed_bases("《消防法》《检查办法》", RULE)] == [LAW, RULE]
