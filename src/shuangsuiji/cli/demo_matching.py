"""The second half of the demo: two departments together, with inspectors matched by lot (演示匹配)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from shuangsuiji.bundle import to_json, write_bundle
from shuangsuiji.bundle.folders import VERIFIERS
from shuangsuiji.cli.code_files import make_code_file, read_code_file
from shuangsuiji.cli.demo_checks import all_good, verify_by, verify_here
from shuangsuiji.cli.output import Output
from shuangsuiji.cli.team_lines import team_lines
from shuangsuiji.draws import Commitment, Draw, Matching, commit, draw, match
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.lottery.preflights import preflight
from shuangsuiji.registry import ObjectPool
from shuangsuiji.testing.city import annual_plan, item_list
from shuangsuiji.testing.city_people import inspector_pool, recusals, roster
from shuangsuiji.testing.conferences import effective_procedure
from shuangsuiji.values import CHINA

__all__ = ["match_city"]

_PARTIES = ("operator", "supervisor")
_DRAFTED_ON = date(2026, 2, 2)
_COMMITTED_AT = datetime(2026, 4, 1, 9, tzinfo=CHINA)
_EVENT = BeaconEvent(source="KL8", edition="2026083", at=datetime(2026, 4, 3, 21, 30, tzinfo=CHINA))
_TYPED = {"KL8": "02 05 09 12 16 20 23 27 30 34 38 41 45 48 53 57 62 68 71 77"}
_WINDOW = date(2026, 4, 7), date(2026, 6, 19)
_PARTLY = ("verify.sh", "verify.py")


def match_city(folder: Path, pool: ObjectPool, before: Draw, output: Output) -> dict[str, object]:
    """Commit the city's joint task with its people, draw and match it, check it, and show two teams (演示匹配).

    Args:
        folder: where everything is written.
        pool: the objects.
        before: the draw made before, so that serials and caps go on.
        output: where to speak.

    """
    commitment = _commit(folder, pool, before, output)
    made = _match(folder, commitment, output)
    verdict = verify_here(folder / "matched", output, "8 核验 verify")
    found = {name: verify_by(name, folder / "matched", output) for name in VERIFIERS}
    output.say("9 谁去检查，为什么是他 who comes, and why", *(f"  {line}" for line in team_lines(made, *_shown(made))))
    return {
        "commit": commitment.commit,
        "preflight": commitment.manifest.entries["rules.preflight"],
        "teams": len(made.teams),
        "empty": len(made.empty),
        "verdict": verdict.exit_status,
        "verifiers": found,
        "accepted": verdict.exit_status == 0 and all_good(found, _PARTLY),
    }


def _commit(folder: Path, pool: ObjectPool, before: Draw, output: Output) -> Commitment:
    plan, people = annual_plan(), inspector_pool()
    officers = people.officers(*_WINDOW, roster=roster())
    procedure = effective_procedure(plan.joint_plans[0], _DRAFTED_ON)
    for name, value in (("inspectors", people), ("procedure", procedure)):
        (folder / f"{name}.json").write_text(to_json(value), encoding="utf-8")
    ends = {party: make_code_file(party, folder / "secret" / f"{party}-2.codes") for party in _PARTIES}
    output.progress("匹配预检…")
    made = commit(
        plan["2026-03"],
        pool,
        plan=plan,
        items=item_list(),
        rules=LIYANG_RULES,
        beacons=[_EVENT],
        committed_at=_COMMITTED_AT,
        parties=ends,
        reveal_by=_WINDOW[1],
        earlier=[before],
        officers=officers,
        recusals=recusals(pool, people),
        procedure=procedure,
    )
    write_bundle(made, folder / "joint", public=True)
    output.clear()
    output.say(
        "6 两部门联合抽查，连同人员一并锁定 commit two departments with their people",
        f"  {procedure}",
        f"  {officers}",
        f"  {made}",
    )
    if made.staff is not None:
        output.say(f"  {preflight(made.manifest, made.frames, made.staff)}")
    output.say(*(f"  {finding}" for finding in made.findings))
    output.say(f"  公布 {folder / 'joint'}（不含人员各表，只含其摘要）和 COMMIT {made.commit}")
    return made


def _match(folder: Path, commitment: Commitment, output: Output) -> Matching:
    codes = dict(read_code_file(folder / "secret" / f"{party}-2.codes") for party in _PARTIES)
    reveal = Reveal.of(commitment.manifest, _TYPED, {party: chain[1] for party, chain in codes.items()})
    made = match(draw(commitment, reveal))
    write_bundle(made, folder / "matched")
    output.say("7 开奖之后抽取并匹配 draw and match", f"  {made.draw}", f"  {made}")
    return made


def _shown(made: Matching) -> list[str]:
    """Return an object of both departments and one with an expert."""
    objects = [object_ for object_, _ in made.teams]
    both = next((one for one in objects if objects.count(one) > 1), objects[0])
    advised = next((one for one, _ in made.advisers if one != both), both)
    return [both, advised]
