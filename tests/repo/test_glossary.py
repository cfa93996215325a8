"""One Chinese concept, one identifier: architecture §3."""

import ast
import importlib
import inspect
import re
from collections import defaultdict
from pathlib import Path

import attrs
import pytest

import shuangsuiji
from shuangsuiji import draws, lottery, registry, terms

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "shuangsuiji").rglob("*.py"))
FORBIDDEN = {"data", "info", "manager", "utils", "util", "helpers", "helper"}

CLASSES = {  # identifier: its term, and the room where it lives
    "InspectionItem": ("抽查事项", "registry"),
    "ItemList": ("抽查事项清单", "registry"),
    "ItemKind": ("事项类别", "terms"),
    "InspectionObject": ("检查对象", "registry"),
    "ObjectPool": ("检查对象名录库", "registry"),
    "Department": ("部门", "registry"),
    "AnnualPlan": ("年度抽查工作计划", "planning"),
    "Task": ("抽查任务", "planning"),
    "Commitment": ("锁定", "draws"),
    "Draw": ("抽取", "draws"),
    "Seed": ("种子", "lottery"),
    "Frame": ("抽样框", "lottery"),
    "Tickets": ("号签", "lottery"),
    "Reveal": ("揭示", "lottery"),
    "Manifest": ("锁定单", "lottery"),
    "RuleBook": ("规则册", "law"),
    "ClauseRef": ("条款", "values"),
    "InspectorPool": ("执法检查人员名录库", "registry"),
    "Expert": ("专家", "registry"),
    "Recusal": ("回避", "registry"),
    "JointPlan": ("部门联合抽查", "planning"),
    "JointConference": ("联席会议", "planning"),
    "Minutes": ("会议纪要", "planning"),
    "Consultation": ("征求意见", "planning"),
    "Liaison": ("联络员", "planning"),
    "InspectionGuide": ("抽查工作指引", "planning"),
    "WorkingRules": ("抽查工作细则", "planning"),
    "Frequency": ("频次", "planning"),
    "Matching": ("匹配", "draws"),
    "WorkingCalendar": ("工作日历", "workdays"),
    "Visit": ("检查", "inspection"),
    "Outcome": ("抽查检查结果", "inspection"),
    "Result": ("检查结果", "inspection"),
    "Publication": ("结果公示", "inspection"),
    "FollowUp": ("后续监管", "inspection"),
    "Referral": ("移送", "inspection"),
    "MutualRecognition": ("结果互认", "inspection"),
    "CaseLead": ("线索", "inspection"),
    "TargetedInspection": ("专项检查", "inspection"),
    "Dossier": ("案卷", "inspection"),
    "Appraisal": ("考核结果", "inspection"),
    "TimeLimit": ("期限", "values"),
}
VERBS = {"commit": "锁定", "draw": "抽取", "match": "匹配", "verify": "核验"}
FIELDS = {  # concept: owner and field
    "上限": (registry.InspectionItem, "ratio_cap"),
    "市场主体": (registry.InspectionObject, "holder"),
    "密码链": (lottery.Reveal, "codes"),
    "批次": (lottery.FrameTerms, "batches"),
}


def term_of(found: object) -> str:
    """Return what stands in the brackets at the end of the first line of a docstring."""
    matched = re.search(r"\(([^()]+)\)\.$", (found.__doc__ or "").split("\n", 1)[0])
    return matched[1] if matched else ""


def words(name: str) -> set[str]:
    """Return the words of a name, whether it is written with underscores or with capitals."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


@pytest.mark.parametrize("name", CLASSES)
def test_a_concept_has_its_identifier_and_its_term(name: str) -> None:
    term, room = CLASSES[name]
    found = getattr(importlib.import_module(f"shuangsuiji.{room}"), name)
    assert inspect.isclass(found)
    assert term_of(found) == term


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_a_function_of_the_package(name: str) -> None:
    assert inspect.isfunction(getattr(shuangsuiji, name))
    assert term_of(getattr(draws, name)) == VERBS[name]


@pytest.mark.parametrize("concept", FIELDS)
def test_a_concept_that_is_a_field_has_its_name(concept: str) -> None:
    owner, field = FIELDS[concept]
    assert field in {one.name for one in attrs.fields(owner)}


def test_an_item_is_key_or_general() -> None:
    assert {kind.name: kind.value for kind in terms.ItemKind} == {"KEY": "重点检查事项", "GENERAL": "一般检查事项"}


def test_no_other_class_bears_the_term_of_a_concept() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for room in ("values", "law", "registry", "planning", "draws", "lottery", "workdays", "inspection"):
        module = importlib.import_module(f"shuangsuiji.{room}")
        for name in module.__all__:
            if inspect.isclass(getattr(module, name)):
                bearers[term_of(getattr(module, name))].add(name)
    shared = {"号签": {"Tickets", "KeyedTickets"}, "条款": {"Clause", "ClauseRef"}}
    assert {term: names for term, names in bearers.items() if len(names) > 1} == shared


def test_the_three_probabilities_are_told_apart() -> None:
    assert "ratio" in shuangsuiji.__all__
    names = {one.name for kind in (draws.FrameAnswer, registry.InspectionItem) for one in attrs.fields(kind)}
    assert not names & {"probability", "rate", "percentage", "proportion"}


def test_the_inclusion_probability_is_called_so() -> None:
    assert hasattr(draws.FrameAnswer, "inclusion_probability")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_names_that_say_nothing_do_not_occur(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {path.stem}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            arguments = node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
            names |= {one.arg for one in every if one is not None}
    assert {name for name in names if words(name) & FORBIDDEN} == set()
