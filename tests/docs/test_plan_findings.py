"""The table of findings on the page of plans is what the source says: every code, its severity, its clause."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/plans.md"
PLANNING = ROOT / "src/shuangsuiji/planning"
WORDS = {"error": "ERROR", "warning": "WARNING", "note": "NOTE"}
ROW = re.compile(r"^\| `((?:plan|guides)\.[a-z_]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
CLAUSE = re.compile(r"A?\d+(?:\.\d+)+[a-z]?")
AS_CITED = "所引"


@attrs.frozen
class Said:
    """What is said of one code: by the source over all its calls, or by a row of the table."""

    severities: frozenset[str]
    clauses: frozenset[str]
    as_cited: bool
    unchecked: bool


@attrs.define
class Calls:
    """What the calls seen so far say of one code."""

    severities: set[str] = attrs.field(factory=set[str])
    clauses: set[str] = attrs.field(factory=set[str])
    as_cited: bool = False
    unchecked: bool = False


def texts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def severities_in(node: ast.AST) -> set[str]:
    return {
        one.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "Severity"
    }


def chosen(function: ast.AST) -> set[str]:
    """Return the severities between which ``say`` chooses within a function."""
    found = (
        one.value for one in ast.walk(function) if isinstance(one, ast.Assign) and isinstance(one.value, ast.IfExp)
    )
    return {WORDS[one.id] for each in found for one in ast.walk(each) if isinstance(one, ast.Name) and one.id in WORDS}


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def first_text(call: ast.Call) -> str:
    return next((one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")


def enter(calls: Calls, call: ast.Call, function: ast.AST, helper: ast.FunctionDef | None) -> None:
    """Enter what one call says: by name of the function that makes the finding, or by the module's own ``_finding``."""
    name, last = name_of(call), call.args[-1]
    if name == "_finding":
        assert helper is not None
        calls.severities |= severities_in(call) or severities_in(helper)
        calls.clauses |= {text for text in texts(helper) if CLAUSE.fullmatch(text)}
        return
    cited = {text for text in texts(last) if CLAUSE.fullmatch(text)}
    calls.clauses |= cited
    calls.as_cited |= not isinstance(last, ast.Constant)
    if name == "unchecked":
        calls.unchecked = True
    else:
        calls.severities |= chosen(function) if name == "say" else {WORDS[name]}


def in_source() -> dict[str, Calls]:
    found: defaultdict[str, Calls] = defaultdict(Calls)
    for path in PLANNING.glob("*.py"):
        functions = [
            one for one in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef)
        ]
        helper = next((one for one in functions if one.name == "_finding"), None)
        prefix = next((text for text in texts(helper) if text == "guides."), "") if helper else ""
        for function in functions:
            for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
                code = prefix + first_text(call)
                if name_of(call) in {*WORDS, "say", "unchecked", "_finding"} and code.startswith(("plan.", "guides.")):
                    enter(found[code], call, function, helper)
    return dict(found)


def rows() -> dict[str, Said]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len({code for code, *_ in found}) == len(found), "a code stands twice"
    return {
        code: Said(
            severities=frozenset(severities.replace(",", " ").split()),
            clauses=frozenset(CLAUSE.findall(clauses)),
            as_cited=AS_CITED in clauses,
            unchecked=bool(needs.strip()),
        )
        for code, severities, clauses, _, needs in found
    }


SOURCE = in_source()


def test_every_code_of_the_source_stands_in_the_table_and_no_other() -> None:
    assert set(rows()) == set(SOURCE)


@pytest.mark.parametrize("code", sorted(SOURCE))
def test_the_table_says_of_a_code_what_the_source_does(code: str) -> None:
    said, calls = rows()[code], SOURCE[code]
    assert said.severities == calls.severities
    assert said.as_cited == calls.as_cited
    assert said.unchecked == calls.unchecked
    if code.startswith("guides."):  # one function cites for all of them, each code one of its clauses
        assert said.clauses
        assert said.clauses <= calls.clauses
    elif calls.as_cited:  # a rule or an item brings its clause: the table may name the one of Liyang
        assert said.clauses >= calls.clauses
    else:
        assert said.clauses == calls.clauses


def test_every_row_has_its_meaning_in_both_languages() -> None:
    for _, _, _, meaning, _ in ROW.findall(PAGE.read_text(encoding="utf-8")):
        english, _, chinese = meaning.partition(" · ")
        assert english.isascii() or "…" in english
        assert re.search("[\u4e00-\u9fff]", chinese)
