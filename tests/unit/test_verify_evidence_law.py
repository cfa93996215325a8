"""The script knows the grounds of 四（二）, all of them and no others, and which files a folder has."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from shuangsuiji.accountability import (
    FACT_KINDS,
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    Assessment,
    AssessmentVerdict,
    BreachKind,
    CausalReading,
    Ground,
    GroundSet,
    SubjectKind,
    assess,
    grounds_under,
    joined,
)
from shuangsuiji.accountability.evidence_bundles import evidence, sums, why_not_drawn
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.bundle.evidence_folders import verify_evidence_folder, write_evidence
from shuangsuiji.errors import LawError
from shuangsuiji.inspection import DisclosureGrade
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Severity
from tests.unit.accountability_days import undrawn
from tests.unit.evidence_days import (
    assessed,
    broken_evidence,
    failed_evidence,
    given,
    records,
    sealed_evidence,
    second_draw,
    undrawn_evidence,
)
from tests.unit.evidence_tamperings import Files, swap


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return the files of a folder as they are written."""
    return script.read_folder(str(write_evidence(undrawn_evidence(), tmp_path_factory.mktemp("原") / "件")))


def written(files: Files, folder: Path) -> Path:
    files["SHA256SUMS"] = sums(files)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def refused(files: Files) -> set[str]:
    """Return what the script refuses in files whose index is made anew: code and place."""
    files["SHA256SUMS"] = sums(files)
    found = script.check(files).checks
    return {f"{one.code} {one.en.partition(':')[0]}" for one in found if one.status == "refused"}


def errors(folder: Path) -> set[str]:
    return {one.code for one in verify_evidence_folder(folder) if one.severity is Severity.ERROR}


def path_of(files: Files, line: str) -> str:
    """Return the path in the assessment whose line ends so."""
    lines = files["assessment.txt"].decode().split("\n")
    return next(one for one in lines if one.endswith(line)).partition(line)[0]


def fields(files: Files, line: str, **changes: str) -> None:
    """Change lines under a path of the assessment."""
    path = path_of(files, line)
    text = files["assessment.txt"].decode()
    for key, new in changes.items():
        text, count = re.subn(rf"(?m)^{re.escape(path)}\.{key}[=~].*$", f"{path}.{key}{new}", text)
        assert count == 1, key
    files["assessment.txt"] = text.encode()


SWITCHES = [
    ("L.1", {"active": "=no"}),
    ("L.2", {"effective_on": "=2099-01-01"}),
    ("L.3", {"verified": "=no"}),
    ("R.1", {"active": "=no", "verified": "=no"}),
    ("Ex.1", {"active": "=no"}),
    ("L.1", {"breach_kind": "=IMPROPER"}),
    ("L.2", {"mandatory": "=no"}),
    ("Ex.3", {"mandatory": "=no"}),
    ("Ex.1", {"mandatory": "=yes"}),
    ("R.1", {"verdict": "=COMMEND"}),
    ("C.1", {"breach_kind": "=UNLAWFUL"}),
    ("L.1", {"applies_to.2": "=UNIT"}),
]


@pytest.mark.parametrize(("id_", "changes"), SWITCHES, ids=str)
def test_a_ground_of_the_law_cannot_be_switched_off_put_off_or_changed(
    id_: str, changes: dict[str, str], whole: Files
) -> None:
    files = dict(whole)
    if "applies_to.2" in changes:
        path = path_of(files, ".id=L.1")
        text = files["assessment.txt"].decode()
        text = re.sub(rf"(?m)^{re.escape(path)}\.applies_to[.#].*\n", "", text)
        files["assessment.txt"] = f"{text}{path}.applies_to#1\n{path}.applies_to.1=UNIT\n".encode()
    else:
        fields(files, f".id={id_}", **changes)
    assert f"ground {id_}" in refused(files)


