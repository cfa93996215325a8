"""How the demo has its bundles checked: by the package, and by the verifiers in the bundle itself (演示核验)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from shuangsuiji.bundle import verify_folder
from shuangsuiji.cli.output import DONE, Output
from shuangsuiji.lottery import Verdict

__all__ = ["PARTLY", "all_good", "verify_by", "verify_here"]

PARTLY = 3
_TOOLS = {
    "verify.sh": "只用 sha256sum 等工具",
    "verify.py": "只用 Python 标准库",
    "verify_matching.py": "只用 Python 标准库，重演匹配",
}
_UNCHECKED = "未查 unchecked "


def verify_here(bundle: Path, output: Output, title: str) -> Verdict:
    """Check a bundle with the package itself (程序包核验)."""
    verdict = verify_folder(bundle)
    output.say(title, f"  {verdict}")
    return verdict


def verify_by(verifier: str, bundle: Path, output: Output) -> int | None:
    """Run one of the verifiers that lie in a bundle; return its exit status, None where it cannot run (包内核验).

    A script that leaves the matching to ``verify_matching.py``, and nothing else unchecked, says so with the status 3.
    """
    shell = shutil.which("sh") if shutil.which("sha256sum") else None
    program = sys.executable if verifier.endswith(".py") else shell
    if program is None:
        output.say(f"  本机没有 sh 和 sha256sum，未运行 {verifier}")
        return None
    output.progress(f"{verifier}…")
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([program, verifier], cwd=bundle, env=environment, capture_output=True, check=False)  # noqa: S603 - our own script
    output.clear()
    lines = done.stdout.decode(errors="replace").splitlines()
    output.say(f"  {verifier}（{_TOOLS[verifier]}）：", *(f"    {line}" for line in lines if line.startswith("合计")))
    if done.returncode == PARTLY and _leaves_only_matching(lines):
        output.say("    退出码 3：此脚本不重演匹配，由 verify_matching.py 重演 it leaves the matching to that")
    elif done.returncode:
        wrong = (line for line in lines if line.startswith(("拒绝", _UNCHECKED)))
        sys.stderr.write("\n".join(wrong) + "\n")
    return done.returncode


def _leaves_only_matching(lines: Iterable[str]) -> bool:
    unchecked = [line.removeprefix(_UNCHECKED) for line in lines if line.startswith(_UNCHECKED)]
    return bool(unchecked) and all(line.startswith("matching") and "verify_matching.py" in line for line in unchecked)


def all_good(found: Mapping[str, int | None], partly: Iterable[str] = ()) -> bool:
    """Tell whether verifiers ended as they should, those that could not run left out: 0, or 3 for ``partly``."""
    due = set(partly)
    return all(status is None or status == (PARTLY if name in due else DONE) for name, status in found.items())
