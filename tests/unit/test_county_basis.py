"""A thousand assessments over the county's year; every ground met by a case of it; a report for each department."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

import attrs
import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    AssessmentVerdict,
    Case,
    CausalReading,
    Derived,
    Fact,
    FactEvidence,
    RecordsBasis,
    SubjectKind,
    Truth,
    assess,
    derive,
    grounds_under,
    report_on_departments,
    reports_markdown,
)
from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import Dossier, DrawCitation, Visit
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.registry import ANNEX_MEMBERS
from shuangsuiji.testing.county_basis import county_basis
from shuangsuiji.testing.county_trails import CountyRecords, county_records

LAST = date(2026, 12, 31)
OPEN = {"F0", "F4", "F5", "F8", "F9", "F10", "F11", "F12"}


@cache
def records() -> CountyRecords:
    return county_records(LIYANG_RULES)


@cache
def basis() -> RecordsBasis:
    return county_basis(records())


def visits() -> Iterator[Visit]:
    """Yield the visits by lot, one department after the other in turn."""
    own: dict[str, list[Visit]] = {}
    for aftermath in records().aftermaths.values():
        for one in aftermath.visits:
            own.setdefault(one.departments[0], []).append(one)
    for place in range(max(map(len, own.values()))):
        yield from (own[name][place] for name in sorted(own) if place < len(own[name]))


def case_of(visit: Visit) -> Case:
    """Return the case of the first officer of a visit, of a problem that came up two months later."""
    item = visit.items[0]
    return case(visit.id, visit.officers_of(item.department)[0].id, visit.object_id, item.item_code, visit.on)


def case(id_: str, subject: str, object_id: str, item: str, on: date) -> Case:
    event_on = min(on + timedelta(days=60), LAST)
    department = next(one for one in ANNEX_MEMBERS if one.lower().endswith(f"-{item.partition('-')[0]}"))
    return Case(
        id=id_,
        subject=subject,
        subject_kind=SubjectKind.OFFICER,
        department=department,
        object_id=object_id,
        holder=object_id,
        item_codes=(item,),
        event_on=event_on,
        opened_on=event_on,
    )


def found(code: str, value: Truth = Truth.TRUE) -> Fact:
    shown = FactEvidence(
        kind="认定书", reference=f"（合成）{code}", as_of=date(2027, 1, 20), established_by="320481-SCJG"
    )
    zh, en = "（合成）由有权单位认定", "made up"
    return Fact(kind=FACT_KINDS[code], value=value, because_zh=zh, because=en, evidence=(shown,))


def clean() -> Case:
    """Return the case of a visit of FGW that kept to the list, found nothing, and was entered and public in time."""
    return case_of(next(one for one in visits() if one.id == "320481-FGW-001-002"))


def not_drawn() -> Case:
    return case("未抽中", "JS0001", "91320481MA00001031", "fgw-01", date(2026, 5, 20))


@cache
def thousand() -> tuple[Derived, ...]:
    return tuple(derive(case_of(one), basis()) for one in islice(visits(), 1_000))


def test_in_a_thousand_cases_nobody_is_exempt_and_nobody_liable_by_what_the_records_alone_say() -> None:
    assert len({one.case.digest for one in thousand()}) == 1_000
    verdicts = Counter(assess(one.case, one.facts).verdict for one in thousand())
    assert set(verdicts) <= {AssessmentVerdict.NEEDS_EVIDENCE, AssessmentVerdict.NOT_MET}
    for one in thousand():
        assert {code for code in OPEN if one.facts[code].value is not Truth.NOT_ESTABLISHED} == set()


def test_most_inspections_of_the_year_are_exempt_once_a_search_for_abuse_found_nothing() -> None:
    nothing = found("F4", Truth.FALSE)
    verdicts = Counter(assess(one.case, {**one.facts, "F4": nothing}).verdict for one in islice(thousand(), 0, None, 5))
    assert verdicts[AssessmentVerdict.EXEMPT] > 100
    assert verdicts[AssessmentVerdict.NEEDS_EVIDENCE] > 10
    assert verdicts[AssessmentVerdict.BREACH] == 0


@pytest.mark.parametrize(
    ("ground_id", "by_hand"),
    [
        ("Ex.1", (found("F4", Truth.FALSE),)),
        ("Ex.2n", (found("F4", Truth.FALSE), found("F5"))),
        ("Ex.2w", (found("F4", Truth.FALSE), found("F5"))),
        ("Ex.3", (found("F0"),)),
        ("L.1", (found("F8"),)),
        ("L.2", (found("F9"),)),
        ("L.3", (found("F10"),)),
        ("R.1", (found("F11"),)),
        ("C.1", (found("F12"),)),
    ],
)
def test_every_ground_is_met_by_a_case_of_the_year(ground_id: str, by_hand: tuple[Fact, ...]) -> None:
    asked = not_drawn() if ground_id == "Ex.3" else clean()
    grounds = grounds_under(CausalReading.WIDE) if ground_id == "Ex.2w" else LIYANG_GROUNDS
    derived = derive(asked, basis(), by_hand)
    one = assess(asked, derived.facts, grounds)
    evaluation, ground = one.evaluation(ground_id), grounds.ground(ground_id)
    assert evaluation.counts
    assert evaluation.truth is Truth.TRUE
    assert ground in one.met
    assert ground.verdict in one.verdicts
    assert derived.by_hand == {fact.code for fact in by_hand}


def test_the_grounds_tried_are_all_that_there_are() -> None:
    tried = {"Ex.1", "Ex.2n", "Ex.2w", "Ex.3", "L.1", "L.2", "L.3", "R.1", "C.1"}
    assert {one.id for one in LIYANG_GROUNDS.grounds} == tried


def test_whoever_asks_in_july_has_no_draw_of_august_and_no_statement_of_january() -> None:
    early = county_basis(records(), as_of=date(2026, 7, 31))
    assert 0 < len(early.draws_on_record) < len(basis().draws_on_record)
    known = {one.manifest.commit for one in early.draws_on_record}
    assert known == {commit for agency in early.gazettes for commit in (early.gazette(agency) or {}).values()}
    assert early.gazette("320481-XXX") is None
    facts = derive(not_drawn(), early).facts
    assert facts["F6"].value is Truth.TRUE
    assert facts["F7"].value is Truth.NOT_ESTABLISHED
    assert "登记完整声明" in facts["F7"].missing[0].zh


# A later visit that found a problem, and what may be done to hide it: 2.1.9

LATER = "CITY-2026-320481-YJJ/2026-12-03/9"


def visited_twice() -> Case:
    """Return the case of a unit whose last visit before the event found a problem, and the one before it none."""
    day, id_ = date(2026, 12, 20), "91320481MA00005843"
    own = case("两次检查", "320481-YJJ", id_, "yjj-03", day)
    return attrs.evolve(own, subject_kind=SubjectKind.UNIT, event_on=day, opened_on=day)


@cache
def of_agency() -> RecordsBasis:
    """Return the records of the department that went twice, alone."""
    agency = "320481-YJJ"
    dossiers = tuple(one for one in basis().dossiers if one.id.startswith(f"CITY-2026-{agency}/"))
    return attrs.evolve(
        basis(),
        dossiers=dossiers,
        heads=tuple(one.head for one in dossiers),
        draws=tuple(one.record for one in basis().draws_on_record if one.manifest.agency == agency),
        gazettes={agency: basis().gazettes[agency]},
        plans=(),
    )


def later() -> Dossier:
    return next(one for one in of_agency().dossiers if one.id == LATER)


def its_draw() -> DrawOnRecord:
    assert isinstance(later().opened_by, DrawCitation)
    return of_agency().draws_by_commit[later().opened_by.commit][0]  # type: ignore[union-attr]


def with_later(dossier: Dossier | None, *, drawn: bool = True, **changes: object) -> RecordsBasis:
    """Return the records with another dossier of the later visit, or without it and its head, or its draw as well."""
    dossiers = tuple(one for one in of_agency().dossiers if one.id != LATER)
    heads = tuple(one for one in of_agency().heads if dossier is not None or one.dossier != LATER)
    kept = (*dossiers, dossier) if dossier is not None else dossiers
    draws = tuple(one for one in of_agency().draws if drawn or one is not its_draw().record)
    given = {"draws": draws, **changes}
    return attrs.evolve(of_agency(), dossiers=kept, heads=heads, **given)  # type: ignore[arg-type]


def inspected(known: RecordsBasis) -> list[Truth]:
    facts = derive(visited_twice(), known, (found("F4", Truth.FALSE),)).facts
    assert AssessmentVerdict.EXEMPT not in assess(visited_twice(), facts.values()).verdicts
    return [facts[code].value for code in ("F1", "F2", "F3")]


def test_the_last_visit_counts() -> None:
    assert inspected(basis()) == inspected(of_agency()) == [Truth.TRUE, Truth.FALSE, Truth.TRUE]


def test_whoever_breaks_or_withholds_the_dossier_of_the_last_visit_is_not_exempt_by_the_one_before() -> None:
    entries = later().entries
    for number in range(len(entries)):
        broken = attrs.evolve(later(), entries=(*entries[:number], *entries[number + 1 :]))
        assert inspected(with_later(broken)) == [Truth.NOT_ESTABLISHED] * 3
    assert inspected(with_later(None)) == [Truth.NOT_ESTABLISHED] * 3


def test_nor_is_he_who_withholds_its_draw_as_well_or_its_outcome() -> None:
    commitment = its_draw().commitment
    for thrown in ((), (commitment,), (its_draw().record,)):
        assert inspected(with_later(None, drawn=False, discarded=thrown)) == [Truth.NOT_ESTABLISHED] * 3
    sealed = (*with_later(None, drawn=False).draws, commitment)
    assert inspected(with_later(None, draws=sealed)) == [Truth.NOT_ESTABLISHED] * 3


def test_no_paper_fills_what_is_open_because_the_dossier_is_withheld() -> None:
    for code in ("F1", "F2", "F3"):
        with pytest.raises(InvalidValueError, match="只能由记录本身补正"):
            derive(visited_twice(), with_later(None), (found(code),))


def test_the_report_has_every_department_in_the_order_of_ids_and_nobody_by_name() -> None:
    reports = report_on_departments([assess(one.case, one.facts) for one in thousand()], thousand())
    assert [one.department for one in reports] == sorted(ANNEX_MEMBERS)
    assert sum(one.cases for one in reports) == 1_000
    assert all(one.checked_for_traps == one.cases for one in reports)
    page = reports_markdown(reports)
    assert not re.search(r"JS\d{4}", page)
    assert not any(one.case.object_id in page for one in thousand())
    assert "不排名次" in page
    assert "纪检监察机构" in page
