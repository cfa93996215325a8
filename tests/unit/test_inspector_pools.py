"""Pools of inspectors: everybody certified is in, or out with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from shuangsuiji.errors import (
    BrokenChainError,
    DuplicateError,
    InvalidIdentifierError,
    InvalidValueError,
    LawError,
    UnknownNameError,
)
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES
from shuangsuiji.lottery.officers import Officer, officers_bytes
from shuangsuiji.registry import (
    LIYANG_DEPARTMENTS,
    Absence,
    Certificate,
    CertificateHolder,
    InspectorPool,
    Leave,
    Qualification,
    TaskOfficers,
    Training,
)
from shuangsuiji.terms import AbsenceReason, ExpertKind, InspectorStatus
from shuangsuiji.values import Finding, Severity
from tests.unit.builders import AGENCY, enterprise, expert, inspector, inspector_pool

HEALTH = "320481-WJW"
DAY = date(2025, 5, 1)
FROM, TO = date(2026, 3, 1), date(2026, 5, 31)
ROSTER = {"JS0001": AGENCY, "JS0002": AGENCY, "JS0003": AGENCY, "JS0009": AGENCY}


def lapsing(on: date) -> Certificate:
    return Certificate(number="JS0001", valid_until=on)


def committed(pool: InspectorPool | None = None, **asked: Any) -> TaskOfficers:  # noqa: ANN401 - any argument
    return (pool or inspector_pool()).officers(FROM, TO, **asked)


def ids(found: TaskOfficers) -> list[str]:
    return [one.id for one in found.officers]


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in findings]


# What a pool is.


def test_a_pool_gives_back_its_people_by_id_whatever_their_order() -> None:
    pool = inspector_pool(inspector(2), inspector(1))
    assert pool == inspector_pool(inspector(1), inspector(2))
    assert [one.id for one in pool] == ["JS0001", "JS0002"]
    assert (len(pool), pool["JS0002"], pool["ZJ01"]) == (2, inspector(2), expert())
    assert "JS0001" in pool
    assert "JS0009" not in pool
    with pytest.raises(UnknownNameError):
        pool["JS0009"]


def test_an_empty_pool_is_a_record_all_the_same() -> None:
    assert bool(attrs.evolve(inspector_pool(), inspectors=())) is True


@pytest.mark.parametrize(
    "changes",
    [
        {"inspectors": [inspector(1), inspector(1)]},
        {"inspectors": [inspector(1), inspector(2, id="js0001")]},
        {"inspectors": [inspector(1), inspector(2, certificate=Certificate(number="JS0001", valid_until=TO))]},
        {"absences": [Absence(id="JS0001", department=AGENCY, reason="休假")]},
        {"experts": [expert(1), expert(1)]},
    ],
)
def test_the_same_person_twice_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(DuplicateError):
        inspector_pool(**changes)


@pytest.mark.parametrize("id_", ["JS0001", "js0001", "ZF-7"])
def test_an_expert_is_not_listed_as_an_officer_2_3_10(id_: str) -> None:
    one = inspector(1, certificate=Certificate(number="ZF-7", valid_until=TO))
    with pytest.raises(LawError, match=id_) as caught:
        inspector_pool(one, experts=[expert(id=id_)])
    assert caught.value.params["clause"] == LIYANG_2020.ref("2.3.10")


@pytest.mark.parametrize("field", ["inspectors", "experts", "absences"])
@pytest.mark.parametrize("wrong", [enterprise(1), "JS0001"])
def test_what_is_no_person_is_refused(field: str, wrong: object) -> None:
    with pytest.raises(InvalidValueError):
        inspector_pool(**{field: [wrong]})


def test_an_expert_among_the_inspectors_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="Inspector"):
        inspector_pool(inspectors=[expert()], experts=[])


def test_no_name_is_a_qualification_of_one_and_a_specialty_of_another_2_3_8() -> None:
    hobby = inspector(2, qualifications=(), specialties=["食品安全监管"])
    with pytest.raises(LawError, match="食品安全监管"):
        inspector_pool(inspector(1), hobby)
    with pytest.raises(LawError, match="食品安全监管"):
        inspector_pool(experts=[expert(specialties=["食品安全监管"])])


def test_the_digest_binds_everything_but_names() -> None:
    pool = inspector_pool()
    assert inspector_pool(inspector(1, name="甲某"), inspector(2), inspector(3)).digest == pool.digest
    changes: list[dict[str, object]] = [
        {"qualifications": [Qualification(name="食品安全监管", valid_until=TO)]},
        {"leaves": [Leave(starts_on=FROM, ends_on=TO)]},
        {"trainings": [Training(subject="培训", completed_on=DAY)]},
        {"status": InspectorStatus.RETIRED},
        {"capacity": 3},
        {"regions": ["溧城"]},
        {"department": HEALTH},
    ]
    for change in changes:
        assert inspector_pool(inspector(1, **change), inspector(2), inspector(3)).digest != pool.digest
    others: list[dict[str, object]] = [{"experts": []}, {"absences": []}, {"owner": HEALTH}, {"maintained_on": DAY}]
    others.append({"item_codes": []})
    for other in others:
        assert inspector_pool(**other).digest != pool.digest


# Versions.


def revised(pool: InspectorPool) -> InspectorPool:
    return pool.revise(
        on=DAY,
        put=[inspector(1, capacity=6), inspector(4), Absence(id="JS0002", department=AGENCY, reason="调离")],
        drop=["JS0009"],
        reasons={"JS0001": "任务减少", "JS0004": "新取得执法证", "JS0002": "调离", "JS0009": "证件已注销"},
    )


def test_a_revision_makes_the_next_version_and_never_edits_the_one_before() -> None:
    pool = inspector_pool()
    before = pool.digest
    new = revised(pool)
    assert (new.version, new.maintained_on, new.previous) == (2, DAY, before)
    assert [one.id for one in new] == ["JS0001", "JS0003", "JS0004"]
    assert [one.id for one in new.absences] == ["JS0002"]
    assert new["JS0001"].capacity == 6
    assert (pool.digest, pool["JS0001"].capacity) == (before, 12)


def test_a_revision_says_what_changed_and_why() -> None:
    revision = revised(inspector_pool()).revision
    assert revision is not None
    assert revision.added == {"JS0004": "新取得执法证"}
    assert revision.changed == {"JS0001": "任务减少", "JS0002": "调离"}
    assert revision.removed == {"JS0009": "证件已注销"}


def test_a_change_without_a_reason_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="JS0003"):
        inspector_pool().revise(on=DAY, drop=["JS0003"], reasons={})


def test_a_version_does_not_lie_before_the_one_that_it_changes() -> None:
    with pytest.raises(InvalidValueError, match="不得早于上一版"):
        inspector_pool().revise(on=date(2025, 3, 31), reasons="更正")


def test_whoever_is_not_there_cannot_go_and_nobody_changes_twice() -> None:
    with pytest.raises(UnknownNameError):
        inspector_pool().revise(on=DAY, drop=["JS0077"], reasons="调离")
    with pytest.raises(DuplicateError):
        inspector_pool().revise(on=DAY, put=[inspector(4), inspector(4)], reasons="补入")
    with pytest.raises(DuplicateError):
        inspector_pool().revise(on=DAY, put=[inspector(3)], drop=["JS0003"], reasons="更正")


def test_a_later_version_without_its_changes_is_a_broken_chain() -> None:
    with pytest.raises(BrokenChainError):
        inspector_pool(version=2)


# The roster: everybody.


def test_a_pool_that_has_everybody_or_says_why_not_has_no_errors_2_3_7() -> None:
    [finding] = inspector_pool().reconcile(ROSTER)
    assert (finding.code, finding.where, finding.severity) == ("inspectors.absent", "JS0009", Severity.NOTE)


def test_an_absentee_without_a_reason_is_an_error_2_3_7() -> None:
    findings = inspector_pool().reconcile({**ROSTER, "JS0010": AGENCY})
    [missing] = [one for one in findings if one.severity is Severity.ERROR]
    assert (missing.code, missing.where) == ("inspectors.missing", "JS0010")
    assert missing.clause is not None
    assert missing.clause.clause == "2.3.7"


def test_whoever_is_in_the_pool_and_holds_no_certificate_is_an_error() -> None:
    roster = [CertificateHolder(id="JS0001", department=AGENCY), CertificateHolder(id="JS0002", department=AGENCY)]
    findings = inspector_pool().reconcile(roster)
    assert told(findings) == [("inspectors.unrostered", "JS0003"), ("inspectors.unrostered", "JS0009")]
    assert [one.severity for one in findings] == [Severity.ERROR, Severity.WARNING]


def test_what_roster_and_pool_say_differently_is_a_warning() -> None:
    roster = [
        CertificateHolder(id="JS0001", department=HEALTH, valid_until=date(2027, 12, 31)),
        CertificateHolder(id="JS0002", department=AGENCY, valid_until=date(2026, 12, 31)),
        *(CertificateHolder(id=id_, department=AGENCY) for id_ in ("JS0003", "JS0009")),
    ]
    findings = [one for one in inspector_pool().reconcile(roster) if one.severity is Severity.WARNING]
    assert [(one.code, one.where) for one in findings] == [
        ("inspectors.differs", "JS0001"),
        ("inspectors.differs", "JS0002"),
    ]


def test_a_certificate_holder_who_is_listed_as_an_expert_only_is_an_error() -> None:
    findings = inspector_pool().reconcile({**ROSTER, "ZJ01": AGENCY})
    assert ("inspectors.missing", "ZJ01") in told(findings)


def test_a_roster_has_everybody_once() -> None:
    twice = [CertificateHolder(id="JS0001", department=AGENCY), CertificateHolder(id="js0001", department=AGENCY)]
    with pytest.raises(DuplicateError):
        inspector_pool().reconcile(twice)


# The committed form.


def test_a_task_commits_everybody_who_can_and_a_reason_for_everybody_who_cannot_2_3_7() -> None:
    found = committed()
    assert ids(found) == ["JS0001", "JS0002", "JS0003"]
    assert found.absent == {"JS0009": "不在执法岗位"}
    assert [one.id for one in found.experts] == ["ZJ01"]
    assert found.officers[0] == Officer(
        id="JS0001",
        department=AGENCY,
        regions=("*",),
        tags=("标签", "食品安全监管"),
        capacity=12,
        valid_until=date(2027, 12, 31),
    )
    assert (found.pool, found.pool_digest) == ("SCJG-inspectors", inspector_pool().digest)


def test_no_name_leaves_the_pool() -> None:
    pool = inspector_pool(inspector(1, name="甲某"), experts=[expert(name="乙某", organisation="某研究院")])
    found = committed(pool)
    content = officers_bytes([*found.officers, *found.experts]).decode() + repr(found) + found._repr_html_()
    assert "某" not in content


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": InspectorStatus.RETIRED}, "退休"),
        ({"status": InspectorStatus.SECONDED}, "借调"),
        ({"certificate": lapsing(date(2026, 5, 30))}, "执法证件不在有效期"),
        ({"certificate": lapsing(date(2026, 1, 1))}, "执法证件不在有效期"),
        ({"capacity": 0}, "检查数量已达上限"),
        ({"leaves": [Leave(starts_on=FROM, ends_on=TO)]}, "休假"),
        ({"leaves": [Leave(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))]}, "休假"),
        (
            {
                "leaves": [
                    Leave(starts_on=date(2026, 4, 15), ends_on=TO),
                    Leave(starts_on=FROM, ends_on=date(2026, 4, 14), reason=AbsenceReason.TRAINING),
                ]
            },
            "培训",
        ),
    ],
)
def test_the_record_itself_gives_the_reason(changes: dict[str, object], reason: str) -> None:
    found = committed(inspector_pool(inspector(1, **changes), inspector(2)))
    assert ids(found) == ["JS0002"]
    assert found.absent["JS0001"] == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"certificate": lapsing(TO)},
        {"leaves": [Leave(starts_on=FROM, ends_on=date(2026, 5, 30))]},
        {
            "leaves": [
                Leave(starts_on=FROM, ends_on=date(2026, 4, 13)),
                Leave(starts_on=date(2026, 4, 15), ends_on=TO),
            ]
        },
    ],
)
def test_whoever_is_there_on_a_single_day_of_the_window_is_committed(changes: dict[str, object]) -> None:
    assert ids(committed(inspector_pool(inspector(1, **changes)))) == ["JS0001"]


def test_a_certificate_that_begins_within_the_window_does_not_cover_it() -> None:
    late = Certificate(number="JS0001", valid_from=date(2026, 3, 2), valid_until=date(2030, 1, 1))
    assert committed(inspector_pool(inspector(1, certificate=late))).absent["JS0001"] == "执法证件不在有效期"


def test_a_qualification_that_lapses_within_the_window_is_not_committed() -> None:
    held = Qualification(name="食品安全监管", valid_until=date(2026, 5, 30))
    assert committed(inspector_pool(inspector(1, qualifications=[held]))).officers[0].tags == ("标签",)


def test_units_of_this_year_use_up_the_capacity_and_order_the_lots() -> None:
    found = committed(taken={"JS0001": 5, "JS0002": 12, "JS0003": 99})
    assert [(one.id, one.capacity, one.base_load) for one in found.officers] == [("JS0001", 7, 5)]
    assert (found.absent["JS0002"], found.absent["JS0003"]) == ("检查数量已达上限", "检查数量已达上限")


def test_whoever_covers_none_of_the_regions_of_the_task_is_absent() -> None:
    pool = inspector_pool(inspector(1, regions=["溧城"]), inspector(2, regions=["戴埠", "溧城"]), inspector(3))
    found = committed(pool, regions=["戴埠"])
    assert ids(found) == ["JS0002", "JS0003"]
    assert found.absent["JS0001"] == "执法区域不在任务范围"
    assert ids(committed(pool)) == ["JS0001", "JS0002", "JS0003"]


def test_training_can_be_made_a_condition_of_being_matched_4_3_3() -> None:
    old, new = (Training(subject="执法规范", completed_on=date(year, 3, 1)) for year in (2023, 2026))
    pool = inspector_pool(inspector(1), inspector(2, trainings=[old]), inspector(3, trainings=[old, new]))
    asked = committed(pool, trained_since=date(2026, 3, 1))
    assert ids(asked) == ["JS0003"]
    assert [asked.absent[id_] for id_ in ("JS0001", "JS0002")] == ["执法培训不在有效期"] * 2
    assert ids(committed(pool)) == ["JS0001", "JS0002", "JS0003"]


def test_only_the_departments_that_take_part_are_committed() -> None:
    health = [inspector(4, department=HEALTH), inspector(5, department=HEALTH, capacity=0)]
    pool = inspector_pool(inspector(1), *health)
    found = committed(pool, departments=[HEALTH])
    assert (ids(found), found.absent, found.experts) == (["JS0004"], {"JS0005": "检查数量已达上限"}, ())
    assert committed(pool).departments == (AGENCY, HEALTH)


def test_a_reason_given_by_hand_leaves_somebody_out_and_is_committed() -> None:
    found = committed(reasons={"JS0001": AbsenceReason.TRAINING, "JS0002": "其他：抽调专案"})
    assert ids(found) == ["JS0003"]
    assert found.absent == {"JS0001": "培训", "JS0002": "其他：抽调专案", "JS0009": "不在执法岗位"}


@pytest.mark.parametrize("reason", ["", "其他", "OTHER", AbsenceReason.OTHER, "a|b", " 休假"])
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    with pytest.raises(InvalidValueError):
        committed(reasons={"JS0001": reason})
    with pytest.raises(InvalidValueError):
        Absence(id="JS0001", department=AGENCY, reason=reason)


def test_nobody_on_the_roster_is_left_out_without_a_reason_2_3_7() -> None:
    roster = {**ROSTER, "JS0010": AGENCY, "JS0011": AGENCY, "JS0012": HEALTH}
    with pytest.raises(LawError) as caught:
        committed(roster=roster)
    assert caught.value.params["value"] == "JS0010、JS0011"
    assert caught.value.params["clause"] == LIYANG_2020.ref("2.3.7")
    assert "picking by hand" in caught.value.en_line
    found = committed(roster=roster, reasons={"JS0010": "休假", "JS0011": "退休"})
    assert found.absent == {"JS0009": "不在执法岗位", "JS0010": "休假", "JS0011": "退休"}


def test_a_roster_that_can_be_read_once_will_do() -> None:
    holders = (CertificateHolder(id=id_, department=of) for id_, of in ROSTER.items())
    assert ids(committed(roster=holders)) == ["JS0001", "JS0002", "JS0003"]


@pytest.mark.parametrize(
    "asked",
    [
        {"departments": [HEALTH]},
        {"taken": {"JS0077": 1}},
        {"reasons": {"JS0077": "休假"}},
        {"reasons": {"ZJ01": "休假"}},
    ],
)
def test_a_name_that_stands_for_nobody_is_an_error_and_never_ignored(asked: dict[str, Any]) -> None:
    with pytest.raises(UnknownNameError):
        committed(**asked)


def test_a_count_below_nought_and_a_window_backwards_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        committed(taken={"JS0001": -1})
    with pytest.raises(InvalidValueError, match="不得早于"):
        inspector_pool().officers(TO, FROM)


def test_an_expert_is_committed_apart_and_only_for_as_long_as_he_is_appointed_2_3_10() -> None:
    experts = [expert(1), expert(2, appointed_until=date(2026, 5, 30)), expert(3, capacity=0)]
    found = committed(inspector_pool(experts=experts), taken={"ZJ01": 2})
    assert [(one.id, one.capacity, one.tags) for one in found.experts] == [("ZJ01", 4, ("电梯",))]
    assert "ZJ01" not in {*ids(found), *found.absent}


def test_a_committed_form_that_contradicts_itself_is_refused() -> None:
    found = committed()
    for change in (
        {"absent": {"JS0001": "休假"}},
        {"experts": found.officers},
        {"departments": (HEALTH,)},
        {"window": attrs.evolve(found.window, last=date(2028, 1, 1))},
        {"absent": {"JS0007": "其他"}},
    ):
        with pytest.raises((DuplicateError, InvalidValueError)):
            attrs.evolve(found, **change)


# The day of the visit.


@pytest.mark.parametrize(
    ("changes", "day", "reason"),
    [
        ({}, FROM, None),
        ({}, date(2028, 1, 1), AbsenceReason.CERTIFICATE_LAPSED),
        ({"leaves": [Leave(starts_on=FROM, ends_on=FROM)]}, FROM, AbsenceReason.LEAVE),
        ({"status": InspectorStatus.SUSPENDED}, FROM, AbsenceReason.SUSPENDED),
        (
            {"qualifications": [Qualification(name="食品安全监管", valid_until=DAY)]},
            FROM,
            AbsenceReason.QUALIFICATION_LAPSED,
        ),
    ],
)
def test_everything_is_checked_again_on_the_day_of_the_visit(
    changes: dict[str, object], day: date, reason: AbsenceReason | None
) -> None:
    pool = inspector_pool(inspector(1, **changes))
    assert pool.absence_on("JS0001", day, ["食品安全监管"]) is reason
    assert pool.valid_on("JS0001", day, ["食品安全监管"]) is (reason is None)


def test_an_expert_is_checked_on_the_day_as_well() -> None:
    pool = inspector_pool()
    assert pool.valid_on("ZJ01", FROM, ["电梯"])
    assert pool.absence_on("ZJ01", FROM, ["锅炉"]) is AbsenceReason.QUALIFICATION_LAPSED
    assert pool.absence_on("ZJ01", date(2028, 1, 1)) is AbsenceReason.CERTIFICATE_LAPSED
    with pytest.raises(UnknownNameError):
        pool.valid_on("JS0077", FROM)


# What there is to say.

TRAINED = (Training(subject="执法业务培训", completed_on=date(2025, 3, 1)),)


def checked(*people: object, **asked: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any argument
    pool = inspector_pool(inspectors=people, experts=[], absences=[])
    return told(pool.check(LIYANG_RULES, asked.pop("on", DAY), **asked))


def test_a_pool_in_order_has_no_findings() -> None:
    assert checked(inspector(1, trainings=TRAINED)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"capacity": 0}, "inspectors.capacity"),
        ({"certificate": lapsing(date(2025, 4, 30))}, "inspectors.expired"),
        ({"certificate": lapsing(date(2025, 5, 1))}, "inspectors.expiring"),
        ({"certificate": lapsing(date(2025, 8, 1))}, "inspectors.expiring"),
        ({"qualifications": [Qualification(name="食品", valid_until=date(2025, 4, 1))]}, "inspectors.expired"),
        ({"trainings": ()}, "inspectors.training"),
        ({"trainings": [Training(subject="培训", completed_on=date(2024, 4, 30))]}, "inspectors.training"),
    ],
)
def test_what_is_amiss_with_somebody_is_found(changes: dict[str, object], code: str) -> None:
    assert checked(inspector(1, **{"trainings": TRAINED, **changes})) == [(code, "JS0001")]


def test_a_certificate_that_lapses_later_than_the_notice_is_not_warned_of() -> None:
    assert checked(inspector(1, trainings=TRAINED, certificate=lapsing(date(2025, 8, 2)))) == []


def test_whoever_does_not_serve_needs_no_certificate() -> None:
    gone = inspector(1, status=InspectorStatus.RETIRED, certificate=lapsing(date(2020, 1, 1)))
    assert checked(gone) == []


def test_departments_are_looked_up_in_a_tree() -> None:
    elsewhere = inspector(2, department="火星局", trainings=TRAINED)
    people = (inspector(1, trainings=TRAINED), elsewhere)
    assert checked(*people, departments=LIYANG_DEPARTMENTS) == [("inspectors.department", "JS0002")]


def test_tags_are_held_against_those_that_the_items_ask_for() -> None:
    one = inspector(1, trainings=TRAINED)
    assert checked(one, tags=["标签", "食品安全监管"]) == []
    assert checked(one, tags=["标签", "锅炉"]) == [
        ("inspectors.tag_missing", "锅炉"),
        ("inspectors.tag_unknown", "JS0001"),
    ]


def test_the_upkeep_of_the_pool_is_checked_2_3_2() -> None:
    assert ("pool.maintenance", "SCJG-inspectors") in checked(inspector(1), on=date(2025, 10, 2))


def test_an_appointment_that_is_over_is_found() -> None:
    pool = inspector_pool(inspector(1, trainings=TRAINED), experts=[expert(appointed_until=date(2025, 4, 1))])
    assert told(pool.check(LIYANG_RULES, DAY)) == [("inspectors.expired", "ZJ01")]


def test_a_pool_shows_what_it_holds() -> None:
    pool = inspector_pool()
    assert repr(pool).startswith("<执法检查人员名录库 SCJG-inspectors v1：3 人，专家 1 人，缺席 1 人")
    assert "JS0001" in pool._repr_html_()
    assert (
        repr(committed(pool)) == "<任务检查人员 SCJG-inspectors 2026-03-01 至 2026-05-31：3 人，缺席 1 人，专家 1 人>"
    )


def test_a_certificate_holder_is_not_known_by_his_identity_card() -> None:
    with pytest.raises(InvalidIdentifierError):
        CertificateHolder(id="320481199001011234", department=AGENCY)
    with pytest.raises(InvalidIdentifierError):
        Absence(id="320481199001011234", department=AGENCY, reason="休假")


def test_a_testing_body_is_an_expert() -> None:
    assert inspector_pool(experts=[expert(kind=ExpertKind.TESTING_BODY)])["ZJ01"].id == "ZJ01"
