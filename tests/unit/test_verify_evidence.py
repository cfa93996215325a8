"""The script of an evidence folder: it knows the law as the package does, and needs nothing but Python."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from shuangsuiji.accountability import FACT_KINDS, AssessmentVerdict, SubjectKind, Truth, all_of, any_of
from shuangsuiji.accountability.explanation_lines import verdict_words
from shuangsuiji.accountability.liyang_grounds import LIYANG_GROUNDS
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.bundle.evidence_folders import write_evidence
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import record_digest, record_text
from tests.unit.evidence_days import assessed, register, undrawn_evidence

SOURCE = Path(script.__file__)


def test_it_holds_the_words_of_the_law_word_for_word() -> None:
    assert {one.id: one.quotation for one in LIYANG_2020.clauses if one.id.startswith("4.2.")} == script.LAW
    assert LIYANG_2020.number == script.DOCUMENT
    assert {code: (kind.clause.clause, kind.phrase) for code, kind in FACT_KINDS.items()} == script.PHRASES


def test_it_holds_the_grounds_of_the_law() -> None:
    known = {
        one.id: (
            one.verdict.name,
            " ".join(kind.name for kind in one.applies_to),
            " ".join(one.all_of),
            " ".join(one.none_of),
            " ".join(one.barred_by),
            one.reading,
            " ".join(ref.clause for ref in one.clauses),
        )
        for one in LIYANG_GROUNDS.grounds
    }
    assert known == script.GROUNDS
    assert all(one.any_of == () for one in LIYANG_GROUNDS.grounds)
    assert script.EVERYBODY.split() == [one.name for one in SubjectKind]


def test_it_has_the_words_of_the_package() -> None:
    assert {one.name: one.value for one in AssessmentVerdict} == script.VERDICTS
    assert {one.name: verdict_words([one])[1] for one in AssessmentVerdict} == script.ENGLISH
    assert {one.name: one.value for one in Truth} == script.TRUTHS


@pytest.mark.parametrize("values", [list(one) for n in range(4) for one in product(Truth, repeat=n)], ids=str)
def test_its_logic_is_that_of_the_package(values: list[Truth]) -> None:
    names = [one.name for one in values]
    assert script.all_true(names) == all_of(values).name
    assert script.one_true(names) == any_of(values).name


def test_it_reads_records_back() -> None:
    text = record_text(assessed()).encode()
    record = script.Record(text)
    assert record.legible
    assert record["case.id"] == "案-01"
    assert record.members("case.item_codes") == ["labels"]
    assert not script.Record(b"no line of a record\n").legible
    entry = register().entries[0]
    assert script.sha(script.part(record_text(entry).encode(), "record")) == record_digest(entry.record)
    assert script.Record(b"a=b\\\\n\\n\n")["a"] == "b\\n\n"


def test_it_needs_the_standard_library_alone_and_python_3_8() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "verify"]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - set(sys.stdlib_module_names) == {"verify"}
    # What 3.8 does not have: subscripts of built-in types outside annotations, and newer methods.
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not any(isinstance(call, ast.Subscript) for call in calls)
    newer = {"removeprefix", "removesuffix", "bit_count", "is_relative_to", "pairwise", "batched"}
    assert not newer & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not any(
        isinstance(node, ast.Call) and any(k.arg == "strict" for k in node.keywords) for node in ast.walk(tree)
    )


def run(script_: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(script_), *arguments]
    return subprocess.run(command, cwd=cwd, env={}, capture_output=True, check=False, encoding="utf-8")


def test_a_copy_from_elsewhere_checks_a_folder_with_its_own_verifier(tmp_path: Path) -> None:
    write_evidence(undrawn_evidence(), tmp_path / "证 明")
    own = tmp_path / "自 备"
    own.mkdir()
    for name in ("verify_evidence.py", "verify.py"):
        shutil.copy(SOURCE.parent / name, own)
    done = run(own / "verify_evidence.py", "证 明", cwd=tmp_path)
    assert done.returncode == 3, done.stdout
    (own / "draws").mkdir()
    (own / "verify.py").rename(own / "draws" / "verify.py")
    assert run(own / "verify_evidence.py", "证 明", cwd=tmp_path).returncode == 3
    (own / "draws" / "verify.py").unlink()
    assert run(own / "verify_evidence.py", "证 明", cwd=tmp_path).returncode == 2


def test_what_it_cannot_run_on_is_told_in_one_line(tmp_path: Path) -> None:
    copy = tmp_path / "verify_evidence.py"
    shutil.copy(SOURCE, copy)
    alone = run(copy, cwd=tmp_path)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "找不到 verify.py" in alone.stderr
    shutil.copy(SOURCE.parent / "verify.py", tmp_path)
    for arguments in ((), ("none",), ("a", "b")):
        done = run(copy, *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b":EvidenceTerms\nkind=OTHER\n", b"\n" * 9])
def test_rubbish_is_refused_and_no_traceback(content: bytes, tmp_path: Path) -> None:
    folder = write_evidence(undrawn_evidence(), tmp_path / "证明")
    for name in (
        *("evidence.txt", "assessment.txt", "draws.tsv", "object.tsv", "facts.tsv", "law.tsv", "SHA256SUMS"),
        *("registers.tsv", "registers/001/chain.tsv", "registers/001/query.1.txt", "gazettes.tsv", "verdict.md"),
        *("register-heads.tsv",),
    ):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(content)
        done = run(folder / "verify_evidence.py", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (1, ""), (name, done.stdout, done.stderr)
        (folder / name).write_bytes(whole)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gazettes.tsv", b"320481-SCJG\tone\t" + b"0" * 64 + b"\n"),
        ("register-heads.tsv", b"registers/001\tone\t" + b"0" * 64 + b"\n"),
        ("registers/001/query.1.txt", b"head.entries=1\nleads#1\nleads.1=one\n"),
    ],
)
def test_a_number_that_is_none_is_refused_and_no_traceback(name: str, content: bytes, tmp_path: Path) -> None:
    folder = write_evidence(undrawn_evidence(), tmp_path / "证明")
    (folder / name).write_bytes(content)
    done = run(folder / "verify_evidence.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, ""), (name, done.stdout, done.stderr)
