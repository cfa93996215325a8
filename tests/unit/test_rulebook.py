"""Rule books are data: another city writes its own, a lower book may tighten and never loosen."""

from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji.errors import InvalidValueError, LooserRuleError, UnknownNameError
from shuangsuiji.law import (
    JOINT_TEAM_MINIMUM,
    KEY_COUNT,
    KEY_SHARE,
    LIYANG_2020,
    LIYANG_RULES,
    LOT_SIZE,
    PENALTY_2021,
    POOL_MAINTENANCE,
    RESULT_PUBLICATION,
    TEAM_MINIMUM,
    Clause,
    Document,
    Rule,
    RuleBook,
    Stricter,
)
from shuangsuiji.terms import Level
from shuangsuiji.values import TimeLimit, TimeUnit
from tests.unit.builders import CLAUSE, made

START = date(2020, 1, 1)
Value = Fraction | int | TimeLimit


def rule(value: object, **changes: object) -> Rule:
    given = {
        "name": KEY_SHARE,
        "value": value,
        "stricter": Stricter.SMALLER,
        "clause": CLAUSE,
        "stated": True,
        "effective_on": START,
    }
    return made(Rule, given, changes)


def book(*rules: Rule, **changes: object) -> RuleBook:
    return made(RuleBook, {"id": "city", "title": "市规则", "level": Level.COUNTY, "rules": rules}, changes)


def province(*rules: Rule) -> RuleBook:
    return book(*rules, id="province", level=Level.PROVINCE)


def term(number: int, unit: TimeUnit = TimeUnit.MONTH) -> TimeLimit:
    return TimeLimit(number=number, unit=unit, clause=CLAUSE)


TIGHTER: list[tuple[Value, Value, Stricter]] = [
    (Fraction(1, 5), Fraction(1, 10), Stricter.SMALLER),
    (Fraction(1, 5), Fraction(1, 5), Stricter.SMALLER),
    (10, 9, Stricter.SMALLER),
    (term(6), term(3), Stricter.SMALLER),
    (Fraction(1, 20), Fraction(1, 10), Stricter.LARGER),
    (2, 3, Stricter.LARGER),
]
LOOSER: list[tuple[Value, Value, Stricter]] = [
    (Fraction(1, 5), Fraction(1, 4), Stricter.SMALLER),
    (Fraction(1, 3), Fraction(33333334, 100000000), Stricter.SMALLER),
    (10, 11, Stricter.SMALLER),
    (term(6), term(7), Stricter.SMALLER),
    (Fraction(1, 10), Fraction(1, 20), Stricter.LARGER),
    (3, 2, Stricter.LARGER),
]


@pytest.mark.parametrize(("higher", "lower", "way"), TIGHTER, ids=str)
def test_a_lower_book_may_tighten(higher: Value, lower: Value, way: Stricter) -> None:
    city = book(rule(lower, stricter=way), parent=province(rule(higher, stricter=way)))
    assert city.rule(KEY_SHARE, START).value == lower


@pytest.mark.parametrize(("higher", "lower", "way"), LOOSER, ids=str)
def test_a_lower_book_may_never_loosen(higher: Value, lower: Value, way: Stricter) -> None:
    with pytest.raises(LooserRuleError) as caught:
        book(rule(lower, stricter=way), parent=province(rule(higher, stricter=way)))
    assert caught.value.params["clause"] == CLAUSE
    assert caught.value.params["value"] == lower


@pytest.mark.parametrize("unit", [TimeUnit.DAY, TimeUnit.WORKING_DAY, TimeUnit.YEAR], ids=lambda unit: unit.name)
def test_terms_of_different_units_cannot_be_compared_and_are_refused(unit: TimeUnit) -> None:
    with pytest.raises(LooserRuleError):
        book(rule(term(1, unit)), parent=province(rule(term(12))))


def test_a_term_and_a_count_cannot_be_compared_and_are_refused() -> None:
    with pytest.raises(LooserRuleError):
        book(rule(3), parent=province(rule(term(6))))


