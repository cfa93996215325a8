"""Pools: a change makes a new version and never edits the old one."""

from datetime import date
from fractions import Fraction

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.law import LIYANG_RULES, POOL_MAINTENANCE, Rule, RuleBook, Stricter
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import Level
from shuangsuiji.values import TimeLimit, TimeUnit
from tests.unit.builders import CLAUSE, enterprise, pool_of, product, uscc

DAY = date(2025, 5, 1)


def revised(pool: ObjectPool) -> ObjectPool:
    """Return the next version: one object gone, one corrected, one new."""
    return pool.revise(
        on=DAY,
        put=[enterprise(1, name="改名公司"), enterprise(90)],
        drop=[uscc(0)],
        reasons={uscc(0): "注销", uscc(1): "更名", uscc(90): "新设"},
    )


def test_a_pool_gives_back_its_objects() -> None:
    pool = pool_of(5)
    assert sorted(one.id for one in pool) == sorted(map(uscc, range(5)))
    assert pool[uscc(3)] == enterprise(3)
    assert len(pool) == 5


@pytest.mark.parametrize(("id_", "there"), [(uscc(0), True), (uscc(9), False), (uscc(0).lower(), False), (7, False)])
def test_a_pool_knows_what_it_holds(id_: object, *, there: bool) -> None:
    assert (id_ in pool_of(5)) is there


def test_what_a_pool_does_not_hold_is_unknown() -> None:
    with pytest.raises(UnknownNameError):
        pool_of(5)[uscc(9)]


def test_a_revision_makes_the_next_version() -> None:
    new = revised(pool_of(5))
    assert (new.version, new.maintained_on, len(new)) == (2, DAY, 5)
    assert uscc(0) not in new
    assert new[uscc(1)].name == "改名公司"
    assert new[uscc(90)] == enterprise(90)


def test_a_revision_says_what_changed_and_why() -> None:
    revision = revised(pool_of(5)).revision
    assert revision is not None
    assert (revision.version, revision.on) == (2, DAY)
    assert (revision.added, revision.removed, revision.changed) == (
        {uscc(90): "新设"},
        {uscc(0): "注销"},
        {uscc(1): "更名"},
    )


def test_a_revision_never_edits_the_version_before() -> None:
    old = pool_of(5)
    digest, before = old.digest, list(old)
    new = revised(old)
    assert list(old) == before
    assert (old.version, old.revision, old.previous) == (1, None, "")
    assert (
        ObjectPool.of(
            before, id=old.id, owner=old.owner, item_codes=old.item_codes, maintained_on=old.maintained_on
        ).digest
        == digest
    )
    assert new.previous == digest


def test_one_reason_may_stand_for_all() -> None:
    new = pool_of(5).revise(on=DAY, drop=[uscc(0), uscc(1)], reasons="注销")
    assert new.revision is not None
    assert new.revision.removed == {uscc(0): "注销", uscc(1): "注销"}


@pytest.mark.parametrize("reasons", ["", " ", {}, {uscc(0): ""}, {uscc(1): "注销"}, {uscc(0): "a|b"}], ids=str)
def test_a_change_without_a_reason_is_refused(reasons: dict[str, str] | str) -> None:
    with pytest.raises(InvalidValueError, match=f"reason {uscc(0)}"):
        pool_of(5).revise(on=DAY, drop=[uscc(0)], reasons=reasons)
    with pytest.raises(InvalidValueError, match=f"reason {uscc(0)}"):
        pool_of(5).revise(on=DAY, put=[enterprise(0, name="新名")], reasons=reasons)


def test_what_is_not_there_cannot_be_dropped() -> None:
    with pytest.raises(UnknownNameError):
        pool_of(5).revise(on=DAY, drop=[uscc(9)], reasons="注销")


def test_an_id_is_put_once_and_not_put_and_dropped() -> None:
    with pytest.raises(DuplicateError):
        pool_of(5).revise(on=DAY, put=[enterprise(9), enterprise(9)], reasons="新设")
    with pytest.raises(DuplicateError):
        pool_of(5).revise(on=DAY, put=[enterprise(0)], drop=[uscc(0)], reasons="更正")


def test_an_id_in_other_case_does_not_slip_in() -> None:
    pool = pool_of([product("Kettle-7")])
    with pytest.raises(DuplicateError):
        pool.revise(on=DAY, put=[product("KETTLE-7")], reasons="新增")
    swapped = pool.revise(on=DAY, put=[product("KETTLE-7")], drop=["Kettle-7"], reasons="更正")
    assert [one.id for one in swapped] == ["KETTLE-7"]


def test_a_version_is_not_older_than_the_one_before() -> None:
    with pytest.raises(InvalidValueError, match="不得早于上一版的 2025-04-01"):
        pool_of(5).revise(on=date(2025, 3, 31), reasons="核对")
    assert pool_of(5).revise(on=date(2025, 4, 1), reasons="核对").version == 2


