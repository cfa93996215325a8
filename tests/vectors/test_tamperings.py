"""Every verifier refuses every tampering that it can see, each with its code, and accepts none."""

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from shuangsuiji.lottery import CheckStatus, verify_files
from tests.vectors.tamperings import Files

HERE = Path(__file__).parent
BUNDLE = HERE.parents[1] / "src" / "shuangsuiji" / "bundle"
FILES = sorted((HERE / "cases" / "tampering").glob("*.json"))
SOUND = sorted((HERE / "cases" / "bundle").glob("*.json"))
LINE = re.compile(r"\S+ (ok|refused|unchecked|note) ([a-z0-9.]+): .+ / .+")

Case = dict[str, Any]


@attrs.frozen
class Found:
    """What a verifier refused, and what it left unchecked."""

    refused: frozenset[str]
    unchecked: frozenset[str]
    status: int


def by_package(files: Files, _: Path) -> Found:
    """Verify with the package."""
    verdict = verify_files(files)
    refused, unchecked = (
        frozenset(check.code for check in verdict.of(status)) for status in (CheckStatus.REFUSED, CheckStatus.UNCHECKED)
    )
    return Found(refused, unchecked, verdict.exit_status)


def load() -> ModuleType:
    """Load the script from its file."""
    spec = importlib.util.spec_from_file_location("verify_py_of_vectors", BUNDLE / "verify.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load()


def by_script(files: Files, _: Path) -> Found:
    """Verify with verify.py."""
    checks = script.verify(dict(files))
    refused, unchecked = (
        frozenset(check.code for check in checks if check.status == status) for status in ("refused", "unchecked")
    )
    return Found(refused, unchecked, 1 if refused else 3 if unchecked else 0)


def by_shell(files: Files, folder: Path) -> Found:
    """Verify with verify.sh and whatever tools are installed."""
    if shutil.which("sh") is None:
        pytest.skip("there is no shell")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    done = subprocess.run(["sh", str(BUNDLE / "verify.sh"), str(folder)], capture_output=True, check=False)
    assert done.stderr == b""
    found = [LINE.fullmatch(line) for line in done.stdout.decode().splitlines()]
    refused, unchecked = (
        frozenset(line[2] for line in found if line and line[1] == status) for status in ("refused", "unchecked")
    )
    return Found(refused, unchecked, done.returncode)


VERIFIERS: Mapping[str, Callable[[Files, Path], Found]] = {
    "package": by_package,
    "verify.py": by_script,
    "verify.sh": by_shell,
}


def read(path: Path) -> Case:
    """Return a vector."""
    case: Case = json.loads(path.read_text(encoding="utf-8"))
    return case


def bundle(name: str) -> Files:
    """Return the files of a bundle."""
    return {path.name: path.read_bytes() for path in (HERE / name).iterdir()}


def tampered(case: Case) -> Files:
    """Return the files of a bundle, changed as a vector says: this is all that it takes to read one."""
    files = bundle(case["bundle"])
    for name, content in case["changed"].items():
        if content is None:
            del files[name]
        else:
            files[name] = content.encode() if isinstance(content, str) else b64decode(content["base64"])
    return files


def checkable(case: Case, verifier: str) -> None:
    """Skip what this machine has no means for."""
    if case["bundle"] == "ssj1-sm3" and verifier == "package" and "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    if case["bundle"] == "ssj1-sm3" and verifier == "verify.sh":
        tools = (["cksum", "-a", "sm3", "/dev/null"], ["openssl", "dgst", "-sm3", "/dev/null"])
        if not any(
            shutil.which(one[0]) and not subprocess.run(one, capture_output=True, check=False).returncode
            for one in tools
        ):
            pytest.skip("there is no tool for SM3")
    if case["bundle"] == "ssj1-drand" and verifier == "package":
        pytest.importorskip("py_arkworks_bls12381")


@pytest.mark.parametrize("verifier", VERIFIERS)
@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_sound_bundle_is_accepted(path: Path, verifier: str, tmp_path: Path) -> None:
    case = read(path)
    checkable(case, verifier)
    found = VERIFIERS[verifier](bundle(case["bundle"]), tmp_path)
    unchecked = frozenset(case["unchecked"][verifier])
    assert found == Found(frozenset(), unchecked, 3 if unchecked else 0)


@pytest.mark.parametrize("verifier", VERIFIERS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_tampering_is_refused_for_what_it_is_or_named_as_unchecked(path: Path, verifier: str, tmp_path: Path) -> None:
    case = read(path)
    checkable(case, verifier)
    files = tampered(case)
    assert files != bundle(case["bundle"])
    found = VERIFIERS[verifier](files, tmp_path)
    if verifier in case["seen_by"]:
        assert found.status == 1
        assert found.refused & set(case["codes"])
        assert found.refused <= {*case["codes"], *case["also"]}
    else:
        if verifier == "verify.sh" and case["codes"] == ["beacon"] and not found.status:
            pytest.xfail("verify.sh does not yet say that it leaves the form of values unchecked")
        assert (found.status, found.refused) == (3, frozenset())


def test_the_package_sees_every_tampering() -> None:
    assert all("package" in read(path)["seen_by"] for path in FILES)