def test_the_way_of_tightening_cannot_be_turned_round() -> None:
    with pytest.raises(LooserRuleError):
        book(rule(9, stricter=Stricter.LARGER), parent=province(rule(10)))


def test_a_rule_loosened_against_the_grandparent_is_refused() -> None:
    middle = book(id="prefecture", level=Level.PREFECTURE, parent=province(rule(10)))
    with pytest.raises(LooserRuleError):
        book(rule(11), parent=middle)


def test_only_rules_in_force_together_are_compared() -> None:
    higher = province(rule(10, expires_on=date(2020, 12, 31)))
    assert book(rule(11, effective_on=date(2021, 1, 1)), parent=higher).rule(KEY_SHARE, date(2021, 1, 1)).value == 11
    with pytest.raises(LooserRuleError):
        book(rule(11, effective_on=date(2020, 12, 31)), parent=higher)
    with pytest.raises(LooserRuleError):
        book(rule(11, effective_on=date(2019, 1, 1), expires_on=START), parent=higher)


def test_a_rule_is_in_force_from_its_first_to_its_last_day() -> None:
    one = rule(1, expires_on=date(2020, 6, 30))
    days = [date(2019, 12, 31), START, date(2020, 6, 30), date(2020, 7, 1)]
    assert [one.is_in_force(day) for day in days] == [False, True, True, False]


def test_a_rule_in_force_for_one_day_is_possible_and_less_is_not() -> None:
    assert rule(1, expires_on=START).is_in_force(START)
    with pytest.raises(InvalidValueError, match="不得早于生效日期"):
        rule(1, expires_on=date(2019, 12, 31))


def test_a_rule_has_one_value_on_any_day() -> None:
    first = rule(1, expires_on=date(2020, 12, 31))
    with pytest.raises(InvalidValueError, match="2020-12-31"):
        book(first, rule(2, effective_on=date(2020, 12, 31)))
    with pytest.raises(InvalidValueError, match="同一规则在同一日只能有一个数值"):
        book(rule(1), rule(1))


def test_a_rule_may_change_from_one_day_to_the_next() -> None:
    city = book(rule(2, effective_on=date(2021, 1, 1)), rule(1, expires_on=date(2020, 12, 31)))
    assert [city.rule(KEY_SHARE, day).value for day in (date(2020, 12, 31), date(2021, 1, 1))] == [1, 2]


def test_a_rule_that_the_book_does_not_state_is_the_higher_ones() -> None:
    city = book(parent=province(rule(10)))
    assert city.rule(KEY_SHARE, START).value == 10


def test_a_rule_that_has_expired_gives_way_to_the_higher_one() -> None:
    city = book(rule(5, expires_on=date(2020, 12, 31)), parent=province(rule(10)))
    assert city.rule(KEY_SHARE, date(2021, 1, 1)).value == 10


def test_a_missing_rule_is_named_with_the_day() -> None:
    with pytest.raises(UnknownNameError, match="2019-12-31") as caught:
        book(rule(10)).rule(KEY_SHARE, date(2019, 12, 31))
    assert caught.value.params["value"] == KEY_SHARE
    assert book(rule(10)).find("items.other", START) is None


@pytest.mark.parametrize("level", [Level.NATION, Level.PROVINCE], ids=lambda level: level.name)
def test_a_book_does_not_stand_above_its_parent(level: Level) -> None:
    with pytest.raises(InvalidValueError, match="不得高于上级规则册"):
        book(level=level, parent=book(id="above", level=Level.PREFECTURE))


@pytest.mark.parametrize("id_", ["", "liyang 2020", "溧阳", "a" * 65])
def test_the_id_of_a_book_is_a_name(id_: str) -> None:
    with pytest.raises(InvalidValueError):
        book(id=id_)


def test_a_rule_cannot_exist_without_its_clause() -> None:
    with pytest.raises(TypeError, match="clause"):
        Rule(name=KEY_SHARE, value=1, stricter=Stricter.SMALLER, stated=True, effective_on=START)  # type: ignore[call-arg]


