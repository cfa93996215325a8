"""Every fact of a case in one call, from the small records and from the synthetic year: 4.2.5 to 4.2.13."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import cast

import attrs
import pytest

from shuangsuiji.accountability.cases import Case, SubjectKind
from shuangsuiji.accountability.derive_draws import Recorded
from shuangsuiji.accountability.deriving import Derived, derive
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.facts import Fact, FactEvidence, FactKind, MissingEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.inspection import Dossier, DossierEntry, Result, Visit
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.testing.county import county_items, county_people, county_pools
from shuangsuiji.testing.county_guides import county_guides
from shuangsuiji.testing.county_trails import CountyRecords, county_records
from tests.unit.accountability_days import AS_OF, EVENT_ON, basis, case, filed, gazettes, inspection, result, steps
from tests.unit.builders import pool_of, product, uscc
from tests.unit.dossier_days import entered
from tests.unit.inspection_days import guide, problem, product_draw

TRUE, FALSE, OPEN = Truth.TRUE, Truth.FALSE, Truth.NOT_ESTABLISHED
DERIVED = ("F1", "F2", "F3", "F6", "F7")
BY_HAND = ("F0", "F4", "F5", "F8", "F9", "F10", "F11", "F12")
YEAR_END = date(2026, 12, 31)


def evidence(**changes: object) -> FactEvidence:
    given = {"kind": "合成文书", "reference": "合成〔2025〕1号", "as_of": AS_OF, "established_by": "320481-JW"}
    return FactEvidence(**{**given, **changes})  # type: ignore[arg-type]


def brought(code: str, value: Truth = TRUE, **changes: object) -> Fact:
    """Return a fact that somebody established."""
    told = {"because_zh": "合成认定", "because": "found", "kind": FACT_KINDS[code], "value": value}
    missing = (MissingEvidence(zh="合成", en="made up", where="合成"),) if value is OPEN else ()
    given = {**told, "evidence": () if value is OPEN else (evidence(),), "missing": missing}
    return Fact(**{**given, **changes})  # type: ignore[arg-type]


# One call


def test_every_fact_of_the_text_is_there_in_its_order() -> None:
    found = derive(case(), basis())
    assert list(found.facts) == list(FACT_KINDS)
    assert [found.facts[code].value for code in DERIVED] == [TRUE, TRUE, TRUE, FALSE, TRUE]


def test_what_no_record_answers_stays_open_and_says_what_to_bring() -> None:
    found = derive(case(), basis())
    assert all(found.facts[code].value is OPEN for code in BY_HAND)
    assert all(found.facts[code].missing for code in BY_HAND)
    assert {each.zh for one in found.facts.values() for each in one.missing} == {each.zh for each in found.missing}


def test_absence_of_abuse_is_not_derived_4_2_8() -> None:
    asked = derive(case(), basis()).facts["F4"].missing[0]
    assert "截至某日" in asked.zh
    assert "up to a day" in asked.en


def test_a_fact_that_is_brought_fills_what_is_open() -> None:
    found = derive(case(), basis(), (brought("F0"), brought("F4", FALSE)))
    assert (found.facts["F0"].value, found.facts["F4"].value) == (TRUE, FALSE)
    assert found.by_hand == {"F0", "F4"}
    open_one = brought("F5", OPEN)
    assert derive(case(), basis(), (open_one,)).facts["F5"] == open_one
    assert "F5" not in derive(case(), basis(), (open_one,)).by_hand


def test_the_facts_of_the_inspection_can_be_false_too() -> None:
    bad = filed(*steps(entered(problem(inspection(marked=False)))))
    newer = basis(bad, guides=(guide(version=2), guide()))
    found = derive(case(), newer)
    assert [found.facts[code].value for code in ("F1", "F2", "F3")] == [FALSE, FALSE, FALSE]


def test_a_fact_that_contradicts_the_records_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="与记录相反"):
        derive(case(), basis(), (brought("F2", FALSE),))
    with pytest.raises(InvalidValueError, match="与记录相反"):
        derive(case(), basis(), (brought("F6", TRUE),))


def test_a_fact_that_agrees_with_the_records_adds_its_evidence_and_an_open_one_nothing() -> None:
    own = derive(case(), basis()).facts["F2"]
    more = derive(case(), basis(), (brought("F2"),)).facts["F2"]
    assert more.evidence == (*own.evidence, evidence())
    assert more.because_zh == own.because_zh
    assert derive(case(), basis(), (brought("F2", OPEN),)).facts["F2"] == own


def test_a_fact_is_brought_once_and_is_one_of_the_text() -> None:
    with pytest.raises(DuplicateError):
        derive(case(), basis(), (brought("F0"), brought("F0")))
    kind = FactKind(code="F99", phrase="其他", en="another", clause=FACT_KINDS["F0"].clause)
    with pytest.raises(InvalidValueError):
        derive(case(), basis(), (brought("F0", kind=kind),))


def test_a_search_that_ends_before_the_event_finds_nothing_out_4_2_8() -> None:
    early = brought("F4", FALSE, evidence=(evidence(as_of=EVENT_ON - timedelta(days=1)),))
    with pytest.raises(InvalidValueError):
        derive(case(), basis(), (early,))


def test_what_a_broken_dossier_holds_cannot_be_brought_by_hand() -> None:
    dossier = filed()
    broken = attrs.evolve(dossier, entries=dossier.entries[:-1])
    cited = brought("F2", evidence=(evidence(digest=result().digest),))
    with pytest.raises(InvalidValueError, match="断链"):
        derive(case(), basis(broken, heads=(dossier.head,)), (cited,))
    for code, value in (("F1", TRUE), ("F2", TRUE), ("F3", TRUE), ("F2", FALSE)):
        with pytest.raises(InvalidValueError, match="只能由记录本身补正"):
            derive(case(), basis(broken, heads=(dossier.head,)), (brought(code, value),))


def test_what_is_open_because_a_record_is_not_at_hand_is_filled_and_keeps_what_was_found() -> None:
    known = basis(lists=())
    own = derive(case(), known).facts["F1"]
    found = derive(case(), known, (brought("F1"),))
    assert own.value is OPEN
    assert found.facts["F1"].value is TRUE
    assert found.facts["F1"].evidence == (evidence(), *own.evidence)
    assert found.facts["F1"].because_zh == "合成认定"
    assert found.by_hand == {"F1"}


def test_an_open_fact_that_is_brought_takes_nothing_away_from_what_is_missing() -> None:
    known = basis(lists=())
    own, brought_ = derive(case(), known).facts["F1"], brought("F1", OPEN)
    found = derive(case(), known, (brought_,)).facts["F1"]
    assert found.value is OPEN
    assert found.missing == (*brought_.missing, *own.missing)
    assert found.evidence == own.evidence


@pytest.mark.parametrize("code", ["F0", "F4", "F5", "F6", "F7"])
def test_whoever_looked_before_the_event_cannot_tell_of_its_day(code: str) -> None:
    early = (evidence(as_of=EVENT_ON - timedelta(days=1)),)
    value = FALSE if code in {"F4", "F6"} else TRUE
    with pytest.raises(InvalidValueError, match="须查至问题出现日"):
        derive(case(), basis(), (brought(code, value, evidence=early),))
    one = brought(code, value, evidence=(*early, evidence(as_of=EVENT_ON)))
    assert derive(case(), basis(), (one,)).facts[code].value is value


def test_nobody_looked_after_the_day_of_the_basis() -> None:
    late = brought("F8", evidence=(evidence(as_of=AS_OF + timedelta(days=1)),))
    with pytest.raises(InvalidValueError, match="不得晚于"):
        derive(case(), basis(), (late,))
    early = brought("F8", evidence=(evidence(as_of=date(2025, 1, 2)),))  # when a duty was not done, it was so before
    assert derive(case(), basis(), (early,)).by_hand == {"F8"}


def test_the_market_entity_is_that_of_the_pool() -> None:
    with pytest.raises(InvalidValueError, match="名录库所载市场主体"):
        derive(case(holder="另一主体"), basis())
    stranger = case(object_id="不在库的对象", holder="另一主体")
    assert derive(stranger, basis()).facts["F7"].value is TRUE
    pool = county_pools()[0]
    other = year_case("案-库", pool.columns.ids[0], pool.owner, pool.item_codes[0], YEAR_END)
    with pytest.raises(InvalidValueError, match="名录库所载市场主体"):
        derive(attrs.evolve(other, holder="另一主体"), year_basis())


def test_a_pool_from_which_nobody_drew_says_nothing_of_what_was_drawn_from() -> None:
    id_ = product_draw().commitment.frames["labels"].ids[0]
    made_up = pool_of([product(id_, holder=uscc(2))], id="made-up")
    of = basis(draws=(product_draw(),), pools=(made_up,))
    assert derive(case(object_id=id_, holder=uscc(1)), of).case.holder == uscc(1)
    with pytest.raises(InvalidValueError, match=f"名录库所载市场主体为 {uscc(1)}；"):
        derive(case(object_id=id_, holder=uscc(2)), of)
    unknown = case(object_id="产品99", holder=uscc(2))
    assert derive(unknown, basis(pools=(pool_of([product("产品99", holder=uscc(2))], id="made-up"),))).case is unknown


def test_a_basis_from_before_the_event_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        derive(case(), basis(as_of=EVENT_ON - timedelta(days=1)))


def test_it_is_told_in_one_line_and_as_a_table() -> None:
    found = derive(case(), basis())
    assert repr(found).startswith("<已推导事实 案-01：F0 未查明，F1 成立，F2 成立")
    assert "理由" in found._repr_html_()


# The synthetic year


@cache
def county() -> CountyRecords:
    return county_records(LIYANG_RULES)


@cache
def year_basis() -> RecordsBasis:
    """Return everything on record of the synthetic year, as of 20 January after it."""
    year = county()
    draws = (*year.year.matchings.values(), *(one.matching for one in year.cases.targeted))
    register = year.cases.register
    return RecordsBasis(
        as_of=date(2027, 1, 20),
        terms=year.score_basis.terms,
        dossiers=tuple(year.dossiers.values()),
        heads=tuple(one.head for one in year.dossiers.values()),
        draws=draws,
        gazettes=gazettes(draws),
        pools=county_pools(),
        lists=(county_items(),),
        people=county_people(),
        guides=county_guides(),
        sheets=tuple(each for one in year.aftermaths.values() for each in one.sheets),
        registers=(register,),
        register_heads=(register.head,),
        recusals=(),
    )


def visit_cases() -> Iterator[Case]:
    """Yield a case for every visit of the year: a problem of its first item, three months after it."""
    for number, one in enumerate(each for after in county().aftermaths.values() for each in after.visits):
        item, event_on = one.items[0], min(one.on + timedelta(days=90), YEAR_END)
        if one.on <= YEAR_END:
            yield year_case(f"检-{number}", one.object_id, item.department, item.item_code, event_on)


def pool_cases(count: int) -> Iterator[Case]:
    """Yield cases of objects of the pools of all departments, and of all their items, in turn."""
    pools = county_pools()
    for number in range(count):
        pool = pools[number % len(pools)]
        id_ = pool.columns.ids[number * 7 % len(pool)]
        yield year_case(f"库-{number}", id_, pool.owner, pool.item_codes[number % 6], YEAR_END)


def year_case(id_: str, object_id: str, department: str, code: str, event_on: date) -> Case:
    return Case(
        id=id_,
        subject=department,
        subject_kind=SubjectKind.UNIT,
        department=department,
        object_id=object_id,
        holder=object_id,
        item_codes=(code,),
        event_on=event_on,
        opened_on=event_on,
    )


@cache
def derived() -> tuple[Derived, ...]:
    known = year_basis()
    return tuple(derive(one, known) for one in (*visit_cases(), *pool_cases(400)))


def test_every_fact_is_true_false_and_open_somewhere_in_the_year() -> None:
    seen: dict[str, Counter[Truth]] = defaultdict(Counter)
    for one in derived():
        for code in DERIVED:
            seen[code][one.facts[code].value] += 1
    assert {code for code in DERIVED if seen[code][TRUE]} == set(DERIVED)
    assert {code for code in DERIVED if seen[code][FALSE]} >= {"F2", "F3", "F6", "F7"}
    assert {code for code in DERIVED if seen[code][OPEN]} >= {"F1", "F2", "F3", "F6"}


def test_a_fact_of_the_year_that_is_settled_shows_what_it_rests_on() -> None:
    for one in derived()[::25]:
        for fact in one.facts.values():
            assert fact.evidence or fact.missing
            assert fact.value is OPEN or any(each.digest for each in fact.evidence)


def test_who_was_drawn_in_the_year_was_not_undrawn_and_who_was_not_had_a_chance() -> None:
    drawn = {
        (one.commitment.manifest.agency, id_, code)
        for one in year_basis().draws_on_record
        if one.drawn is not None
        for code, ids in one.drawn.taken.drawn.items()
        for id_ in ids
    }
    for one in derived():
        case_, value = one.case, one.facts["F6"].value
        key = (case_.department, case_.object_id, case_.item_codes[0])
        if case_.event_on == YEAR_END and key in drawn:
            assert value is FALSE
        if value is TRUE:
            assert key not in drawn


def exempt_in_year() -> tuple[Case, Dossier]:
    """Return a case of the year whose three facts of the inspection are true, with the dossier of its visit."""
    found = next(one for one in derived() if all(one.facts[code].value is TRUE for code in ("F1", "F2", "F3")))
    visit = next(one.reference for one in found.facts["F1"].evidence if one.kind == "Visit")
    trails = year_basis().visits_at[found.case.object_id]
    return found.case, next(trail.dossier for trail, one in trails if one.id == visit)


def test_whichever_entry_of_its_dossier_is_changed_every_fact_that_rests_on_it_is_open() -> None:
    asked, dossier = exempt_in_year()
    for number in range(len(dossier.entries)):
        for changed in changes_of(dossier.entries[number]):
            entries = (*dossier.entries[:number], changed, *dossier.entries[number + 1 :])
            assert_open(asked, attrs.evolve(dossier, entries=entries), dossier)
        assert_open(asked, without(dossier, number), dossier)


def changes_of(entry: DossierEntry) -> Iterator[DossierEntry]:
    """Yield an entry with one thing changed in each of what it says, and in what it holds."""
    yield attrs.evolve(entry, number=entry.number + 1)
    yield attrs.evolve(entry, on=entry.on + timedelta(days=400))
    yield attrs.evolve(entry, kind=f"{entry.kind}s")
    for field in ("record_digest", "previous"):
        text = cast("str", getattr(entry, field))
        yield attrs.evolve(entry, **{field: ("0" if text[0] != "0" else "1") + text[1:]})  # type: ignore[arg-type]
    record = changed_record(entry.record)
    if record is not None:
        yield attrs.evolve(entry, record=record)


def changed_record(record: object) -> object | None:
    match record:
        case Visit():
            return attrs.evolve(record, notice=f"{record.notice}1")
        case Result():
            return attrs.evolve(record, platform_number=f"{record.platform_number}1")
        case _:
            return None


def without(dossier: Dossier, number: int) -> Dossier:
    return attrs.evolve(dossier, entries=(*dossier.entries[:number], *dossier.entries[number + 1 :]))


def assert_open(one: Case, changed: Dossier, original: Dossier) -> None:
    """Check that a dossier that was changed settles nothing for a case, and says so."""
    known = attrs.evolve(year_basis(), dossiers=(changed,), heads=(original.head,), draws=small_draws(original))
    found = derive(one, known)
    for code in ("F1", "F2", "F3"):
        assert found.facts[code].value is OPEN
        assert any("断链" in each.zh for each in found.facts[code].missing)
    assert found.facts["F6"].value is OPEN
    assert "trap.dossier_broken" in {each.code for each in found.traps}


@cache
def small_draws_of(commit: str) -> tuple[Recorded, ...]:
    known = year_basis().draws_by_commit[commit][0]
    return tuple(one for one in year_basis().draws if one.commitment.manifest.agency == known.manifest.agency)  # type: ignore[union-attr]


def small_draws(dossier: Dossier) -> tuple[Recorded, ...]:
    """Return the draws of the agency of a dossier alone."""
    return small_draws_of(dossier.opened_by.commit)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "call",
    [
        lambda: derive("x", basis()),  # type: ignore[arg-type]
        lambda: derive(case(), "x"),  # type: ignore[arg-type]
        lambda: derive(case(), basis(), None),  # type: ignore[arg-type]
        lambda: derive(case(), basis(), ["F1"]),  # type: ignore[list-item]
    ],
)
def test_an_argument_of_another_class_is_named(call: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError, match="应为"):
        call()
