"""``shuangsuiji chain``: an agency's bundles, looked at as one chain of commitments (锁定链核查)."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from shuangsuiji.bundle import read_commitment, read_record, to_json
from shuangsuiji.cli.options import day_of, read_bytes
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.draws import PastDraw
from shuangsuiji.draws.serials import check_serials
from shuangsuiji.errors import BundleError, InvalidValueError, ShuangsuijiError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import CHINA, Finding, Severity

__all__ = ["run_chain"]

_LINE = re.compile(r"([1-9][0-9]{0,17})[\s:,，：]+([0-9A-Fa-f]{64})")


def run_chain(given: Namespace, output: Output) -> int:
    """Check the serials of an agency's bundles; 0 nothing broken, 1 something is, or a bundle cannot be read."""
    published = _published(given.published) if given.published else None
    on = day_of(given.on, "--on") if given.on else datetime.now(CHINA).date()
    unreadable: list[Finding] = []
    records = [*_records(given.folder, unreadable, output), *_records(given.failed, unreadable, output, failed=True)]
    output.clear()
    check = check_serials(records, published=published, on=on)
    check = attrs.evolve(check, findings=(*unreadable, *check.findings))
    output.say(*(f"第 {one.serial} 号 {one.task} {one.state.value} COMMIT {one.commit}" for one in check.links))
    output.say(*(line for one in check.findings for line in (one, f"    {one.en}")), check)
    output.give_text(to_json(check))
    return DONE if check.accepted else REFUSED


def _records(
    folders: Iterable[str], unreadable: list[Finding], output: Output, *, failed: bool = False
) -> Iterator[PastDraw]:
    """Yield what the folders hold; what one of them does not hold must not hide what is wrong with the others."""
    for folder in folders:
        output.progress(f"读取 {folder}…")
        try:
            if failed:
                yield PastDraw(manifest=read_commitment(folder).manifest, drawn={}, failed=True)
            else:
                yield PastDraw.of(read_record(folder))
        except ShuangsuijiError as error:
            unreadable.append(
                Finding(
                    severity=Severity.ERROR,
                    code="chain.unreadable",
                    where=folder,
                    zh=f"无法读取：{error.zh_line}",
                    en=f"cannot be read: {error.en_line}",
                    clause=LIYANG_2020.ref("2.1.9"),
                )
            )


def _published(path: str) -> dict[int, str]:
    """Return COMMIT by serial from lines such as ``3 5f…``, as somebody copied them from a gazette.

    Raises:
        BundleError: the file cannot be read.
        InvalidValueError: a line of another form, or a serial with two different COMMITs.

    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BundleError(path=path, rule_zh="应为 UTF-8", rule="must be UTF-8") from None
    published: dict[int, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LINE.fullmatch(line)
        if found is None:
            zh, en = "每行应为 编号 COMMIT（64 位十六进制）", "every line must be SERIAL COMMIT, 64 hex digits"
            raise InvalidValueError(field="--published", rule_zh=zh, rule=en, value=line)
        serial, commit = int(found[1]), found[2].lower()
        if published.setdefault(serial, commit) != commit:
            zh, en = "同一编号公布了两个不同的 COMMIT", "two different COMMITs of one serial were published"
            raise InvalidValueError(field="--published", rule_zh=zh, rule=en, value=line)
    return published
