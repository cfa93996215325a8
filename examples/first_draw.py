"""The shortest whole way: from a list of dicts to a sealed draw that anyone can check.

    python examples/first_draw.py FOLDER

Everything is made up: enterprises, codes, the two parties' secrets and the values of the public events. In a real draw
the commitment is published first, the events happen afterwards, and each party makes its secret on its own machine.
"""

from __future__ import annotations

import secrets
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from shuangsuiji import (
    LIYANG_RULES,
    Algorithm,
    AnnualPlan,
    BasisRank,
    BeaconEvent,
    InspectionItem,
    InspectionMethod,
    ItemKind,
    ItemList,
    ItemListKind,
    LegalBasis,
    Reveal,
    SamplingDesign,
    Task,
    chain,
    commit,
    draw,
    import_objects,
    verify,
    verify_folder,
    write_bundle,
)
from shuangsuiji.testing.city import synthetic_code

CHINA = timezone(timedelta(hours=8))
DEPARTMENT = "320481-SCJG"
COMMITTED_AT = datetime(2026, 3, 2, 9, tzinfo=CHINA)


def a_list() -> list[dict[str, str]]:
    """Return what an agency's list looks like once it is in Python: column names as they are, one dict a row."""
    towns = ("溧城", "埭头", "天目湖")
    rows = [
        {
            "企业名称": f"合成第{number}号有限公司",
            "统一社会信用代码": synthetic_code(number),
            "所属乡镇": towns[number % 3],
        }
        for number in range(600)
    ]
    rows[7]["统一社会信用代码"] = rows[7]["统一社会信用代码"].lower()  # repaired, and the report says so
    rows[8]["统一社会信用代码"] = "9.1320481E+17"  # what a spreadsheet made of a code: rejected, with the reason
    return rows


def an_item_list() -> ItemList:
    """Return an item list with one GENERAL item: 二（二） demands a cap on its ratio, here 5 %."""
    item = InspectionItem(
        code="labels",
        name="食品标签检查",
        kind=ItemKind.GENERAL,
        ratio_cap="5%",
        legal_bases=(LegalBasis(title="（合成）监督检查办法", rank=BasisRank.RULE),),
        implementing_body=DEPARTMENT,
        content="预包装食品标签",
        methods=(InspectionMethod.ON_SITE,),
        superior_item="（合成）上级清单 2025 年版",
        effective_on=date(2026, 1, 1),
    )
    return ItemList(
        id="SCJG-2026",
        kind=ItemListKind.DEPARTMENT,
        owner=DEPARTMENT,
        items=(item,),
        effective_on=date(2026, 1, 1),
    )


def main(folder: Path) -> None:
    """Import, commit, draw, ask, verify, and write the bundle into ``folder``."""
    # 1. The list becomes a pool. The report accounts for every row; a pool is one version, and never edited.
    report = import_objects(a_list())
    print(report, *report.problems, sep="\n")
    pool = report.pool(id="city", owner=DEPARTMENT, item_codes=["labels"], maintained_on=COMMITTED_AT.date())

    # 2. No plan, no draw: one task, 3 % of every town.
    task = Task(
        id="2026-01",
        name="食品标签抽查",
        designs=(SamplingDesign(item_code="labels", ratios="3%"),),
        strata=("region",),
    )
    plan = AnnualPlan(id="2026", authority=DEPARTMENT, year=2026, tasks=(task,))

    # 3. Each party makes a chain of one-time codes, keeps it secret, and hands over its public end x(0).
    #    ``shuangsuiji codes PARTY --out FILE`` does the same on the party's own machine.
    chains = {party: chain(Algorithm.SHA256, party, secrets.token_hex(32)) for party in ("operator", "supervisor")}

    # 4. The commitment fixes frame, quotas, parties and the public events, before these happen. Publish its COMMIT.
    beacons = (
        BeaconEvent(source="SZSE399001", edition="20260303", at=datetime(2026, 3, 3, 15, tzinfo=CHINA)),
        BeaconEvent(source="KL8", edition="2026052", at=datetime(2026, 3, 3, 21, 30, tzinfo=CHINA)),
    )
    commitment = commit(
        task,
        pool,
        plan=plan,
        items=an_item_list(),
        rules=LIYANG_RULES,
        beacons=beacons,
        committed_at=COMMITTED_AT,
        parties={party: codes[0] for party, codes in chains.items()},
        reveal_by=date(2026, 3, 31),
    )
    print(commitment, *commitment.findings, f"COMMIT {commitment.commit}", sep="\n")

    # 5. The events have happened. Their values, as people type them, and the parties' codes x(1) open the commitment.
    typed = {"SZSE399001": "13,502.46", "KL8": "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79"}
    codes = {party: chain_of_party[1] for party, chain_of_party in chains.items()}
    drawn = draw(commitment, Reveal.of(commitment.manifest, typed, codes))
    print(drawn)

    # 6. Why this one? The answer ends with a line that the owner can run anywhere.
    print(drawn.why(next(iter(drawn.objects))))

    # 7. Verify from the bytes alone, then write the bundle: plain files, and a second verifier that needs no Python.
    #    Sealed: publish the folder when the visits are done, by ``reveal_by`` at the latest.
    print(verify(drawn))
    write_bundle(drawn, folder)
    print(f"{verify_folder(folder)}\nsh {folder}/verify.sh")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its one argument
        sys.exit("python examples/first_draw.py FOLDER")
    main(Path(sys.argv[1]))
