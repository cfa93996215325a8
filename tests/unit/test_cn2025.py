"""The rule book of 2025: no number that nobody published, no quotation that nobody read."""

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError, LooserRuleError
from shuangsuiji.law import LIYANG_RULES, TEAM_MINIMUM, Rule, RuleBook, Stricter
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.law.cn2025 import (
    CN_2025_DUTIES,
    CN_2025_RULES,
    ENTERPRISE_YEARLY_CAP,
    JIANGSU_2025_DUTIES,
    REPEAT_WINDOW,
    SUQIAN_2026_DUTIES,
    SUZHOU_2025_DUTIES,
    CapReading,
    counts_toward_cap,
    under_cn_2025,
    yearly_cap,
    yearly_cap_rule,
)
from shuangsuiji.law.duties import Duty, DutyBook, InspectionType, active_duties
from shuangsuiji.law.suzhou2025 import SUZHOU_2025
from shuangsuiji.terms import Level
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit
from tests.unit.builders import AGENCY

DAY = date(2026, 3, 2)
NOTICE = ClauseRef(document="某局公告〔2025〕1号", clause="1", path="一")
DOCUMENTS = {one.number: one for one in (BUSINESS_2019, SUZHOU_2025)}
BOOKS = (CN_2025_DUTIES, JIANGSU_2025_DUTIES, SUZHOU_2025_DUTIES, SUQIAN_2026_DUTIES)
DUTIES = [pytest.param(duty, id=f"{book.id} {duty.name}") for book in BOOKS for duty in book.duties]


def names(book: DutyBook, on: date = DAY) -> list[str]:
    return [duty.name for duty in active_duties(book, on)]


@pytest.mark.parametrize("duty", DUTIES)
def test_a_duty_is_in_words_of_its_clause_or_off_and_quotes_nobody(duty: Duty) -> None:
    if isinstance(duty.source, ClauseRef):
        assert duty.text_zh in DOCUMENTS[duty.source.document].clause(duty.source.clause).quotation
    else:
        assert not duty.active
        assert not set(duty.text_zh) & set("“”《》")
        assert "未见" in duty.source


def test_of_the_national_texts_only_the_regulation_of_2019_is_on() -> None:
    assert names(CN_2025_DUTIES) == ["inspection.random", "inspection.merge", "inspection.leads"]
    assert names(CN_2025_DUTIES, date(2019, 12, 31)) == []
    everything = active_duties(CN_2025_DUTIES, DAY, include_unverified=True)
    assert {"inspection.prior_approval", "inspection.scan_in", "cap.published", "cap.scope"} <= {
        duty.name for duty in everything if not duty.verified
    }


def test_what_was_issued_later_does_not_bind_earlier() -> None:
    before = active_duties(CN_2025_DUTIES, date(2025, 1, 2), include_unverified=True)
    assert [duty.name for duty in before if not duty.verified] == ["inspection.forms"]


def test_the_measures_of_suzhou_are_on_in_suzhou_from_2026_and_nowhere_else() -> None:
    assert names(SUZHOU_2025_DUTIES)[:2] == ["routine.plan", "case.frequency"]
    assert names(SUZHOU_2025_DUTIES)[-3:] == names(CN_2025_DUTIES)
    assert names(SUZHOU_2025_DUTIES, date(2025, 12, 31)) == names(CN_2025_DUTIES)
    assert names(JIANGSU_2025_DUTIES) == names(SUQIAN_2026_DUTIES) == names(CN_2025_DUTIES)


def test_a_duty_of_one_type_says_so() -> None:
    types = {duty.name: duty.applies_to for duty in SUZHOU_2025_DUTIES.duties}
    assert types["targeted.plan"] == (InspectionType.TARGETED,)
    assert types["case.frequency"] == (InspectionType.CASE,)
    assert types["inspection.merge"] == tuple(InspectionType)


def test_the_rules_and_the_duties_stand_beside_each_other_under_one_id() -> None:
    assert (CN_2025_RULES.id, CN_2025_RULES.title) == (CN_2025_DUTIES.id, CN_2025_DUTIES.title)


def test_the_repeat_window_is_a_default_that_no_text_states() -> None:
    rule = CN_2025_RULES.rule(REPEAT_WINDOW, DAY)
    assert (str(rule.value), rule.stated, rule.clause) == ("60日", False, BUSINESS_2019.ref("54"))
    assert rule.stricter is Stricter.LARGER


def test_a_cap_that_nobody_has_published_is_not_known() -> None:
    assert yearly_cap(CN_2025_RULES, AGENCY, DAY) is None


def city(*caps: tuple[str, int], parent: RuleBook = CN_2025_RULES, level: Level = Level.COUNTY) -> RuleBook:
    rules = tuple(
        yearly_cap_rule(department, number, clause=NOTICE, effective_on=date(2025, 7, 1)) for department, number in caps
    )
    return RuleBook(id=f"city-{level.name}", title="某市", level=level, rules=rules, parent=parent)


def test_a_city_adds_the_caps_that_its_departments_have_published() -> None:
    book = city((AGENCY, 2), ("320481-YJ", 0))
    cap = yearly_cap(book, AGENCY, DAY)
    assert cap is not None
    assert (cap.name, cap.value, cap.stated, cap.clause) == (f"{ENTERPRISE_YEARLY_CAP}.{AGENCY}", 2, True, NOTICE)
    assert getattr(yearly_cap(book, "320481-YJ", DAY), "value", None) == 0
    assert yearly_cap(book, "320481-WJW", DAY) is None
    assert yearly_cap(book, AGENCY, date(2025, 6, 30)) is None