def test_another_city_writes_its_own_book_as_data() -> None:
    text = Document(
        number="青政办发〔2021〕3号",
        title="青城市实施办法",
        issuer="青城市人民政府办公室",
        issued_on=date(2021, 3, 1),
        disclosure="此件公开发布",
        clauses=(Clause(id="5.2", path="第五条", quotation="重点检查事项不超过事项总数的一成"),),
    )
    share = Rule(
        name=KEY_SHARE,
        value=Fraction(1, 10),
        stricter=Stricter.SMALLER,
        clause=text.ref("5.2"),
        stated=True,
        effective_on=text.issued_on,
    )
    green = RuleBook(id="qing-2021", title=text.title, level=Level.COUNTY, rules=(share,), parent=LIYANG_RULES)
    assert green.rule(KEY_SHARE, date(2021, 3, 1)).clause.document == "青政办发〔2021〕3号"
    assert green.rule(KEY_SHARE, date(2021, 2, 28)).clause.document == LIYANG_2020.number
    assert green.rule(RESULT_PUBLICATION, date(2021, 3, 1)) == LIYANG_RULES.rule(RESULT_PUBLICATION, date(2021, 3, 1))


@pytest.mark.parametrize(
    ("name", "value", "clause", "stated"),
    [
        (RESULT_PUBLICATION, "20个工作日", "3.3.2", True),
        (KEY_SHARE, "1/5", "2.2.13", False),
        (POOL_MAINTENANCE, "6个月", "2.3.2", False),
        (TEAM_MINIMUM, "2", "2.3.10", False),
        (LOT_SIZE, "3", "3.2.2", False),
    ],
)
def test_liyang_says_which_numbers_its_text_states(name: str, value: str, clause: str, *, stated: bool) -> None:
    found = LIYANG_RULES.rule(name, date(2020, 5, 7))
    assert (str(found.value), found.clause.clause, found.stated) == (value, clause, stated)


def test_liyang_gives_no_number_of_key_items() -> None:
    assert LIYANG_RULES.find(KEY_COUNT, date(2025, 1, 1)) is None


@pytest.mark.parametrize("value", [0.2, True, "1/5", None], ids=repr)
def test_a_value_that_is_not_exact_is_refused(value: object) -> None:
    with pytest.raises(InvalidValueError):
        rule(value)


def test_a_clause_that_is_none_is_refused() -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        rule(1, clause=None)


def test_a_ratio_and_a_count_cannot_be_compared_and_are_refused() -> None:
    with pytest.raises(LooserRuleError):
        book(rule(Fraction(1, 2)), parent=province(rule(3)))


def test_two_officers_were_a_default_until_the_revised_law_stated_them() -> None:
    before, since = (LIYANG_RULES.rule(TEAM_MINIMUM, on) for on in (date(2021, 7, 14), date(2021, 7, 15)))
    assert (before.value, before.stated, before.clause) == (2, False, LIYANG_2020.ref("2.3.10"))
    assert (since.value, since.stated, since.clause) == (2, True, PENALTY_2021.ref("42"))


def test_liyang_does_not_let_departments_share_the_minimum() -> None:
    assert LIYANG_RULES.find(JOINT_TEAM_MINIMUM, date(2025, 1, 1)) is None


@pytest.mark.parametrize("name", [TEAM_MINIMUM, LOT_SIZE])
def test_a_lower_book_may_ask_for_more_officers_and_larger_lots_and_never_for_less(name: str) -> None:
    own = [rule(value, name=name, stricter=Stricter.LARGER, effective_on=date(2026, 1, 1)) for value in (5, 1)]
    assert book(own[0], parent=LIYANG_RULES).rule(name, date(2026, 1, 1)).count() == 5
    with pytest.raises(LooserRuleError):
        book(own[1], parent=LIYANG_RULES)


@pytest.mark.parametrize("value", [0, -1, Fraction(2), term(2)], ids=str)
def test_a_ratio_a_term_and_nothing_at_all_are_no_count(value: Value) -> None:
    assert rule(2).count() == 2
    with pytest.raises(InvalidValueError, match=f"{KEY_SHARE}.value"):
        rule(value).count()
