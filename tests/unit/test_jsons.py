"""Every public value as JSON and back, and every fault with its path in both languages."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import attrs
import pytest

import shuangsuiji
from shuangsuiji.accountability import assess, report_on_departments
from shuangsuiji.bundle import FORMAT, KINDS, from_json, to_json
from shuangsuiji.draws import Commitment, Draw, Matching, PastDraw, commit, commit_supplement, draw, verify
from shuangsuiji.draws import report as report_on
from shuangsuiji.errors import InvalidJsonError, InvalidValueError
from shuangsuiji.law import LIYANG_2020, LIYANG_RULES, Rule, RuleBook
from shuangsuiji.lottery import (
    Algorithm,
    BeaconEvent,
    Evidence,
    Manifest,
    Reveal,
    beacon_value,
    chain,
    inclusion_probabilities,
)
from shuangsuiji.planning import AnnualPlan, ExpertRule, Filter, JointPlan, Operator, PlanLimits, TeamRule
from shuangsuiji.registry import (
    LIYANG_DEPARTMENTS,
    CertificateHolder,
    InspectionItem,
    ItemList,
    Leave,
    ObjectColumns,
    ObjectPool,
    Training,
)
from shuangsuiji.tables import (
    ItemDefaults,
    PeopleDefaults,
    RecusalDefaults,
    import_inspectors,
    import_items,
    import_objects,
)
from shuangsuiji.terms import DayKind, ItemKind, ItemListKind
from shuangsuiji.testing.city import AUTHORITY, annual_plan, dirty_list, item_list
from shuangsuiji.values import ClauseRef, Finding, Severity
from shuangsuiji.workdays import DayRule, Layer, Suspension, WorkingCalendar, china_calendar, explain
from tests.unit.assessment_cases import case, facts
from tests.unit.builders import expert, inspector, inspector_pool, recusal
from tests.unit.record_samples import records
from tests.unit.test_matchings import replaced

Document = dict[str, Any]
EVENT = BeaconEvent(source="KL8", edition="2026052", at=datetime.fromisoformat("2026-03-03T21:30:00+08:00"))
CODES = chain(Algorithm.SHA256, "operator", "5" * 64, 4)


def one_of_each() -> dict[str, object]:
    """Return a value of every public class, by its name."""
    report = import_objects(dirty_list(120), keep=["备注说明"])
    codes = [item.code for item in item_list().items]
    pool = report.pool(id="city", owner=AUTHORITY, item_codes=codes, maintained_on=date(2026, 3, 1))
    plan, items = annual_plan(2026), item_list()
    commitment = commit(
        plan["2026-02"],
        pool,
        plan=plan,
        items=items,
        rules=LIYANG_RULES,
        beacons=[EVENT],
        committed_at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
        parties={"operator": CODES[0]},
        reveal_by=date(2026, 3, 31),
        excluded={pool.columns.ids[1]: "注销"},
    )
    value = beacon_value("KL8", "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79")
    made = draw(commitment, Reveal(beacon=f"{EVENT.name}/{value}", codes={"operator": CODES[1]}))
    drawn = next(iter(made.objects))
    asked = commit_supplement(
        made, committed_at=datetime.fromisoformat("2026-03-10T09:00:00+08:00"), replaced={drawn: "查无下落"}
    )
    more = draw(asked, Reveal(beacon=made.reveal.beacon, codes={"operator": CODES[2]}, k=1))
    defaults = ItemDefaults(owner=AUTHORITY, effective_on=date(2026, 1, 1), item_kind=ItemKind.KEY, content="示例")
    listed = import_items(
        [{"抽查事项": "电梯检查", "检查方式": "现场检查", "抽查比例": "不低于5%"}],
        id="KEY-2026",
        kind=ItemListKind.DEPARTMENT,
        defaults=defaults,
    )
    revised = pool.revise(on=date(2026, 3, 2), put=[next(iter(pool))], drop=[pool.columns.ids[2]], reasons="注销、更正")
    fewer = items.revise(drop=["labels"], reasons={"labels": "并入其他事项"}, on=date(2026, 6, 1))
    leave = Leave(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 8))
    training = Training(subject="执法业务培训", completed_on=date(2026, 1, 9))
    officer = inspector(1, leaves=[leave], trainings=[training], name="甲某")
    people = inspector_pool(officer).revise(on=date(2026, 3, 1), put=[inspector(2)], reasons="新取得执法证")
    row = {"执法证号": "JS0001", "有效期至": "2027-12-31", "人员类别": "公务员", "上限": "12"}
    staff = PeopleDefaults(on=date(2026, 3, 1), department=AUTHORITY, regions=("*",), departments=LIYANG_DEPARTMENTS)
    matched = replaced(1)
    calendar = china_calendar(last_announced=2026)
    off = Suspension(first=date(2026, 12, 7), last=date(2026, 12, 9), reason="检验", basis="行政许可法第四十五条")
    deadline = calendar.deadline(date(2026, 12, 1), LIYANG_RULES.rules[0].value, [off])  # type: ignore[arg-type]
    holiday = DayRule(day=date(2026, 3, 6), working=False, kind=DayKind.LOCAL_HOLIDAY, source="示例通知", note="节")
    own = Layer(name="示例", rules=[holiday], years=(2026,), issued_on=date(2026, 1, 9), document_no="示例〔2026〕1号")
    assessed = assess(case(), facts(F1="T", F3="N"))
    values = [
        assessed,
        assessed.case,
        assessed.facts[0],
        report_on_departments([assessed])[0],
        people,
        officer,
        expert(),
        leave,
        training,
        officer.certificate,
        officer.qualifications[0],
        people.absences[0],
        recusal(expires_on=date(2027, 1, 1)),
        CertificateHolder(id="JS0001", department=AUTHORITY, valid_until=date(2027, 12, 31)),
        people.officers(date(2026, 4, 1), date(2026, 4, 30)),
        people.officers(date(2026, 4, 1), date(2026, 4, 30)).window,
        staff,
        import_inspectors([row, row], defaults=staff),
        RecusalDefaults(on=date(2026, 3, 1), inspector_ids=["JS0001"]),
        plan,
        made.why(pool.columns.ids[0]),
        made.why(pool.columns.ids[0]).frames[0],
        commitment.basis,
        PastDraw.of(made),
        LIYANG_2020.clause("2.2.12"),
        EVENT,
        verify(made).checks[0],
        LIYANG_2020.ref("2.2.12"),
        commitment,
        LIYANG_DEPARTMENTS["320481-SCJG"],
        LIYANG_DEPARTMENTS,
        LIYANG_2020,
        made,
        Filter(field="region", operator=Operator.STARTS_WITH, values=("3204", "溧")),
        Finding(severity=Severity.WARNING, code="x", where="y", zh="甲", en="a", clause=LIYANG_2020.ref("2.3.2")),
        report,
        items["labels"],
        next(iter(pool)),
        fewer.changes[0],
        fewer,
        items["labels"].legal_bases[0],
        commitment.manifest,
        pool.columns,
        revised,
        revised.revision,
        made.reveal,
        defaults,
        listed,
        Evidence(authorities="-----BEGIN", editions={EVENT.name: EVENT.at}),
        asked,
        asked.supplement,
        more,
        JointPlan(id="联合-01", initiator=AUTHORITY, participants=("320481-WJW",)),
        inclusion_probabilities({1: 3, 2: 2}, 2)[0],
        LIYANG_RULES.rules[1],
        attrs.evolve(LIYANG_RULES, id="county", parent=LIYANG_RULES, rules=()),
        plan.tasks[1].designs[0],
        commitment.frames["boilers"],
        plan.tasks[1],
        LIYANG_RULES.rules[0].value,
        TeamRule(item_code="boilers", department=AUTHORITY, tags=["特种设备", "锅炉"], size=3),
        ExpertRule(item_code="boilers", seats=[["锅炉"], []]),
        verify(made),
        matched,
        report_on(matched),
        matched.substitutions[0],
        matched.commitment.staff,
        matched.seated.staff.officers[0],
        off,
        deadline,
        explain(calendar, deadline),
        own,
        own.rules[0],
        WorkingCalendar([own]),
    ]
    return {type(value).__name__: value for value in values}


VALUES = one_of_each()
VALUES |= {name: one for name, one in records().items() if name in shuangsuiji.__all__}
VALUES["PlanLimits"] = PlanLimits(coverage_floor="20%", visit_cap=2)
PLAN = annual_plan(2026)
TRIED = [pytest.param(type(value), id=name) for name, value in VALUES.items()]


def changed(value: object, change: Callable[[Document], object]) -> str:
    """Return the JSON of a value with one thing changed."""
    document = json.loads(to_json(value))
    change(document)
    return json.dumps(document, ensure_ascii=False)


def refused(text: str | bytes, kind: type[object]) -> list[tuple[str, str, str]]:
    """Return (path, Chinese, English) of everything for which a text is refused."""
    with pytest.raises(InvalidJsonError) as caught:
        from_json(text, kind)
    error = caught.value
    problems = error.params["problems"]
    assert isinstance(problems, list)
    for path, zh, en in problems:
        assert f"{path} {zh}" in error.zh_line
        assert f"{path} {en}" in error.en_line
    return problems


def paths(text: str | bytes, kind: type[object]) -> list[str]:
    return [path for path, _, _ in refused(text, kind)]


def test_there_is_a_value_of_every_kind_to_try() -> None:
    assert {kind.__name__ for kind in KINDS} <= set(VALUES)


@pytest.mark.parametrize("kind", TRIED)
def test_every_kind_comes_back_as_it_went(kind: type[object]) -> None:
    value = VALUES[kind.__name__]
    text = to_json(value)
    found = from_json(text, kind)
    assert found == value
    assert to_json(found) == text
    assert from_json(to_json(value, indent=None).encode(), kind) == value


@pytest.mark.parametrize("kind", TRIED)
def test_every_text_names_format_and_kind_and_is_readable_chinese(kind: type[object]) -> None:
    text = to_json(VALUES[kind.__name__])
    document = json.loads(text)
    assert list(document) == ["format", "kind", "value"]
    assert (document["format"], document["kind"]) == (FORMAT, kind.__name__)
    assert "\\u" not in text


def test_every_public_kind_is_known() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert [kind.__name__ for kind in KINDS] == sorted(kind.__name__ for kind in KINDS)


def test_every_public_value_of_the_package_is_tried() -> None:
    public = {name: getattr(shuangsuiji, name) for name in shuangsuiji.__all__}
    values = {name for name, one in public.items() if inspect.isclass(one) and attrs.has(one)}
    # How something is tried out, and what a plan is held against, are no records.
    assert values - {"Trial", "PlanBasis"} <= set(VALUES)


def test_what_is_computed_is_the_same_after_the_way_there_and_back() -> None:
    pool, made = VALUES["ObjectPool"], VALUES["Draw"]
    assert isinstance(pool, ObjectPool)
    assert isinstance(made, Draw)
    assert from_json(to_json(pool), ObjectPool).digest == pool.digest
    again = from_json(to_json(made), Draw)
    assert (again.files, again.seed, again.objects) == (made.files, made.seed, made.objects)
    matching = VALUES["Matching"]
    assert isinstance(matching, Matching)
    assert from_json(to_json(matching), Matching).files == matching.files
    assert again.commitment.commit == made.commitment.commit


def test_ratios_dates_instants_and_terms_are_written_as_a_person_would() -> None:
    item = json.loads(to_json(VALUES["InspectionItem"]))["value"]
    assert (item["ratio_cap"], item["effective_on"], item["kind"]) == ("1/10", "2026-01-01", "一般检查事项")
    assert json.loads(to_json(EVENT))["value"]["at"] == "2026-03-03T21:30:00+08:00"
    rule = json.loads(to_json(LIYANG_RULES.rules[0]))["value"]
    assert (rule["value"]["number"], rule["value"]["unit"], rule["stricter"]) == (20, "工作日", "越小越严")


def test_a_text_written_by_hand_may_use_percent_and_english_names() -> None:
    def change(document: Document) -> None:
        document["value"] |= {"ratio_cap": "10%", "kind": "GENERAL", "methods": ["ON_SITE", "书面检查"]}

    item = VALUES["InspectionItem"]
    assert from_json(changed(item, change), InspectionItem) == item


def test_fields_with_a_default_may_be_left_out() -> None:
    def change(document: Document) -> None:
        for key in ("version", "expires_on", "joint_departments"):
            del document["value"][key]

    assert from_json(changed(VALUES["InspectionItem"], change), InspectionItem) == VALUES["InspectionItem"]


# Faults.


@pytest.mark.parametrize("version", ["shuangsuiji/2", "shuangsuiji", "", None, 1])
def test_another_format_is_refused(version: object) -> None:
    [(path, zh, en)] = refused(changed(PLAN, lambda one: one.update(format=version)), AnnualPlan)
    assert (path, zh) == ("$.format", f"应为 'shuangsuiji/1'，实际为 {version!r}")
    assert en == f"must be 'shuangsuiji/1', got {version!r}"


def test_another_kind_is_refused() -> None:
    assert refused(to_json(PLAN), ItemList) == [
        ("$.kind", "应为 'ItemList'，实际为 'AnnualPlan'", "must be 'ItemList', got 'AnnualPlan'")
    ]
    assert paths(changed(PLAN, lambda one: one.pop("kind")), AnnualPlan) == ["$.kind"]


@pytest.mark.parametrize(
    "text", ["", "{", "nonsense", "{'format': 1}", b"\xff\xfe", b"\x80", to_json(PLAN)[:-9], to_json(PLAN) + "]"]
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    [(path, zh, en)] = refused(text, AnnualPlan)
    assert (path, zh.startswith("不是 JSON"), en.startswith("no JSON")) == ("$", True, True)


def test_every_truncation_of_a_text_is_refused_and_never_crashes() -> None:
    text = to_json(PLAN)
    for length in range(0, len(text) - 1, 7):
        assert paths(text[:length], AnnualPlan) == ["$"]


@pytest.mark.parametrize("text", ["[]", "3", "null", '"AnnualPlan"', "true"])
def test_what_is_no_object_is_refused(text: str) -> None:
    assert refused(text, AnnualPlan) == [("$", "应为对象", "must be an object")]


def test_an_unknown_field_is_named_where_it_stands() -> None:
    text = changed(PLAN, lambda one: one["value"]["tasks"][1]["designs"][0].update(ratio="3%"))
    assert refused(text, AnnualPlan) == [("$.value.tasks[1].designs[0]", "不认识的字段 ratio", "unknown field ratio")]


def test_an_unknown_field_beside_the_value_is_refused() -> None:
    refused(changed(PLAN, lambda one: one.update(comment="x")), AnnualPlan)


def test_a_missing_field_is_named_where_it_is_missing() -> None:
    text = changed(PLAN, lambda one: one["value"]["tasks"][0].pop("designs"))
    [(path, zh, en)] = refused(text, AnnualPlan)
    assert (path, zh, en) == ("$.value.tasks[0].designs", "缺少 designs", "missing designs")


@pytest.mark.parametrize("ratio", [0.01, 1.0, "0.0.1", "101%", "-1%", True, None, []])
def test_a_ratio_that_is_not_exact_is_refused_with_its_path(ratio: object) -> None:
    text = changed(PLAN, lambda one: one["value"]["tasks"][0]["designs"][0]["ratios"].update(A=ratio))
    [(path, zh, en)] = refused(text, AnnualPlan)
    assert path == "$.value.tasks[0].designs[0].ratios['A']"
    assert "不接受浮点数" in zh
    assert "floats are refused" in en


def test_a_float_in_a_rule_is_refused() -> None:
    text = changed(LIYANG_RULES, lambda one: one["value"]["rules"][1].update(value=0.2))
    [(path, _, en)] = refused(text, RuleBook)
    assert (path, "floats are refused" in en) == ("$.value.rules[1].value", True)
    count = changed(LIYANG_RULES.rules[1], lambda one: one["value"].update(value=7))
    assert from_json(count, Rule).value == 7


@pytest.mark.parametrize(
    ("field", "value", "zh"),
    [
        ("year", "2026", "应为整数"),
        ("year", 2026.0, "应为整数"),
        ("year", True, "应为整数"),
        ("id", 2026, "应为文本"),
        ("id", None, "应为文本"),
        ("tasks", None, ""),
        ("tasks", 3, ""),
        ("tasks", "ab", ""),
        ("tasks", [None], ""),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_path(field: str, value: object, zh: str) -> None:
    problems = refused(changed(PLAN, lambda one: one["value"].update({field: value})), AnnualPlan)
    assert all(path.startswith(f"$.value.{field}") and zh in said for path, said, _ in problems)


@pytest.mark.parametrize("value", [None, [], "x", 3, {}])
def test_a_value_that_is_no_plan_at_all_is_refused(value: object) -> None:
    for path, zh, en in refused(changed(PLAN, lambda one: one.update(value=value)), AnnualPlan):
        assert path.startswith("$.value")
        assert zh
        assert en


def test_the_message_for_a_value_of_another_shape_names_the_class() -> None:
    [(_, zh, en)] = refused(changed(PLAN, lambda one: one.update(value=[])), AnnualPlan)
    assert "AnnualPlan" in zh
    assert "AnnualPlan" in en
    assert "None" not in en


def test_several_faults_are_all_named() -> None:
    def change(document: Document) -> None:
        document["value"]["year"] = "x"
        document["value"]["tasks"][0]["designs"][0]["rounding"] = 3
        document["value"]["tasks"][1]["strata"] = [1, "kind"]

    assert sorted(paths(changed(PLAN, change), AnnualPlan)) == [
        "$.value.tasks[0].designs[0].rounding",
        "$.value.tasks[1].strata[0]",
        "$.value.year",
    ]


def test_a_rule_of_the_law_is_refused_in_its_own_words() -> None:
    text = changed(VALUES["InspectionItem"], lambda one: one["value"].update(ratio_cap=None))
    [(path, zh, en)] = refused(text, InspectionItem)
    assert path == "$.value"
    assert "一般检查事项须设置大于 0、小于 1 的比例上限" in zh
    assert "二（二）" in zh
    assert "a GENERAL item needs a cap" in en


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "01.02.2026", "", 20260101, None])
def test_a_day_that_is_none_is_refused(day: object) -> None:
    text = changed(item_list(), lambda one: one["value"].update(effective_on=day))
    [(path, zh, _)] = refused(text, ItemList)
    assert (path, "应为" in zh) == ("$.value.effective_on", True)


@pytest.mark.parametrize("at", ["2026-03-03T21:30:00", "2026-03-03", "soon", 5])
def test_an_instant_without_an_offset_is_refused(at: object) -> None:
    [(path, _, _)] = refused(changed(EVENT, lambda one: one["value"].update(at=at)), BeaconEvent)
    assert path in {"$.value", "$.value.at"}


@pytest.mark.parametrize("word", ["一般", "general", "", None, 3, []])
def test_a_word_that_is_no_term_is_refused_and_the_terms_are_listed(word: object) -> None:
    text = changed(VALUES["InspectionItem"], lambda one: one["value"].update(kind=word))
    [(path, zh, _)] = refused(text, InspectionItem)
    assert (path, "重点检查事项、一般检查事项" in zh) == ("$.value.kind", True)


# Columns and chains.


def column(change: Callable[[Document], object], name: str = "kinds") -> str:
    return changed(VALUES["ObjectPool"], lambda one: change(one["value"]["columns"][name]))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["codes"].__setitem__(0, -1),
        lambda one: one["codes"].__setitem__(0, len(one["labels"])),
        lambda one: one["codes"].__setitem__(0, 0.0),
        lambda one: one["codes"].__setitem__(0, "0"),
        lambda one: one["codes"].pop(),
        lambda one: one["codes"].append(0),
        lambda one: one.pop("codes"),
        lambda one: one.pop("labels"),
        lambda one: one.update(codes=None),
        lambda one: one.update(labels=["企业", "宇航员"]),
        lambda one: one.update(labels=["企业", 7]),
    ],
    ids=range(11),
)
def test_a_column_that_does_not_fit_is_refused(change: Callable[[Document], object]) -> None:
    assert all(path.startswith("$.value.columns") for path in paths(column(change), ObjectPool))


def test_a_column_whose_labels_repeat_is_refused() -> None:
    [(path, zh, en)] = refused(column(lambda one: one.update(labels=["企业", "企业"])), ObjectPool)
    assert (path, "不得重复" in zh, "must be unique" in en) == ("$.value.columns.kinds", True, True)


@pytest.mark.parametrize(
    "change",
    [lambda one: one.update(codes=[True, *one["codes"][1:]]), lambda one: one.update(weights=[])],
    ids=["true", "key"],
)
def test_a_column_is_as_strict_as_everything_else(change: Callable[[Document], object]) -> None:
    refused(column(change), ObjectPool)


def test_ids_out_of_order_or_repeated_are_refused() -> None:
    def reverse(document: Document) -> None:
        document["value"]["ids"].reverse()

    def repeat(document: Document) -> None:
        document["value"]["ids"][1] = document["value"]["ids"][0]

    for change in (reverse, repeat):
        assert paths(changed(VALUES["ObjectColumns"], change), ObjectColumns) == ["$.value"]


def test_a_commitment_whose_frame_was_changed_is_refused() -> None:
    def change(document: Document) -> None:
        codes = document["value"]["frames"]["boilers"]["strata"]["codes"]
        codes[0] = 1 - codes[0]

    [(path, zh, en)] = refused(changed(VALUES["Commitment"], change), Commitment)
    assert (path, "与锁定单不符" in zh, "manifest" in en) == ("$.value", True, True)


def test_a_draw_whose_code_was_changed_is_refused() -> None:
    def change(document: Document) -> None:
        document["value"]["reveal"]["codes"]["operator"] = CODES[2]

    [(path, zh, _)] = refused(changed(VALUES["Draw"], change), Draw)
    assert (path, "chain.operator" in zh) == ("$.value", True)


def test_a_manifest_with_an_unknown_line_is_refused() -> None:
    text = changed(VALUES["Manifest"], lambda one: one["value"]["entries"].update(remark="x"))
    [(path, zh, _)] = refused(text, Manifest)
    assert (path, "键名未知" in zh) == ("$.value", True)


def test_a_report_that_does_not_add_up_is_refused() -> None:
    text = changed(VALUES["ImportReport"], lambda one: one["value"].update(rows=1))
    with pytest.raises(InvalidJsonError, match="accepted, rejected and skipped"):
        from_json(text, type(VALUES["ImportReport"]))


def test_a_text_nested_beyond_reason_is_refused() -> None:
    assert paths("[" * 100_000, AnnualPlan) == ["$"]


class Heir(ClauseRef):
    """A class of somebody else's."""


