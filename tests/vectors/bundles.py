"""Worked bundles beside the two of the contract: rounds and batches, weights and chance, SM3, a round of drand.

Each is written from what is said here by `plain` alone. Their beacon values are made up, but for the round of drand.
The secret x(4) of a party is SHA-256 of `BUNDLE PARTY`. ssj1-joint, ssj1-single, ssj1-rounds and ssj1-pareto are
serials 1 to 4 of one agency.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from tests.vectors import plain
from tests.vectors.chances import mean_inclusion
from tests.vectors.plain import as_sheet, as_table, hashed
from tests.vectors.redrawing import DRAND, MANIFEST, PARTIES, SIGNATURE, code, names, redraw
from tests.vectors.tamperings import Files, pairs, rows

TOWNS = ("溧城", "天目湖", "戴埠", "南渡")
ROUNDS = """
alg=sha256
mode=sealed
task=2025-09
serial=3
prev=38d53c7726bcfc10be10b01d111026f91fb518d63c10047456430a96e5d7b73c
committed.at=2025-07-07T09:00:00+08:00
beacon=KL8/2025179;SZSE399001/20250708
beacon.at=2025-07-08T21:30:00+08:00;2025-07-08T15:00:00+08:00
reveal.by=2025-08-29
ratio.labels.A=1/4
ratio.labels.B=1/5
ratio.labels.C=1/10
cap.labels=1/2
cap.labels.A=5/12
used.labels=5
batches.labels=3
ratio.products.餐饮.1 类=1/2
ratio.products.零售=0/1
frame.products.rounding=ceil
"""
ROUND_1 = """
committed.at=2025-07-15T10:00:00+08:00
beacon=KL8/2025186
beacon.at=2025-07-15T21:30:00+08:00
quota.labels.A=2
quota.labels.B=1
"""
ROUND_2 = """
committed.at=2025-07-21T09:00:00+08:00
quota.labels.A=1
quota.labels.C=1
quota.products.餐饮.1 类=1
x.reason=扩大抽查
"""
WEIGHTED = """
alg=sha256
mode=open
task=2025-10
serial=4
committed.at=2025-09-21T09:00:00+08:00
beacon=SZSE399001/20250922;DICE/2025-09
beacon.at=2025-09-22T15:00:00+08:00;2025-09-22T16:00:00+08:00
frame.labels.design=pareto
frame.labels.rounding=chance
frame.labels.merkle=
ratio.labels.A=1/5
ratio.labels.B=1/6
ratio.labels.C=1/40
batches.labels=2
frame.shops.rounding=chance
cap.shops=1/2
cap.shops.B=1/10
ratio.shops.A=1/3
ratio.shops.B=3/20
"""
WEIGHTED_1 = """
committed.at=2025-09-25T09:00:00+08:00
quota.labels.A=2
quota.labels.C=1
"""
SM3 = """
alg=sm3
mode=sealed
agency=320400-SCJG
task=2025-11
committed.at=2025-07-07T09:00:00+08:00
beacon=KL8/2025179
beacon.at=2025-07-08T21:30:00+08:00
reveal.by=2025-08-29
ratio.labels.A=1/5
ratio.labels.B=1/3
cap.labels=1/2
"""
SM3_1 = """
committed.at=2025-07-10T09:00:00+08:00
beacon=KL8/2025186
beacon.at=2025-07-15T21:30:00+08:00
quota.labels.A=1
"""
SM3_2 = """
committed.at=2025-07-16T09:00:00+08:00
quota.labels.A=1
"""
WITH_DRAND = """
alg=sha256
mode=open
agency=320402-SCJG
plan=2023
task=2023-09
committed.at=2023-09-14T09:00:00+08:00
beacon=KL8/2023248;DRAND/657413
beacon.at=2023-09-15T21:30:00+08:00;2023-09-15T19:00:03+08:00
ratio.labels.A=1/6
frame.labels.merkle=
"""


def given(sheet: str) -> dict[str, str]:
    """Return what is said above, line by line."""
    return {key: value for key, _, value in (line.partition("=") for line in sheet.strip().splitlines())}


def started(bundle: str, values: dict[str, str], frames: dict[str, list[str]], excluded: dict[str, list[str]]) -> Files:
    """Return a bundle up to its main draw; quotas follow from ratios, and what is given comes last."""
    alg = values["alg"]
    told = {"agency": "320481-SCJG", "plan": "2025", "serial": "1", "prev": "0" * 64}
    if values["mode"] == "sealed":
        told |= {f"chain.{party}": code(bundle, alg, party, 0) for party in PARTIES}
    for frame, lines in frames.items():
        strata = [line.split("\t")[1] for line in lines]
        told |= {f"frame.{frame}.design": "stratified", f"frame.{frame}.rounding": "floor"} | values
        told |= {f"{table}.{frame}.{key}": "" for table in ("frame", "excluded") for key in ("rows", "hash")}
        for stratum in {key.split(".", 2)[2] for key in values if key.startswith(f"ratio.{frame}.")}:
            cap = values.get(f"cap.{frame}.{stratum}")
            ratio, rounding = values[f"ratio.{frame}.{stratum}"], told[f"frame.{frame}.rounding"]
            told[f"quota.{frame}.{stratum}"] = str(plain.quota(rounding, strata.count(stratum), ratio, cap))
    tables = {f"frame.{frame}.tsv": as_table(lines) for frame, lines in frames.items()}
    tables |= {f"excluded.{frame}.tsv": as_table(excluded.get(frame, [])) for frame in frames}
    return redraw(bundle)({MANIFEST: as_sheet(told | values), **tables})


def firms(numbers: Iterable[int], strata: str, weight: Callable[[int], str] = lambda _: "-") -> list[str]:
    """Return the rows of made-up firms whose strata follow a pattern."""
    return [f"{plain.uscc(n)}\t{strata[n % len(strata)]}\t{TOWNS[n % len(TOWNS)]}\t{weight(n)}" for n in numbers]


def supplemented(bundle: str, files: Files, k: int, request: str, replaced: tuple[int, int, int]) -> Files:
    """Add a supplementary round that replaces what a round has drawn of labels: its number, the first and the last."""
    earlier, start, end = replaced
    ids = [row[3] for row in rows(files[names(earlier)[2]]) if row[0] == "labels"][start : end + 1]
    asked = as_sheet(given(request) | {f"replace.{object_id}": "停业" for object_id in ids})
    return redraw(bundle)(files | {names(k)[0]: asked})


def rounds() -> Files:
    """Return a sealed draw of two frames by two parties, in batches, with two supplementary rounds."""
    products = ["Café 溧城", "Ａ级 茶", "𠮷野 茶", "茶 1", "茶 10", "茶 2", "茶 9"]
    frames = {
        "labels": firms(range(600, 636), "AABC"),
        "products": [f"{one}\t餐饮.1 类\t-\t-" for one in products] + ["水 1\t零售\t-\t-", "水 2\t零售\t-\t-"],
    }
    excluded = {"labels": [f"{plain.uscc(700)}\t近期已检", f"{plain.uscc(701)}\t结果互认"]}
    files = started("ssj1-rounds", given(ROUNDS), frames, excluded)
    files = supplemented("ssj1-rounds", files, 1, ROUND_1, (0, 0, 0))
    return supplemented("ssj1-rounds", files, 2, ROUND_2, (0, 1, 2))


def weighted() -> Files:
    """Return an open draw by weights, rounded by chance, with a root, batches, chances and a supplementary round."""
    weights = {801: "500", 804: "100"}  # certain, the second once the first has left
    frames = {
        "labels": firms(range(800, 848), "AABC", lambda n: weights.get(n, str(1 + n % 7))),
        "shops": firms(range(848, 868), "AB"),
    }
    before = {"prev": hashed("sha256", rounds()[MANIFEST])}
    files = started("ssj1-pareto", given(WEIGHTED) | before, frames, {})
    files |= {"inclusion.tsv": as_table(chances_of(files))}
    return supplemented("ssj1-pareto", files, 1, WEIGHTED_1, (0, 0, 0))


def chances_of(files: Files) -> Iterator[str]:
    """Yield the lines that say with which chance whom the frame of labels draws, to nine digits."""
    manifest, table = pairs(files[MANIFEST]), rows(files["frame.labels.tsv"])
    for stratum in "ABC":
        weights = Counter(int(row[3]) for row in table if row[1] == stratum)
        quota = Fraction(manifest[f"ratio.labels.{stratum}"]) * weights.total()
        for weight, _, share, chance in mean_inclusion(weights, quota):
            yield f"labels\t{stratum}\t{weight}\t{share:.9g}\t{chance:.9g}"


def with_sm3() -> Files:
    """Return a sealed draw whose every hash is SM3, and what round 1 drew for another is replaced in round 2."""
    files = started("ssj1-sm3", given(SM3), {"labels": firms(range(900, 924), "AAB")}, {})
    files = supplemented("ssj1-sm3", files, 1, SM3_1, (0, 0, 0))
    return supplemented("ssj1-sm3", files, 2, SM3_2, (1, 0, 0))


def with_drand() -> Files:
    """Return an open draw on a lottery and a round of drand with its true signature."""
    files = started("ssj1-drand", given(WITH_DRAND), {"labels": firms(range(950, 962), "A")}, {})
    return files | {DRAND: as_table([f"657413\t{SIGNATURE}"])}


BUNDLES: dict[str, Callable[[], Files]] = {
    "ssj1-drand": with_drand,
    "ssj1-pareto": weighted,
    "ssj1-rounds": rounds,
    "ssj1-sm3": with_sm3,
}
