"""The steps of the ceremony: each asks, checks, and tells what the record is to say of it (仪式步骤).

Nothing here writes a code down, and of a sealed draw nothing is shown or recorded that tells who was drawn.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import attrs

from shuangsuiji.bundle import read_bundle, read_draw, verify_folder, write_bundle
from shuangsuiji.cli.ceremony_record import NOBODY, Mark, flush
from shuangsuiji.cli.ceremony_room import Ceremony, in_groups
from shuangsuiji.cli.code_files import read_code_file
from shuangsuiji.draws import Draw, draw
from shuangsuiji.errors import BrokenChainError, BundleError, InvalidValueError, ShuangsuijiError
from shuangsuiji.lottery import (
    SOURCES,
    BeaconEvent,
    CheckStatus,
    Manifest,
    Reveal,
    beacon_value,
    next_code,
    open_commitment,
)
from shuangsuiji.lottery.digest import is_digest
from shuangsuiji.values import check_field

__all__ = ["Step", "steps_of"]

_SHOWN = 50
_ROLES = {"主持人": "host", "操作人": "operator", "监督人": "supervisor"}
_OPERATOR, _SUPERVISOR = "0 操作人 operator", "0 监督人 supervisor"
_COMMITMENT, _SEED, _DRAW, _VERIFY = "1 锁定 commitment", "4 种子 seed", "5 抽取 draw", "6 核验 verify"
_SEALED = "封存，揭示时公布 sealed until the reveal"
_AGREED = {"一致", "yes"}


@attrs.frozen
class Step:
    """One step: its title, and a function that returns who did it and what the record says of it (步骤)."""

    title: str
    run: Callable[[Ceremony], tuple[str, str]]


def steps_of(manifest: Manifest) -> tuple[Step, ...]:
    """Return the steps that a commitment asks for; its events in the order in which they become known (步骤次序)."""
    return (
        *(Step(f"0 {role} {english}", partial(_present, role)) for role, english in _ROLES.items()),
        Step(_COMMITMENT, _compare_commitment),
        *(Step(_event_title(event), partial(_type_twice, event)) for event in sorted(manifest.beacons, key=_opens_at)),
        *(Step(_code_title(party), partial(_hand_over, party)) for party in sorted(manifest.chains)),
        Step(_SEED, _compute_seed),
        Step(_DRAW, _draw),
        Step(_VERIFY, _verify),
    )


def _event_title(event: BeaconEvent) -> str:
    return f"2 事件 event {event.name}"


def _code_title(party: str) -> str:
    return f"3 密码 code {party}"


def _opens_at(event: BeaconEvent) -> datetime:
    """Return the instant before which nobody can know the value, whatever the manifest says."""
    return max(event.at, event.known_at or event.at)


def _present(role: str, ceremony: Ceremony) -> tuple[str, str]:
    def name(text: str) -> str:
        if role == "监督人" and text == ceremony.told(_OPERATOR):
            zh, en = "须与操作人不是同一人；同名的请注明单位", "must be another person than the operator"
            raise InvalidValueError(field=role, rule_zh=zh, rule=en, value=text)
        return check_field(text, role)

    found = ceremony.asked(f"请输入{role}的姓名 name of the {_ROLES[role]}: ", name)
    return found, found


def _compare_commitment(ceremony: Ceremony) -> tuple[str, str]:
    verdict, commit, supervisor = verify_folder(ceremony.folder), ceremony.commitment.commit, ceremony.told(_SUPERVISOR)
    refused = verdict.of(CheckStatus.REFUSED)
    if refused or verdict.commit != commit or (ceremony.folder / "reveal.txt").exists():
        ceremony.output.say(*refused)
        zh, en = "锁定包须通过核验，且尚未抽取", "must hold a commitment that is accepted and not drawn yet"
        raise ceremony.refusal(NOBODY, str(ceremony.folder), zh, en, str(verdict))
    ceremony.output.say(
        f"名单、名额和规则已在 {ceremony.manifest.committed_at.isoformat()} 锁定，现已当场复核，没有一项被拒绝。",
        "Lists, quotas and rules were fixed then; they have been checked again, and nothing was refused.",
    )
    typed = ceremony.tried(_type_commit)
    ceremony.output.say(
        "请主持人宣读 COMMIT，各方与公布的逐组核对。The host reads it aloud; compare with the one published:",
        f"  {in_groups(commit[:32])}",
        f"  {in_groups(commit[32:])}",
    )
    if (
        ceremony.asked("八组全部相同，请监督人输入“一致” supervisor: type yes when all agree: ", str.lower)
        not in _AGREED
    ):
        zh, en = "监督人未确认 COMMIT 一致", "the supervisor did not confirm that COMMIT agrees"
        raise ceremony.refusal(supervisor, "COMMIT", zh, en, typed)
    return supervisor, f"{commit} 一致 agrees"


def _type_commit(ceremony: Ceremony) -> str:
    supervisor, commit = ceremony.told(_SUPERVISOR), ceremony.commitment.commit
    ask = f"请监督人 {supervisor} 看着公布的 COMMIT 输入前 8 位或后 8 位 first or last 8 digits, as published: "
    typed = ceremony.asked(ask, _some_digits)
    ceremony.note(Mark.TYPED, supervisor, typed)
    if not commit.startswith(typed) and not commit.endswith(typed):
        zh, en = "与本文件夹的 COMMIT 不符，请核对公布的内容", "is not that of this folder; look at what was published"
        raise ceremony.refusal(supervisor, "COMMIT", zh, en, typed)
    return typed


def _some_digits(text: str) -> str:
    digits = "".join(text.split()).lower()
    if re.fullmatch(r"[0-9a-f]{8,64}", digits) is None:
        zh, en = "应为 8 位以上的十六进制数字", "must be 8 hex digits or more"
        raise InvalidValueError(field="COMMIT", rule_zh=zh, rule=en, value=text)
    return digits


def _type_twice(event: BeaconEvent, ceremony: Ceremony) -> tuple[str, str]:
    opens_at, known = _opens_at(event), SOURCES.get(event.source)
    if ceremony.room.now() < opens_at:
        zh, en = (
            f"{opens_at.isoformat()} 起方可录入，现在尚早",
            f"may be typed from {opens_at.isoformat()} on, not before",
        )
        raise ceremony.refusal(NOBODY, event.name, zh, en, ceremony.room.now().isoformat(timespec="seconds"))
    ceremony.output.say(
        f"公共随机事件：{known.title if known else event.source} {event.edition}，{opens_at.isoformat()} 开出。",
        "请操作人和监督人各自按官方公布录入，不看对方所录。Operator and supervisor each type the published value.",
    )
    value = ceremony.tried(partial(_type_by_two, event))
    ceremony.output.say(f"两人录入一致 both agree: {value}")
    return "双人录入 both", value


def _type_by_two(event: BeaconEvent, ceremony: Ceremony) -> str:
    values: list[str] = []
    for role, title in (("操作人", _OPERATOR), ("监督人", _SUPERVISOR)):
        name = ceremony.told(title)
        question = f"请{role} {name} 录入 {event.name} the {_ROLES[role]} types its value: "
        values.append(ceremony.asked(question, partial(beacon_value, event.source)))
        ceremony.note(Mark.TYPED, name, values[-1])
    if values[0] != values[1]:
        zh, en = "两人录入不同，请重新录入", "the two typed different values, please type them again"
        raise ceremony.refusal(NOBODY, event.name, zh, en, " / ".join(values))
    return values[0]


def _hand_over(party: str, ceremony: Ceremony) -> tuple[str, str]:
    ceremony.codes[party] = ceremony.tried(partial(_code_of, party))
    ceremony.output.say(f"{party} 的密码与锁定单中的 chain.{party} 相符。It leads to the end that was committed.")
    return party, f"与 chain.{party} 相符 leads to it"


def _code_of(party: str, ceremony: Ceremony) -> str:
    """Return the code of a party; what was typed is never shown, since it may be a code with one digit wrong."""
    question = f"请 {party} 交出密码：文件路径或 64 位密码，不显示 file or code, not shown: "
    typed = ceremony.room.ask_secret(question).strip().strip("'\"")
    code = "".join(typed.split()).lower()
    if not is_digest(code):
        try:
            code = read_code_file(Path(typed))[1][1]
        except (ShuangsuijiError, ValueError):
            zh, en = "既不是 64 位十六进制密码，也不是可读的密码文件", "is neither 64 hex digits nor a file of codes"
            raise ceremony.refusal(party, f"code.{party}", zh, en, f"{len(typed)} characters") from None
    if next_code(ceremony.manifest.alg, party, code) != ceremony.manifest.chains[party]:
        zh, en = f"与锁定单中的 chain.{party} 不符", f"does not lead to chain.{party} of the manifest"
        raise ceremony.refusal(party, f"code.{party}", zh, en, f"{len(code)} characters")
    return code


def _reveal(ceremony: Ceremony) -> Reveal:
    """Return the reveal; codes that went with an earlier run are asked for again."""
    for party in sorted(set(ceremony.manifest.chains) - set(ceremony.codes)):
        ceremony.output.say("密码从不写入记录，须再次交出。Codes are never written down and are handed over again.")
        _, what = _hand_over(party, ceremony)
        ceremony.note(Mark.AGAIN, party, what, _code_title(party))
    values = {event.source: ceremony.told(_event_title(event)) for event in ceremony.manifest.beacons}
    return Reveal.of(ceremony.manifest, values, ceremony.codes)


def _compute_seed(ceremony: Ceremony) -> tuple[str, str]:
    seed = open_commitment(ceremony.manifest, _reveal(ceremony))
    if ceremony.sealed:
        ceremony.output.say("种子已算出，揭示前不显示。The seed is computed; it is not shown before the reveal.")
        return NOBODY, _SEALED
    ceremony.output.say(f"种子 SEED {in_groups(seed.text)}", f"抽取密钥 KEY {in_groups(seed.key)}")
    return NOBODY, seed.text


def _draw(ceremony: Ceremony) -> tuple[str, str]:
    reveal = _reveal(ceremony)
    ceremony.output.progress("抽取…")
    made = draw(ceremony.commitment, reveal)
    ceremony.output.clear()
    if ceremony.told(_SEED) not in {_SEALED, made.seed.text}:
        raise _differs("SEED", ceremony.told(_SEED), made.seed.text)
    _place(made, ceremony.out, 0o700 if ceremony.sealed else 0o777)
    ceremony.output.say(f"抽取包已写入 {ceremony.out}。The bundle is written.")
    return NOBODY, sha256(made.files["drawn.tsv"]).hexdigest()


def _place(made: Draw, out: Path, mode: int) -> None:
    """Write the bundle file by file, each renamed into its place: a run cut off leaves no half of one."""
    part = out / ".part"
    try:
        out.mkdir(mode=mode, parents=True, exist_ok=True)
        if part.exists():
            shutil.rmtree(part)
        # the manifest last: without a reveal beside it, ``refuse_public`` would take this folder for the commitment
        written = sorted(write_bundle(made, part).iterdir(), key=lambda path: (path.name == "manifest.txt", path.name))
        moves = {path: out / path.name for path in written}
        for path, target in moves.items():
            there = target.is_symlink() or target.exists()
            if there and path.name in made.files and (target.is_symlink() or target.read_bytes() != path.read_bytes()):
                zh, en = "已存在且内容不同，不予覆盖", "is there already and differs; nothing is overwritten"
                raise BundleError(path=target, rule_zh=zh, rule=en)
        for path, target in moves.items():
            flush(path)
            if not target.exists():
                path.rename(target)
        shutil.rmtree(part)
        flush(out)
    except OSError as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError.because(out, error, "无法写入", "cannot be written") from None


def _verify(ceremony: Ceremony) -> tuple[str, str]:
    made, say = read_draw(ceremony.out), ceremony.output.say
    digest = sha256(read_bundle(ceremony.out).get("drawn.tsv", b"")).hexdigest()
    if (made.commitment.commit, digest) != (ceremony.commitment.commit, ceremony.told(_DRAW)):
        raise _differs(str(ceremony.out / "drawn.tsv"), ceremony.told(_DRAW), digest)
    verdict = verify_folder(ceremony.out)
    say(*verdict.of(CheckStatus.REFUSED), *verdict.of(CheckStatus.UNCHECKED), verdict)
    if not verdict.accepted:
        zh, en = "抽取包未通过核验", "the bundle was refused by the verifier"
        raise ceremony.refusal(NOBODY, str(ceremony.out), zh, en, str(verdict))
    for frame in made.frames:
        say(*(f"  {frame.name} {one.stratum}：{one.rows} 抽 {one.quota}" for one in frame.strata))
    if not ceremony.sealed:
        say(*(f"    {id_}" for id_ in list(made.objects)[:_SHOWN]))
        say(f"抽中 {len(made.objects)} 个对象，名单在 drawn.tsv。All that were drawn stand in drawn.tsv.")
    return NOBODY, f"接受，保证等级 accepted, level {verdict.level}"


def _differs(link: str, expected: str, value: str) -> BrokenChainError:
    zh, en = "与仪式记录不符", "is not what the record of the ceremony says"
    return BrokenChainError(link=link, rule_zh=zh, rule=en, expected=expected, value=value)
