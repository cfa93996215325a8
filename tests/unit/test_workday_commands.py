"""``shuangsuiji deadline``: what it says of a term, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shuangsuiji.bundle import to_json
from shuangsuiji.law import LIYANG_RULES
from tests.unit.announced import NEW_YEAR, announce_through_2026
from tests.unit.command_line import Run, refused


@pytest.fixture(autouse=True)
def _through_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    announce_through_2026(monkeypatch)


def test_a_firm_term_is_said_with_its_event_and_clause(run: Run) -> None:
    assert run("deadline", "2026-09-11", "--today", "2026-09-28").out.splitlines() == [
        "起算 2026-09-11（抽查任务完成，当日不计入） start, not counted",
        "期限 20个工作日（溧政办发〔2020〕27号 三（三）；liyang-2020 result.publication）",
        "到期 2026-10-15 due",
        "状态 未到期（截至 2026-09-28 as of）：至 2026-10-15 余 9 个工作日 9 left",
    ]


def test_a_term_in_unannounced_time_is_said_with_its_range_and_the_day_to_act_by(run: Run) -> None:
    assert run("deadline", "2026-12-01", "--today", "2026-12-10").out.splitlines()[2:] == [
        "到期 2026-12-29（暂定） due",
        "  2027 年节假日安排尚未公布（工作日历公布至 2026-12-28），可能在 2026-12-25 至 2026-12-31 之间",
        "  provisional: the notice for 2027 has not come; it may be any day from 2026-12-25 to 2026-12-31",
        "  请最迟于 2026-12-25 办结 act by 2026-12-25",
        "状态 未到期（截至 2026-12-10 as of）：至 2026-12-25 余 11 个工作日 11 left",
    ]


def test_strict_refuses_a_term_in_unannounced_time_and_no_other(run: Run) -> None:
    ran = run("deadline", "2026-12-01", "--strict", "--json")
    refused(ran, 1, "workdays.unannounced")
    assert "2027" in ran.document["error"]["en"]
    assert run("deadline", "2026-11-30", "--strict").status == 0


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-10-15", "当日到期（截至 2026-10-15 as of）：至 2026-10-15 余 0 个工作日 0 left"),
        ("2026-10-17", "已逾期（截至 2026-10-17 as of）：2026-10-15 之后已过 1 个工作日 1 past"),
    ],
)
def test_the_last_day_and_the_days_after_it(run: Run, today: str, said: str) -> None:
    assert run("deadline", "2026-09-11", "--today", today).out.splitlines()[-1] == f"状态 {said}"


def test_what_was_done_is_in_time_or_late(run: Run) -> None:
    for done, said in (("2026-10-15", "按期"), ("2026-10-16", "逾期完成")):
        ran = run("deadline", "2026-09-11", "--today", "2026-11-02", "--done", done)
        assert ran.out.splitlines()[-1] == f"状态 {said}：{done} 办结 done"


@pytest.mark.parametrize(
    ("rule", "book", "event", "due"),
    [
        ("result.publication.food", "national-2022", "检查结果信息形成", "2026-03-30"),
        ("penalty.forwarding", "national-2022", "作出行政处罚决定", "2026-03-16"),
        ("penalty.withdrawal", "national-2022", "行政处罚决定被依法变更、撤销、确认违法或者确认无效", "2026-03-05"),
        ("pool.maintenance", "liyang-2020", "", "2026-09-02"),
    ],
)
def test_a_rule_is_found_in_the_book_that_has_it(run: Run, rule: str, book: str, event: str, due: str) -> None:
    found = run("deadline", "2026-03-02", "--rule", rule, "--today", "2026-03-03", "--json").document
    assert (found["book"], found["trigger"], found["due_on"]) == (book, event, due)
    assert run("deadline", "2026-03-02", "--rule", rule, "--book", book, "--today", "2026-03-03").status == 0


def test_a_book_of_ones_own_is_read_from_its_file(run: Run) -> None:
    Path("rules.json").write_text(to_json(LIYANG_RULES), encoding="utf-8")
    assert run("deadline", "2026-09-11", "--book", "rules.json", "--json").document["due_on"] == "2026-10-15"


def test_a_term_of_ones_own_ends_on_a_working_day(run: Run) -> None:
    basis = ("--unit", "日", "--basis", "某条")
    ran = run("deadline", "2026-09-21", "--days", "10", *basis, "--today", "2026-09-22", "--json")
    assert ran.document["due_on"] == "2026-10-08"
    assert ran.document["limit"] == {"number": 10, "unit": "日", "clause": "自定期限 某条"}
    assert run("deadline", "2026-09-11", "--days", "1").out.splitlines()[1] == "期限 1个工作日（自定期限 未注明依据）"


def test_a_region_has_its_own_days_and_says_where_none_are_known(run: Run) -> None:
    term = ("--days", "20", "--region", "广西", "--today", "2026-03-14")
    known = run("deadline", "2017-03-13", *term)
    assert "到期 2017-04-13 due" in known.out
    assert "[提醒]" not in known.out
    lacking = run("deadline", "2026-03-13", *term)
    assert "[提醒] 没有收录广西 2026 年的放假安排" in lacking.out
    assert "no notice of 广西 for 2026 is known" in lacking.out


def test_a_suspension_moves_the_day_and_is_remarked_on(run: Run) -> None:
    ran = run("deadline", "2026-03-02", "--suspend", "2026-03-09/2026-03-13=复检@某条", "--today", "2026-03-16")
    assert "扣除 2026-03-09 至 2026-03-13：复检（某条） not counted" in ran.out
    assert "到期 2026-04-07 due" in ran.out
    assert "[提醒] 三（三）没有规定可以扣除期间" in ran.out


def test_a_suspension_that_lasts_leaves_the_day_open_and_says_what_is_used(run: Run) -> None:
    command = ("deadline", "2026-03-02", "--suspend", "2026-03-09/=复检@某条", "--today", "2026-03-16")
    lines = run(*command, "--explain").out.splitlines()
    assert "到期 待定，期间中止 due" in lines
    assert "状态 中止（截至 2026-03-16 as of）：已用 4 个工作日，余 16 个 4 used" in lines
    found = run(*command, "--json").document
    assert (found["due_on"], found["used"], found["remaining"], found["status"]) == (None, 4, None, "中止")
    days = run(*command, "--days", "30", "--unit", "日")
    assert days.out.splitlines()[-1] == "状态 中止（截至 2026-03-16 as of）"


def test_explain_has_a_row_for_every_day_and_names_the_notice(run: Run) -> None:
    command = ("deadline", "2026-09-11", "--today", "2026-09-28", "--explain")
    lines = run(*command).out.splitlines()
    assert "  2026-09-12 周六   — 周末" in lines
    assert "  2026-09-20 周日   6 调休上班（国务院办公厅关于2026年部分节假日安排的通知）" in lines
    assert lines[-1].startswith("自 2026-09-11（不计入）起 20个工作日，到期日 2026-10-15；")
    found = run(*command, "--json").document
    assert len(found["days"]) == 34
    assert found["days"][-1] == {
        "day": "2026-10-15",
        "weekday": "周四",
        "counted": 20,
        "kind": "平日",
        "reason": "平日",
    }
    assert found["summary"] == lines[-1]


def test_a_notice_makes_the_day_firm_from_an_option_or_from_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("calendar").mkdir()
    Path("calendar/2027.json").write_text(NEW_YEAR, encoding="utf-8")
    assert run("deadline", "2026-12-01", "--json").document["provisional"]
    found = run("deadline", "2026-12-01", "--notice", "calendar/2027.json", "--json").document
    assert (found["provisional"], found["announced_through"]) == (False, "2027-12-28")
    monkeypatch.setenv("SHUANGSUIJI_CALENDAR_PATH", "calendar")
    assert run("deadline", "2026-12-01", "--json").document == found
    Path("more.txt").write_text(
        "国务院办公厅关于调整2027年元旦假期安排的通知\n元旦：1月4日（周一）放假。", encoding="utf-8"
    )
    more = run("deadline", "2026-12-15", "--notice", "more.txt", "--json").document["due_on"]
    assert (run("deadline", "2026-12-15", "--json").document["due_on"], more) == ("2027-01-13", "2027-01-14")


def test_the_json_says_all_that_the_text_says(run: Run) -> None:
    found = run("deadline", "2026-12-01", "--today", "2026-12-10", "--json").document
    assert len(found.pop("calendar_id")) == 64
    assert found == {
        "start": "2026-12-01",
        "trigger": "抽查任务完成",
        "rule": "result.publication",
        "book": "liyang-2020",
        "limit": {"number": 20, "unit": "工作日", "clause": "溧政办发〔2020〕27号 三（三）"},
        "region": None,
        "due_on": "2026-12-29",
        "provisional": True,
        "earliest": "2026-12-25",
        "latest": "2026-12-31",
        "act_by": "2026-12-25",
        "announced_through": "2026-12-28",
        "suspensions": [],
        "today": "2026-12-10",
        "done_on": None,
        "status": "未到期",
        "remaining": 13,
        "remaining_to_act": 11,
        "used": None,
        "remarks": [],
    }


def test_today_is_the_day_in_china_where_none_is_given(run: Run) -> None:
    assert json.loads(run("deadline", "2026-03-02", "--json").out)["today"] >= "2026-03-02"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2026-3-2",), "value.invalid"),
        (("1999-03-02",), "value.invalid"),
        (("2026-03-02", "--today", "soon"), "value.invalid"),
        (("2026-03-02", "--done", "2026-03-01"), "value.invalid"),
        (("2026-03-02", "--today", "2026-03-10", "--done", "2026-03-11"), "value.invalid"),
        (("2026-03-02", "--days", "0"), "value.invalid"),
        (("2026-03-02", "--days", "1001", "--unit", "年"), "value.invalid"),
        (("2026-03-02", "--days", "1000", "--unit", "年"), "value.invalid"),
        (("2026-03-02", "--days", "5", "--rule", "result.publication"), "value.invalid"),
        (("2026-03-02", "--unit", "日"), "value.invalid"),
        (("2026-03-02", "--basis", "某条"), "value.invalid"),
        (("2026-03-02", "--suspend", "2026-03-09=复检@某条"), "value.invalid"),
        (("2026-03-02", "--suspend", "2026-03-09/2026-03-13=复检"), "value.invalid"),
        (("2026-03-02", "--suspend", "2026-03-13/2026-03-09=复检@某条"), "value.invalid"),
        (("2026-03-02", "--rule", "items.key_share"), "name.unknown"),
        (("2026-03-02", "--rule", "penalty.publication", "--book", "liyang-2020"), "name.unknown"),
        (("2019-03-01",), "name.unknown"),
        (("2026-03-02", "--book", "elsewhere-2020"), "name.unknown"),
        (("2026-03-02", "--region", "无此地"), "name.unknown"),
        (("2026-03-02", "--notice", "nothing.json"), "bundle"),
    ],
)
def test_what_is_wrong_with_a_command_is_said(run: Run, arguments: tuple[str, ...], code: str) -> None:
    refused(run("deadline", *arguments, "--json"), 2, code)


def test_a_notice_that_seems_incomplete_is_remarked_where_it_is_used(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text('{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}', "utf-8")
    for command in (("deadline", "2027-01-25"), ("calendar", "show", "2027")):
        ran = run(*command, "--notice", str(file), "--json")
        assert "2027.json" in ran.document["remarks"][0]["zh"]
        assert "少于法定天数" in ran.document["remarks"][0]["zh"]


def test_a_notice_of_working_mondays_alone_announces_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text('{"year": 2027, "days": [{"date": "2027-03-01", "isOffDay": false}]}', "utf-8")
    ran = run("deadline", "2026-12-01", "--notice", str(file), "--json")
    assert ran.document["provisional"]
    assert "不视为已公布" in ran.document["remarks"][0]["zh"]


@pytest.mark.parametrize("option", ["--notice", "--book"])
def test_a_name_too_long_for_a_file_is_refused(run: Run, option: str) -> None:
    assert run("deadline", "2026-09-11", option, "长" * 300).status == 2


def test_a_notice_without_a_date_is_laid_on_those_before_it(run: Run, tmp_path: Path) -> None:
    days = [f'{{"date": "2026-10-{day:02}", "isOffDay": true}}' for day in range(1, 16)]
    file = tmp_path / "2026.json"
    file.write_text(f'{{"year": 2026, "days": [{", ".join(days)}]}}', "utf-8")
    assert (
        run("deadline", "2026-09-30", "--days", "1", "--notice", str(file), "--json").document["due_on"] == "2026-10-16"
    )
