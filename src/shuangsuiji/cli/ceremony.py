"""The ceremony of a draw day: officials are led from the commitment to the result, step by step (开奖日仪式).

The next step begins when the line about the one before is on the disk. Cut off at any moment, the ceremony is run again
with the same command, reads its record and goes on with the step that is open.
"""

from __future__ import annotations

import getpass
import sys
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from shuangsuiji.cli.ceremony_record import BEGIN, Mark, open_record
from shuangsuiji.cli.ceremony_room import Ceremony, Room, in_groups
from shuangsuiji.cli.ceremony_steps import steps_of
from shuangsuiji.cli.output import COULD_NOT_RUN, DONE, Output
from shuangsuiji.draws import Commitment
from shuangsuiji.errors import InvalidValueError, ShuangsuijiError
from shuangsuiji.values import CHINA

__all__ = ["TERMINAL", "hold_ceremony"]

_SUFFIX = ".ceremony.txt"
_HEADINGS = {
    "0": "在场人员 who is present",
    "1": "核对锁定 the commitment",
    "2": "公共随机事件 the public events",
    "3": "各方交出密码 the codes of the parties",
    "4": "计算种子 the seed",
    "5": "抽取 the draw",
    "6": "核验与结果 verification and result",
}


def _ask(question: str) -> str:
    try:
        return input(question)
    except UnicodeDecodeError:
        return ""  # bytes of another encoding: asked again, as for nothing


def _ask_secret(question: str) -> str:
    return getpass.getpass(question) if sys.stdin.isatty() else _ask(question)


TERMINAL = Room(ask=_ask, ask_secret=_ask_secret, now=partial(datetime.now, CHINA))


def hold_ceremony(
    commitment: Commitment,
    folder: Path,
    out: Path,
    output: Output,
    *,
    record: Path | None = None,
    room: Room = TERMINAL,
) -> int:
    """Lead the officials through the ceremony and return the exit status: 0 finished, 2 interrupted (开奖日仪式).

    Args:
        commitment: what is drawn from.
        folder: the folder it was read from.
        out: the folder of the bundle.
        output: where to speak.
        record: the file of the record; beside ``folder`` where not given.
        room: whom to ask.

    Raises:
        BrokenChainError: the record is altered, out of order, finished, or that of another commitment.
        RefusedRevealError: too early, or three times refused.
        BundleError: a file cannot be read or written.
        InvalidValueError: JSON was asked for, or the record would lie in a bundle.

    """
    if output.as_json:
        zh, en = "仪式是现场问答，不能与 --json 同用", "the ceremony is a dialogue and has no --json"
        raise InvalidValueError(field="--ceremony", rule_zh=zh, rule=en, value="--json")
    path = _record_path(record, folder, out)
    steps = steps_of(commitment.manifest)
    opened = open_record(path, commitment.commit, (BEGIN, *(step.title for step in steps)), room.now())
    ceremony = Ceremony(
        commitment=commitment, folder=folder, out=out.resolve(), record=opened, room=room, output=output
    )
    try:
        _greet(ceremony)
        for step in steps[len(opened.done) - 1 :]:
            output.say("", f"第 {step.title[0]} 步 {_HEADINGS[step.title[0]]} 〔{step.title[2:]}〕")
            ceremony.note(Mark.DONE, *step.run(ceremony))
    except (KeyboardInterrupt, EOFError) as stop:
        _take_leave(ceremony, "Ctrl-C" if isinstance(stop, KeyboardInterrupt) else "输入结束 end of input")
        return COULD_NOT_RUN
    except ShuangsuijiError as error:
        _take_leave(ceremony, error.code)
        raise
    _conclude(ceremony)
    return DONE


def _record_path(given: Path | None, folder: Path, out: Path) -> Path:
    """Return the file of the record, which is no part of a bundle."""
    beside = folder.resolve()
    path = (given or beside.with_name(f"{beside.name}{_SUFFIX}")).absolute()
    for bundle in (beside, out.resolve()):
        if (path.parent.resolve() / path.name).is_relative_to(bundle):
            zh, en = "仪式记录不得放在锁定包或抽取包内", "the record must not lie in the folder of a bundle"
            raise InvalidValueError(field="--record", rule_zh=zh, rule=en, value=str(path))
    return path


def _greet(ceremony: Ceremony) -> None:
    manifest, record = ceremony.manifest, ceremony.record
    mode = "封存方式 sealed" if ceremony.sealed else "公开方式 open"
    ceremony.output.say(
        f"开奖日仪式 {manifest.agency} {manifest.plan}/{manifest.task} 第 {manifest.serial} 号，{mode}",
        "The ceremony of a draw day. 随时可以中断，再次运行同一命令即可继续。It may be interrupted at any moment.",
        f"记录 record: {record.path}",
    )
    if len(record.entries) == 1:
        return
    torn = record.entries[-1]
    if torn.mark is Mark.TORN:
        ceremony.output.say(f"上次写到一半的一行已另存，未计入 a line cut off was set aside: {torn.what}")
    ceremony.output.say("已完成 done:", *(f"  {one.at.isoformat()} {title}" for title, one in record.done.items()))
    ceremony.note(Mark.RESUMED)


def _take_leave(ceremony: Ceremony, why: str) -> None:
    """Say how to go on; the line about it is left out where the record itself cannot be written."""
    with suppress(ShuangsuijiError):
        ceremony.note(Mark.STOPPED, what=why)
    print(
        f"\n仪式中断于“{ceremony.record.open_step}”（{why}）。再次运行同一命令即从这一步继续。\n"
        f"The ceremony stopped here ({why}). Run the same command again to go on; a person must answer at a terminal.\n"
        f"记录 record: {ceremony.record.path}\n末行摘要 last digest: {in_groups(ceremony.record.digest)}",
        file=sys.stderr,
    )


def _conclude(ceremony: Ceremony) -> None:
    if ceremony.sealed:
        zh = f"下一步：检查完成之前不得公开 {ceremony.out}，并于 {ceremony.manifest.reveal_by} 前公布该文件夹。"
        en = f"Keep that folder closed until the visits are done; publish it by {ceremony.manifest.reveal_by}."
    else:
        zh, en = f"下一步：公布 {ceremony.out}，任何人均可核验。", "Publish that folder now; anyone can verify it."
    if ceremony.manifest.matching is not None:
        zh += f"\n先匹配人员：shuangsuiji match {ceremony.out}；公布的是 shuangsuiji publish 写出的一份，不含人员各表。"
        en += " Match the inspectors first, and publish what shuangsuiji publish writes, without the tables of people."
    ceremony.output.say(
        "",
        "仪式完成。The ceremony is finished.",
        zh,
        en,
        "请宣读并写入笔录：仪式记录的末行摘要 read aloud and keep in the minutes, the last digest of the record:",
        f"  {in_groups(ceremony.record.digest)}",
    )
