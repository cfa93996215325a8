"""Files that hold a party's one-time codes: secret until the reveal (密码文件)."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from shuangsuiji.errors import BundleError, InvalidValueError
from shuangsuiji.lottery import Algorithm, chain
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.lottery.forms import parse_sheet, sheet_bytes
from shuangsuiji.values import check_name

__all__ = ["code_for_round", "make_code_file", "read_code_file"]

LENGTH = 16
_LENGTH = re.compile("[1-9][0-9]{0,3}")
_KEYS = {"alg", "length", "party", "secret"}


def make_code_file(party: str, path: Path, alg: Algorithm = Algorithm.SHA256) -> str:
    """Make a new chain of one-time codes, write it to a file only its owner may read, and return x(0) (密码链).

    Raises:
        BundleError: the file is there already, or cannot be written.

    """
    check_name(party, "party")
    secret = secrets.token_hex(32)
    sheet = sheet_bytes({"alg": alg.value, "length": str(LENGTH), "party": party, "secret": secret})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sheet)
    except OSError as error:
        raise BundleError.because(path, error, "无法新建", "cannot be made anew") from None
    return chain(alg, party, secret, LENGTH)[0]


def read_code_file(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the party and its chain x(0), x(1), … from a file.

    Raises:
        BundleError: the file cannot be read.
        InvalidFormError: it is no file of codes.

    """
    try:
        entries = parse_sheet(path.read_bytes(), path.name)
    except OSError as error:
        raise BundleError.because(path, error, "无法读取", "cannot be read") from None
    known = set(entries) == _KEYS and entries["alg"] in list(Algorithm) and _LENGTH.fullmatch(entries["length"])
    if not known:
        raise BundleError(path=path, rule_zh="不是密码文件", rule="is no file of one-time codes")
    alg, party = Algorithm(entries["alg"]), entries["party"]
    return party, chain(alg, party, entries["secret"], int(entries["length"]))


def code_for_round(text: str, k: int = 0) -> tuple[str, str]:
    """Return party and code of a round, x(k+1), from ``NAME=HEX`` or from the path of a file of codes.

    Raises:
        InvalidValueError: a code that is not 64 hex digits, or a chain that is used up.
        BundleError: the file cannot be read.

    """
    party, separator, code = text.partition("=")
    if separator and is_digest(code):
        return check_name(party, "party"), code
    try:
        name, codes = read_code_file(Path(text))
    except BundleError:
        if not separator:
            raise
        zh, en = (
            "应为 参与方=64位十六进制，或密码文件的路径",
            "must be NAME=64 hex digits, or the path of a file of codes",
        )
        raise InvalidValueError(field="--code", rule_zh=zh, rule=en, value=text) from None
    if k + 1 >= len(codes):
        zh, en = f"该密码链只够 {len(codes) - 1} 轮", f"this chain opens {len(codes) - 1} rounds only"
        raise InvalidValueError(field=f"--code {name}", rule_zh=zh, rule=en, value=k)
    return name, codes[k + 1]