@pytest.mark.parametrize("value", [3, "text", None, [PLAN], date(2026, 1, 1), ClauseRef, Severity.NOTE])
def test_other_objects_are_not_written(value: object) -> None:
    with pytest.raises(InvalidValueError, match="must be a public value of this package") as caught:
        to_json(value)
    assert "应为本库的公开值" in caught.value.zh_line


def test_an_heir_of_a_public_class_is_not_written_as_its_parent() -> None:
    namesake: type[Heir] = type("ClauseRef", (Heir,), {})
    for kind in (Heir, namesake):
        with pytest.raises(InvalidValueError, match=kind.__name__):
            to_json(kind(document="a", clause="1", path="一"))


@pytest.mark.parametrize("wrong", ["食品", 7, None, {"食品": 1}])
def test_one_text_is_no_list_of_texts_and_is_not_read_letter_by_letter(wrong: object) -> None:
    document = json.loads(to_json(VALUES["TeamRule"]))
    document["value"]["tags"] = wrong
    assert paths(json.dumps(document), TeamRule) == ["$.value.tags"]


def test_a_list_names_the_place_of_what_is_no_text() -> None:
    document = json.loads(to_json(VALUES["TeamRule"]))
    document["value"]["tags"] = ["食品", 7]
    assert paths(json.dumps(document), TeamRule) == ["$.value.tags[1]"]
