"""``shuangsuiji calendar``: what a notice changes, and what holds of a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.announced import NEW_YEAR, announce_through_2026
from tests.unit.command_line import Run, refused

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.fixture(autouse=True)
def _through_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    announce_through_2026(monkeypatch)


@pytest.fixture
def notice(run: Run) -> Run:
    Path("2027.json").write_text(NEW_YEAR, encoding="utf-8")
    return run


def test_check_shows_what_changes_and_how_far_is_announced_then(notice: Run) -> None:
    assert notice("calendar", "check", "2027.json").out.splitlines() == [
        f"{NOTICE}（2027.json）：2027 年全年安排 whole notice",
        "  放假 13 日，上班 1 日 days off, days worked",
        "变化 1 日 days that change",
        f"  2027-02-20 周六 周末 → 调休上班 春节（{NOTICE}）",
        "公布至 announced through：2026-12-28 → 2027-12-28",
    ]


def test_check_compares_with_the_calendar_in_use(notice: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "变化 0 日" in notice("calendar", "check", "2027.json", "--notice", "2027.json").out
    monkeypatch.setenv("SHUANGSUIJI_CALENDAR_PATH", "2027.json")
    text = "国务院办公厅关于调整2027年元旦假期安排的通知\n元旦：1月4日（周一）放假。1月9日（周六）上班。"
    Path("more.txt").write_text(text, encoding="utf-8")
    found = notice("calendar", "check", "more.txt", "--json").document
    assert [(one["day"], one["working"]) for one in found["changes"]] == [("2027-01-04", False), ("2027-01-09", True)]
    assert found["announced_through"] == {"before": "2027-12-28", "after": "2027-12-28"}
    assert found["findings"] == []
    assert [layer["years"] for layer in found["layers"]] == [[]]


def test_check_names_conflicts_with_what_had_been_announced(run: Run) -> None:
    text = "国务院办公厅关于调整2026年国庆节假期安排的通知\n国庆节：10月8日（周四）放假。"
    Path("more.txt").write_text(text, encoding="utf-8")
    out = run("calendar", "check", "more.txt").out
    assert "2026-10-08 周四 平日 → 放假 国庆节" in out
    assert "[冲突] 2026-10-08 放假：以“国务院办公厅关于调整2026年国庆节假期安排的通知”为准" in out
    found = run("calendar", "check", "more.txt", "--json").document
    assert [(one["day"], one["working"]) for one in found["conflicts"]] == [("2026-10-08", False)]


def test_check_says_what_is_odd_and_takes_it(run: Run) -> None:
    Path("2027.json").write_text('{"year": 2027, "days": []}', encoding="utf-8")
    ran = run("calendar", "check", "2027.json")
    assert ran.status == 0
    assert "不视为已公布" in ran.out
    assert "announces nothing" in ran.out
    assert "公布至 announced through：2026-12-28 → 2026-12-28" in ran.out


def test_check_says_where_a_year_between_is_lacking(run: Run) -> None:
    Path("2028.json").write_text(NEW_YEAR.replace("2027", "2028"), encoding="utf-8")
    assert "已有 2028 年安排，但缺 2027 年" in run("calendar", "check", "2028.json").out


def test_check_reaches_years_that_the_calendar_does_not(run: Run) -> None:
    days = '[{"name": "元旦", "date": "2050-01-03", "isOffDay": true}]'
    Path("2050.json").write_text(f'{{"year": 2050, "days": {days}}}', encoding="utf-8")
    assert "2050-01-03 周一 平日 → 放假 元旦" in run("calendar", "check", "2050.json").out


def test_a_file_that_cannot_be_taken_does_not_hide_the_others(notice: Run) -> None:
    Path("bad.json").write_text("{", encoding="utf-8")
    Path("empty").mkdir()
    files = ("bad.json", "2027.json", "nothing.txt", "empty")
    ran = notice("calendar", "check", *files)
    assert ran.status == 1
    for said in ("[错误] bad.json：不能采用", "cannot be taken: bad.json", "nothing.txt：无法读取", "变化 1 日"):
        assert said in ran.out
    found = notice("calendar", "check", *files, "--json").document
    assert [(one["where"], one["code"]) for one in found["findings"]] == [
        ("bad.json", "notice.refused"),
        ("nothing.txt", "notice.refused"),
        ("empty", "notice.refused"),
    ]
    assert len(found["layers"]) == 1


def test_show_lists_the_days_of_an_announced_year(run: Run) -> None:
    lines = run("calendar", "show", "2026").out.splitlines()
    assert lines[0].startswith("2026 年：工作日 248 天 working days；安排已公布 announced；12月29日至31日以 2027 年")
    assert "  2026-10-10 周六 调休上班（国务院办公厅关于2026年部分节假日安排的通知）" in lines
    assert "12月29日" not in run("calendar", "show", "2025").out


def test_show_says_that_a_year_is_an_estimate_until_its_notice_is_given(notice: Run) -> None:
    assert "尚未公布，以下为法定节假日推算" in notice("calendar", "show", "2027").out
    found = notice("calendar", "show", "2027", "--notice", "2027.json", "--json").document
    assert (found["announced"], len(found["days"])) == (True, 14)
    assert found["days"][0] == {
        "day": "2027-01-01",
        "weekday": "周五",
        "working": False,
        "kind": "放假",
        "note": "元旦",
        "source": NOTICE,
    }


def test_show_has_the_days_of_a_region_or_says_that_none_are_known(run: Run) -> None:
    known = run("calendar", "show", "2017", "--region", "广西").out
    assert "2017-04-08 周六 地方上班 壮族三月三" in known
    assert "[提醒]" not in known
    assert "[提醒] 没有收录广西 2018 年的放假安排" in run("calendar", "show", "2018", "--region", "广西").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "1999"), "value.invalid"),
        (("show", "2050"), "value.invalid"),
        (("show", "next"), "value.invalid"),
        (("show", "2026", "2027"), "value.invalid"),
        (("show", "2026", "--region", "无此地"), "name.unknown"),
        (("show", "2026", "--notice", "nothing"), "bundle"),
    ],
)
def test_what_is_wrong_with_a_command_is_said(run: Run, arguments: tuple[str, ...], code: str) -> None:
    refused(run("calendar", *arguments, "--json"), 2, code)