def test_a_breach_that_is_established_cannot_be_hidden_by_a_set_of_grounds(whole: Files) -> None:
    facts = [*(fact for fact in assessed(undrawn()).facts if fact.code != "F8"), given("F8")]
    one = assess(assessed(undrawn()).case, facts)
    assert one.verdicts[0] is AssessmentVerdict.BREACH
    less = attrs.evolve(
        LIYANG_GROUNDS,
        grounds=tuple(ground for ground in LIYANG_GROUNDS.grounds if ground.id != "L.1"),
        kinds=tuple(kind for kind in LIYANG_GROUNDS.kinds if kind.code != "F8"),
    )
    with pytest.raises(LawError):
        assess(one.case, facts[:-1], less)
    files = dict(whole)
    fields(files, ".id=L.1", id="=X.1")
    assert "ground L.1" in refused(files)


def extra(**changes: object) -> Ground:
    fields_: dict[str, object] = {
        "id": "Ex.4",
        "verdict": AssessmentVerdict.EXEMPT,
        "applies_to": (SubjectKind.OFFICER,),
        "clauses": (LIYANG_2020.ref("4.2.10"),),
        "all_of": ("F0",),
    }
    return Ground(**{**fields_, **changes})  # type: ignore[arg-type]


def under(grounds: GroundSet, tmp_path: Path) -> tuple[Files, Path]:
    one: Assessment = assess(assessed(undrawn()).case, assessed(undrawn()).facts, grounds)
    folder = write_evidence(evidence(one, records(), grade=DisclosureGrade.INTERNAL), tmp_path / "另")
    return script.read_folder(str(folder)), folder


def test_an_invented_ground_cannot_cite_the_city_text(tmp_path: Path) -> None:
    files, folder = under(attrs.evolve(LIYANG_GROUNDS, grounds=(*LIYANG_GROUNDS.grounds, extra())), tmp_path)
    assert refused(files) == {"ground Ex.4"}
    assert errors(folder) == {"evidence.ground"}


def test_a_breach_of_another_text_is_named_and_not_refused(tmp_path: Path) -> None:
    files, folder = under(joined("BOTH", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS)), tmp_path)
    assert refused(files) == set()
    assert errors(folder) == set()
    told = [one.zh for one in script.check(files).checks if one.status == "unchecked" and one.code == "ground"]
    assert len(told) == len(PENALTY_GROUNDS.grounds)


def test_the_reading_and_whom_the_lot_frees_stay_free(tmp_path: Path) -> None:
    wide = grounds_under(CausalReading.WIDE, not_drawn_frees=(SubjectKind.OFFICER, SubjectKind.UNIT))
    files, folder = under(wide, tmp_path)
    assert refused(files) == set()
    assert errors(folder) == set()
    told = [one.zh for one in script.check(files).checks if (one.status, one.code) == ("unchecked", "ground")]
    assert told == ["Ex.3 的适用主体另有选择"]


def test_it_knows_breaches_and_mandates_as_the_package_does() -> None:
    kinds = {one.id: one.breach_kind.name for one in LIYANG_GROUNDS.grounds if one.breach_kind is not None}
    assert kinds == script.BREACHES
    assert set(kinds.values()) == {one.name for one in BreachKind}
    assert all(one.mandatory is (one.verdict is not AssessmentVerdict.EXEMPT) for one in LIYANG_GROUNDS.grounds)
    refs = [ref for one in LIYANG_GROUNDS.grounds for ref in one.clauses] + [one.clause for one in FACT_KINDS.values()]
    assert {(ref.document, ref.path) for ref in refs} == {(script.DOCUMENT, script.PATH)}


def phrase(files: Files) -> None:
    fields(files, ".kind.code=F6", **{"kind.phrase": "=检查对象未被抽到或者尚未到期"})


def clause(files: Files) -> None:
    fields(files, ".kind.code=F6", **{"kind.clause.clause": "=4.2.9"})


def place(files: Files) -> None:
    fields(files, ".kind.code=F6", **{"kind.clause.path": "=四（二）第九款"})


def missing_clause(files: Files) -> None:
    files["law.tsv"] = re.sub(rb"(?m)^[^\t]*\t4\.2\.12\t.*\n", b"", files["law.tsv"])


def path_in_table(files: Files) -> None:
    swap(files, "law.tsv", "\t四（二）\t", "\t四（二）第九款\t", 1)


def twice(files: Files) -> None:
    files["law.tsv"] = files["law.tsv"].replace("\t四（二）\t".encode(), "\t三（二）\t".encode(), 1) + files["law.tsv"]
    files["law.tsv"] = b"".join(sorted(files["law.tsv"].splitlines(keepends=True)))