def test_a_lower_book_may_lower_a_cap_and_never_raise_it() -> None:
    above = city((AGENCY, 2), level=Level.PREFECTURE)
    assert getattr(yearly_cap(city((AGENCY, 1), parent=above), AGENCY, DAY), "value", None) == 1
    with pytest.raises(LooserRuleError):
        city((AGENCY, 3), parent=above)


@pytest.mark.parametrize(("own", "counted"), [(1, 1), (2, 2), (5, 3)])
def test_where_there_is_a_cap_for_all_departments_the_stricter_of_the_two_binds(own: int, counted: int) -> None:
    everyone = attrs.evolve(
        yearly_cap_rule(AGENCY, 3, clause=NOTICE, effective_on=date(2025, 7, 1)), name=ENTERPRISE_YEARLY_CAP
    )
    book = city((AGENCY, own), parent=attrs.evolve(CN_2025_RULES, rules=(everyone,)))
    assert getattr(yearly_cap(book, AGENCY, DAY), "value", None) == counted
    assert getattr(yearly_cap(book, "320481-WJW", DAY), "value", None) == 3


@pytest.mark.parametrize(("department", "number"), [("市场监管局", 2), (AGENCY, -1), (AGENCY, True)], ids=str)
def test_a_cap_needs_a_department_and_a_whole_number(department: str, number: int) -> None:
    with pytest.raises(InvalidValueError, match="yearly_cap"):
        yearly_cap_rule(department, number, clause=NOTICE, effective_on=date(2025, 7, 1))


@pytest.mark.parametrize(
    ("kind", "superior_ordered", "counted", "freely"),
    [
        (InspectionType.ROUTINE, False, True, True),
        (InspectionType.ROUTINE, True, True, True),
        (InspectionType.CASE, False, True, False),
        (InspectionType.CASE, True, True, False),
        (InspectionType.TARGETED, False, True, True),
        (InspectionType.TARGETED, True, False, False),
    ],
)
def test_two_readings_differ_in_cases_alone_and_the_stricter_is_the_default(
    kind: InspectionType, *, superior_ordered: bool, counted: bool, freely: bool
) -> None:
    assert counts_toward_cap(kind, superior_ordered=superior_ordered) is counted
    assert counts_toward_cap(kind, superior_ordered=superior_ordered, reading=CapReading.CASES_COUNT) is counted
    assert counts_toward_cap(kind, superior_ordered=superior_ordered, reading=CapReading.CASES_FREE) is freely


def cap_of(number: int, department: str = AGENCY, on: date = date(2025, 7, 1)) -> Rule:
    return yearly_cap_rule(department, number, clause=NOTICE, effective_on=on)


def test_a_city_stands_under_the_order_of_2025_with_its_caps() -> None:
    book = under_cn_2025(LIYANG_RULES, book_id="liyang-2025", caps=iter([cap_of(2), cap_of(1, "320481-WJW")]))
    assert (book.id, book.title, book.level) == ("liyang-2025", LIYANG_RULES.title, LIYANG_RULES.level)
    assert book.parent is CN_2025_RULES
    assert getattr(yearly_cap(book, AGENCY, DAY), "value", None) == 2
    assert book.rule(TEAM_MINIMUM, DAY) == LIYANG_RULES.rule(TEAM_MINIMUM, DAY)
    assert book.rule(REPEAT_WINDOW, DAY) == CN_2025_RULES.rule(REPEAT_WINDOW, DAY)
    assert LIYANG_RULES.find(REPEAT_WINDOW, DAY) is None


def test_without_published_caps_the_cap_is_not_known() -> None:
    assert yearly_cap(under_cn_2025(LIYANG_RULES, book_id="liyang-2025"), AGENCY, DAY) is None


def test_a_book_that_stands_under_another_is_not_put_under_this_one() -> None:
    once = under_cn_2025(LIYANG_RULES, book_id="liyang-2025")
    with pytest.raises(InvalidValueError, match="cn-2025"):
        under_cn_2025(once, book_id="liyang-2026")


def test_a_cap_stands_once_on_any_day_and_may_change_from_a_day_on() -> None:
    with pytest.raises(InvalidValueError, match="同一日只能有一个数值"):
        under_cn_2025(LIYANG_RULES, book_id="liyang-2025", caps=[cap_of(2), cap_of(1, on=date(2026, 1, 1))])
    first = attrs.evolve(cap_of(2), expires_on=date(2025, 12, 31))
    book = under_cn_2025(LIYANG_RULES, book_id="liyang-2025", caps=[first, cap_of(1, on=date(2026, 1, 1))])
    assert [getattr(yearly_cap(book, AGENCY, date(year, 12, 1)), "value", None) for year in (2025, 2026)] == [2, 1]


def test_a_rule_that_is_looser_than_the_nations_is_refused() -> None:
    shorter = attrs.evolve(CN_2025_RULES.rules[0], value=TimeLimit(number=30, unit=TimeUnit.DAY, clause=NOTICE))
    looser = attrs.evolve(LIYANG_RULES, rules=(*LIYANG_RULES.rules, shorter))
    with pytest.raises(LooserRuleError):
        under_cn_2025(looser, book_id="liyang-2025")
