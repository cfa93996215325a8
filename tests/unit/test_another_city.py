"""Another city writes its book as data, with numbers of its own; plans and draws follow it and no code changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.draws import Commitment, Draw, commit, draw
from shuangsuiji.errors import LawError
from shuangsuiji.law import CN_2025_RULES, LIYANG_RULES, RESULT_PUBLICATION, RuleBook, under_cn_2025
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.planning import (
    AnnualPlan,
    CountedVisit,
    DrawSchedule,
    Period,
    PlanBasis,
    SamplingDesign,
    Task,
    check_plan,
)
from shuangsuiji.registry import (
    InspectionItem,
    InspectionObject,
    ItemList,
    LegalBasis,
    ObjectPool,
)
from shuangsuiji.terms import BasisRank, ExclusionReason, InspectionMethod, ItemKind, ItemListKind
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.values import Finding, Severity, TimeLimit
from shuangsuiji.workdays import china_calendar

DOCUMENT = "（合成）望江政办发〔2026〕1号"
OFFICE, HEALTH = "WJ-SCJG", "WJ-WJW"
CHINA = china_calendar(last_announced=2026)
BUSY, QUIET = "东关", "西关"
EDITIONS = {2: "2026033", 3: "2026062"}


def ref(article: str) -> dict[str, str]:
    return {"document": DOCUMENT, "clause": article, "path": f"第{article}条"}


def term(number: int, unit: str, article: str) -> dict[str, object]:
    return {"number": number, "unit": unit, "clause": ref(article)}


def rule(name: str, value: object, article: str, stricter: str = "越小越严") -> dict[str, object]:
    return {
        "name": name,
        "value": value,
        "stricter": stricter,
        "clause": ref(article),
        "stated": True,
        "effective_on": "2026-01-01",
        "expires_on": None,
    }


BOOK = json.dumps(
    {
        "format": "shuangsuiji/1",
        "kind": "RuleBook",
        "value": {
            "id": "wangjiang-2026",
            "title": "（合成）望江市随机抽查实施细则",
            "level": "设区市",
            "rules": [
                rule("plan.due", term(3, "月", "6"), "6"),
                rule("plan.entry", term(10, "工作日", "7"), "7"),
                rule("plan.balance", "3/4", "8", "越大越严"),
                rule("result.publication", term(15, "工作日", "20"), "20"),
                rule("pool.maintenance", term(12, "月", "5"), "5"),
                rule(f"enterprise.yearly_cap.{OFFICE}", 1, "31"),
                rule(f"enterprise.yearly_cap.{HEALTH}", 2, "32"),
            ],
            "parent": None,
        },
    }
)
RULES = from_json(BOOK, RuleBook)


def item(code: str, department: str) -> InspectionItem:
    return InspectionItem(
        code=code,
        name="（合成）检查事项",
        kind=ItemKind.GENERAL,
        ratio_cap="60%",
        legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE),),
        implementing_body=department,
        content="（合成）检查内容",
        methods=(InspectionMethod.ON_SITE,),
        effective_on=date(2026, 1, 1),
        superior_item="（合成）上级清单",
    )


ITEMS = ItemList(
    id="WJ-2026",
    kind=ItemListKind.DEPARTMENT,
    owner=OFFICE,
    effective_on=date(2026, 1, 1),
    items=(item("labels", OFFICE), item("water", HEALTH)),
)


def pool(owner: str = OFFICE, code: str = "labels") -> ObjectPool:
    firms = (
        InspectionObject(
            id=synthetic_code(number),
            name=f"（合成）第{number}号有限公司",
            region=BUSY if number < 40 else QUIET,
            attributes={"风险等级": "AB"[number % 2]},
        )
        for number in range(60)
    )
    return ObjectPool.of(firms, id=f"pool-{owner}", owner=owner, item_codes=[code], maintained_on=date(2026, 1, 5))


def task(number: int = 1, *, ratios: object = "20%", code: str = "labels", regions: tuple[str, ...] = ()) -> Task:
    design = SamplingDesign(item_code=code, ratios=ratios)
    return Task(id=f"WJ-{number}", name="（合成）任务", designs=(design,), strata=("风险等级",), regions=regions)


def plan(*tasks: Task, authority: str = OFFICE, drawn_up_on: date | None = None) -> AnnualPlan:
    tasks = tasks or (task(1), task(2))
    return AnnualPlan(id="WJ-2026", authority=authority, year=2026, tasks=tasks, drawn_up_on=drawn_up_on)


def said(one: AnnualPlan, rules: RuleBook, code: str, on: date = date(2026, 6, 1)) -> list[Finding]:
    owner, served = one.authority, one.tasks[0].item_codes[0]
    basis = PlanBasis(rules=rules, on=on, items=(ITEMS,), pools=(pool(owner, served),), calendar=CHINA)
    return [finding for finding in check_plan(one, basis) if finding.code == code]


def committed(
    number: int = 1,
    *,
    rules: RuleBook = RULES,
    earlier: Iterable[Draw | Commitment] = (),
    visits: Iterable[CountedVisit] = (),
) -> Commitment:
    month = number + 1
    at = datetime.fromisoformat(f"2026-{month:02}-{3 if month == 3 else 2:02}T09:00:00+08:00")
    return commit(
        plan()[f"WJ-{number}"],
        pool(),
        plan=plan(),
        items=ITEMS,
        rules=rules,
        mode="open",
        beacons=[BeaconEvent(source="FC3D", edition=EDITIONS[month], at=at.replace(hour=21, minute=15))],
        committed_at=at,
        earlier=earlier,
        visits=visits,
    )


def drawn(one: Commitment) -> Draw:
    return draw(one, Reveal.of(one.manifest, {"FC3D": "805"}))


def left_out(one: Commitment) -> set[str]:
    return {id_ for excluded in one.excluded.values() for id_ in excluded}


def test_the_book_is_data_and_comes_back_as_it_was() -> None:
    assert from_json(to_json(RULES), RuleBook) == RULES
    assert {one.clause.document for one in RULES.rules} == {DOCUMENT}


def test_no_number_of_liyang_is_behind_it() -> None:
    on = date(2026, 6, 1)
    assert RULES.find("plan.coverage_years", on) is None
    assert RULES.find("plan.due", date(2025, 6, 1)) is None


@pytest.mark.parametrize(
    ("drawn_up_on", "here", "liyang"),
    [
        (date(2026, 1, 31), [], []),
        (date(2026, 2, 1), [], [Severity.ERROR]),
        (date(2026, 3, 31), [], [Severity.ERROR]),
        (date(2026, 4, 1), [Severity.ERROR], [Severity.ERROR]),
    ],
    ids=str,
)
def test_a_plan_is_due_at_the_end_of_march_and_not_of_january(
    drawn_up_on: date, here: list[Severity], liyang: list[Severity]
) -> None:
    one = plan(drawn_up_on=drawn_up_on)
    assert [finding.severity for finding in said(one, RULES, "plan.due")] == here
    assert [finding.severity for finding in said(one, LIYANG_RULES, "plan.due")] == liyang


def test_it_is_entered_within_ten_working_days() -> None:
    last = CHINA.add(date(2026, 3, 2), 10)
    assert last == date(2026, 3, 16)
    in_time = attrs.evolve(plan(drawn_up_on=date(2026, 3, 2)), entered_on=last)
    late = attrs.evolve(in_time, entered_on=date(2026, 3, 17))
    assert said(in_time, RULES, "plan.entry") == []
    assert [finding.severity for finding in said(late, RULES, "plan.entry")] == [Severity.ERROR]
    assert said(late, LIYANG_RULES, "plan.entry") == []


def test_balance_is_measured_by_its_own_number_and_cites_its_own_clause() -> None:
    uneven = plan(task(1), task(2, regions=(BUSY,)))
    [found] = said(uneven, RULES, "plan.balance")
    assert QUIET in found.where
    assert (str(found.clause), found.severity) == (f"{DOCUMENT} 第8条", Severity.WARNING)
    assert said(uneven, LIYANG_RULES, "plan.balance") == []


def test_what_the_book_does_not_say_is_said_not_to_be_checked() -> None:
    [found] = said(plan(), RULES, "plan.coverage_years.unchecked")
    assert found.severity is Severity.NOTE


@pytest.mark.parametrize(
    ("authority", "code", "severity", "article"),
    [(OFFICE, "labels", Severity.WARNING, "31"), (HEALTH, "water", Severity.NOTE, "32")],
)
def test_each_department_has_the_cap_that_it_published(
    authority: str, code: str, severity: Severity, article: str
) -> None:
    own = plan(task(1, code=code), task(2, code=code), authority=authority)
    [found] = said(own, RULES, "plan.visit_cap")
    assert (found.severity, str(found.clause)) == (severity, f"{DOCUMENT} 第{article}条")


def test_whoever_was_visited_as_often_as_the_cap_says_is_not_drawn_again() -> None:
    first = drawn(committed(1))
    second = committed(2, earlier=[first])
    assert left_out(second) == set(first.objects)
    assert {reason for one in second.excluded.values() for reason in one.values()} == {str(ExclusionReason.VISIT_CAP)}
    assert set(drawn(second).objects).isdisjoint(first.objects)
    assert second.manifest.entries["rules.visit_cap"] == "1 CASES_COUNT"
    assert second.manifest.entries["rules.book"] == "wangjiang-2026"


def test_without_a_published_cap_nobody_is_left_out() -> None:
    first = drawn(committed(1, rules=LIYANG_RULES))
    second = committed(2, rules=LIYANG_RULES, earlier=[first])
    assert left_out(second) == set()
    assert "rules.visit_cap" not in second.manifest.entries


def test_a_visit_that_no_draw_shows_is_counted_where_it_is_of_this_department() -> None:
    seen = CountedVisit(id="V-1", holder=synthetic_code(7), department=OFFICE, on=date(2026, 1, 20))
    assert left_out(committed(visits=[seen])) == {synthetic_code(7)}
    assert left_out(committed(visits=[attrs.evolve(seen, department=HEALTH)])) == set()
    assert left_out(committed(visits=[attrs.evolve(seen, on=date(2025, 12, 20))])) == set()


def test_while_a_draw_of_the_year_is_open_the_cap_cannot_be_checked() -> None:
    with pytest.raises(LawError, match="尚未抽取"):
        committed(2, earlier=[committed(1)])


def test_results_are_due_in_fifteen_working_days() -> None:
    done = date(2026, 9, 11)
    limit = RULES.rule(RESULT_PUBLICATION, on=done).value
    assert str(limit) == "15个工作日"
    assert isinstance(limit, TimeLimit)
    assert CHINA.deadline(done, limit).due_on == date(2026, 10, 9)


def test_under_the_national_book_visits_close_together_are_pointed_out_as_well() -> None:
    national = under_cn_2025(RULES, book_id="wangjiang-2026-cn")
    assert national.parent is CN_2025_RULES
    assert national.rule("plan.due", date(2026, 6, 1)) == RULES.rule("plan.due", date(2026, 6, 1))
    months = (DrawSchedule(every=Period.YEAR, first_month=month, day=2) for month in (3, 4))
    close = plan(*(attrs.evolve(task(number), schedule=one) for number, one in enumerate(months, 1)))
    [found] = said(close, national, "plan.merge")
    assert (found.severity, str(found.clause)) == (Severity.WARNING, "国务院令第722号 第五十四条")
    assert said(close, RULES, "plan.merge") == []


def test_pools_are_kept_up_as_often_as_this_city_says() -> None:
    autumn = date(2026, 9, 1)
    assert pool().check(RULES, autumn) == ()
    [found] = pool().check(LIYANG_RULES, autumn)
    assert found.severity is Severity.WARNING