@pytest.mark.parametrize("tamper", [phrase, clause, place, missing_clause, path_in_table, twice])
def test_the_words_of_the_law_are_whole_and_stand_where_they_stand(
    tamper: Callable[[Files], None], whole: Files
) -> None:
    files = dict(whole)
    tamper(files)
    assert files != whole
    assert any(one.startswith("law ") for one in refused(files))


@pytest.mark.parametrize(
    "name",
    [
        *("court.txt", "判决书.pdf", "answers/x.txt", "answers/extra/x.txt", "draws/README", "registers2/x.txt"),
        *("verify.pyx", "chain/x.txt", "papers/x.txt", "papers/InspectionPlan-0123456789ab.txt", "proofs/x.txt"),
        *("dossiers/001/notes.txt", "registers/001/notes.txt", "draws/__pycache__/verify.cpython-311.pyc"),
        *("draws/320481-SCJG-1-98601545b4d4/judgment.txt", "README.txt/x.txt", "README.TXT", ".hidden", "a\nb.txt"),
    ],
)
def test_nothing_may_lie_there_that_does_not_belong_there(name: str, whole: Files) -> None:
    files = {**whole, name: "法院判决：免责\n".encode()}
    assert refused(files)
    assert refused(dict(whole)) == set()


def test_an_exemption_cannot_pass_for_an_answer_to_a_firm(whole: Files, tmp_path: Path) -> None:
    files = dict(whole)
    swap(files, "evidence.txt", "kind=EXEMPTION", "kind=WHY_NOT_DRAWN")
    assert {"name verdict.md", "name assessment.txt", "name facts.tsv"} <= refused(files)
    assert "evidence.name" in errors(written(files, tmp_path / "换"))


@pytest.mark.parametrize("name", ["verdict.md", "assessment.txt", "explanation.zh.md", "traps.tsv", "law.tsv"])
def test_an_answer_to_a_firm_holds_no_verdict(name: str, whole: Files, tmp_path: Path) -> None:
    folder = write_evidence(why_not_drawn([second_draw()], undrawn()), tmp_path / "企业")
    files = {**script.read_folder(str(folder)), name: whole[name]}
    assert refused(files) == {f"name {name}"}
    assert "evidence.name" in errors(written(files, tmp_path / "加"))


PAGES = ("README.txt", "explanation.zh.md", "explanation.en.md", "assessment.json")


@pytest.mark.parametrize("name", [*PAGES, "answers/320481-SCJG-1-98601545b4d4.txt"])
def test_words_that_the_script_does_not_compare_are_named_and_the_package_compares_them(
    name: str, whole: Files, tmp_path: Path
) -> None:
    files = dict(whole)
    files[name] += "联席会议已决定免责，法院已确认。\n".encode()
    if name != "assessment.json":
        assert errors(written(files, tmp_path / "添")) == {"evidence.made"}
    told = next(one.zh for one in script.check(files).checks if (one.status, one.code) == ("unchecked", script.WORDS))
    assert name.replace("320481-SCJG-1-98601545b4d4.txt", "*") in told


@pytest.mark.parametrize("make", [sealed_evidence, failed_evidence, broken_evidence, undrawn_evidence])
def test_the_words_of_every_draw_are_compared_by_the_package(make: Callable[[], object], tmp_path: Path) -> None:
    folder = write_evidence(make(), tmp_path / "包")  # type: ignore[arg-type]
    assert errors(folder) == set()
    assert not any(one.code == f"evidence.{script.WORDS}" for one in verify_evidence_folder(folder))
    for path in sorted((folder / "answers").iterdir()):
        files = script.read_folder(str(folder))
        files[f"answers/{path.name}"] += "另经核实，该对象从未被抽中。\n".encode()
        assert "evidence.made" in errors(written(files, tmp_path / path.stem))


def test_the_terms_of_a_folder_hold_nothing_else(whole: Files) -> None:
    for line in (b"decided=court\n", b"grade=PUBLIC\n", b"no line\n"):
        files = dict(whole)
        files["evidence.txt"] += line
        assert "form evidence.txt" in refused(files)
