"""Sampling ratios in the words of lists."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shuangsuiji.tables import RatioBound, listed_ratio

EXACT, AT_LEAST, AT_MOST, RANGE = RatioBound


@pytest.mark.parametrize(
    ("text", "bound", "low", "high"),
    [
        ("5%", EXACT, "1/20", "1/20"),
        ("\uff15\uff05", EXACT, "1/20", "1/20"),
        ("2‰", EXACT, "1/500", "1/500"),
        ("=1", EXACT, "1", "1"),
        ("100%", EXACT, "1", "1"),
        ("0.05", EXACT, "1/20", "1/20"),
        ("1/20", EXACT, "1/20", "1/20"),
        ("百分之5", EXACT, "1/20", "1/20"),
        ("千分之2", EXACT, "1/500", "1/500"),
        ("全覆盖", EXACT, "1", "1"),
        ("每年抽查比例为 2.5%", EXACT, "1/40", "1/40"),
        ("不低于5%", AT_LEAST, "1/20", "1"),
        ("≥ 5%", AT_LEAST, "1/20", "1"),
        ("5%以上", AT_LEAST, "1/20", "1"),
        ("不低于5%，频次根据监管需要确定", AT_LEAST, "1/20", "1"),
        ("3%以内", AT_MOST, "0", "3/100"),
        ("不超过3%", AT_MOST, "0", "3/100"),
        ("<=3%", AT_MOST, "0", "3/100"),
        ("1-5%", RANGE, "1/100", "1/20"),
        ("1%至5%", RANGE, "1/100", "1/20"),
        ("20–33%", RANGE, "1/5", "33/100"),
        ("1‰\uff5e5‰", RANGE, "1/1000", "1/200"),
        ("0.01-0.05", RANGE, "1/100", "1/20"),
    ],
)
def test_a_ratio_is_exact_and_says_what_bound_it_is(text: str, bound: RatioBound, low: str, high: str) -> None:
    found = listed_ratio(text)
    assert found is not None
    assert (found.bound, found.low, found.high, found.text) == (bound, Fraction(low), Fraction(high), text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "150%",
        "约5%",
        "一般企业3%，重点企业10%",
        "3%/10%",
        "5%-1%",
        "根据监管需要确定",
        "每年1次",
        "0.05.1",
        "%",
        "-5%",
    ],
)
def test_what_is_not_one_ratio_is_none(text: str) -> None:
    assert listed_ratio(text) is None


def test_ratios_show_themselves() -> None:
    shown = [str(listed_ratio(text)) for text in ("5%", "不低于5%", "不超过5%", "1-5%")]
    assert shown == ["等于1/20", "不低于1/20", "不超过1/20", "1/100–1/20"]