def test_a_pool_may_be_confirmed_without_a_change() -> None:
    old = pool_of(5)
    new = old.revise(on=DAY, reasons="季度核对")
    assert (new.columns, new.maintained_on, new.version) == (old.columns, DAY, 2)
    assert new.digest != old.digest


def test_a_pool_may_be_emptied_and_filled_again() -> None:
    empty = pool_of(2).revise(on=DAY, drop=[uscc(0), uscc(1)], reasons="清理")
    assert list(empty) == []
    assert list(empty.revise(on=DAY, put=[enterprise(0)], reasons="新设")) == [enterprise(0)]


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "other"},
        {"owner": "320481-WJW"},
        {"item_codes": ("labels",)},
        {"item_codes": ("lifts", "labels")},
        {"maintained_on": DAY},
        {"columns": pool_of(59).columns},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_digest_binds_everything(changes: dict[str, object]) -> None:
    assert attrs.evolve(pool_of(), **changes).digest != pool_of().digest  # type: ignore[arg-type]


def test_the_digest_of_a_version_binds_all_versions_before_it() -> None:
    one = pool_of(5).revise(on=DAY, drop=[uscc(0)], reasons="注销")
    other = pool_of(6).revise(on=DAY, drop=[uscc(0), uscc(5)], reasons="注销")
    assert one.columns == other.columns
    assert one.digest != other.digest


def test_the_order_of_input_plays_no_part_in_the_digest() -> None:
    rows = [enterprise(number) for number in range(20)]
    assert pool_of(rows).digest == pool_of(rows[::-1]).digest


@pytest.mark.parametrize(
    ("on", "stale"), [(date(2025, 4, 1), False), (date(2025, 10, 1), False), (date(2025, 10, 2), True)], ids=str
)
def test_a_pool_not_maintained_for_six_months_is_warned_of_2_3_2(on: date, *, stale: bool) -> None:
    found = pool_of().check(LIYANG_RULES, on)
    assert [one.code for one in found] == ([POOL_MAINTENANCE] if stale else [])
    assert all(one.clause is not None and one.clause.clause == "2.3.2" for one in found)


def test_without_a_rule_no_pool_is_stale() -> None:
    empty = RuleBook(id="none", title="无", level=Level.COUNTY, rules=())
    assert pool_of().check(empty, date(2099, 1, 1)) == ()


@pytest.mark.parametrize(
    "changes",
    [{"id": "名录库"}, {"owner": "市局"}, {"item_codes": ("标签",)}, {"version": 0}, {"version": True}],
    ids=str,
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(pool_of(), **changes)  # type: ignore[arg-type]


def test_a_pool_shows_itself_and_escapes_names() -> None:
    pool = pool_of([enterprise(1, name="<script>")])
    assert repr(pool) == "<检查对象名录库 SCJG-objects v1：1 个对象，320481-SCJG，2025-04-01>"
    assert "&lt;script&gt;" in pool._repr_html_()
    assert "<script>" not in pool._repr_html_()
    assert "另有 40 行" in pool_of(60)._repr_html_()


def test_the_digest_binds_the_reasons() -> None:
    one = pool_of(5).revise(on=DAY, drop=[uscc(0)], reasons="注销")
    other = pool_of(5).revise(on=DAY, drop=[uscc(0)], reasons="局长亲戚")
    assert one.digest != other.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 5},
        {"version": 2, "previous": "0" * 64},
        {"revision": revised(pool_of(5)).revision, "previous": "0" * 64, "version": 3},
        {"revision": revised(pool_of(5)).revision, "previous": "0" * 64},
        {"previous": "0" * 64},
        {"revision": revised(pool_of(5)).revision},
    ],
    ids=["5", "no revision", "another revision", "first", "first with previous", "first with revision"],
)
def test_a_version_that_follows_nothing_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises((BrokenChainError, InvalidValueError)):
        attrs.evolve(pool_of(), **changes)  # type: ignore[arg-type]


def test_a_term_in_working_days_does_not_stop_the_check() -> None:
    rule = Rule(
        name=POOL_MAINTENANCE,
        value=TimeLimit(number=120, unit=TimeUnit.WORKING_DAY, clause=CLAUSE),
        stricter=Stricter.SMALLER,
        clause=CLAUSE,
        stated=True,
        effective_on=date(2020, 1, 1),
    )
    pool_of().check(RuleBook(id="city", title="市", level=Level.COUNTY, rules=(rule,)), DAY)


def test_a_maintenance_rule_that_is_no_term_says_nothing() -> None:
    rule = Rule(
        name=POOL_MAINTENANCE,
        value=Fraction(1, 2),
        stricter=Stricter.SMALLER,
        clause=CLAUSE,
        stated=True,
        effective_on=date(2020, 1, 1),
    )
    assert pool_of().check(RuleBook(id="city", title="市", level=Level.COUNTY, rules=(rule,)), DAY) == ()
