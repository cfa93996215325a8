"""A bundle made anew from its manifest, its frames and its requests, by `plain` alone."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import count

from tests.vectors import plain
from tests.vectors.plain import Unit, as_sheet, as_table, hashed
from tests.vectors.tamperings import Files, Step, pairs, rows

MANIFEST, BATCHES, DRAND = "manifest.txt", "batches.tsv", "drand.tsv"
PARTIES = ("operator", "supervisor")
LENGTH = 4
KL8 = "2.5.6.11.17.19.23.28.30.36.41.44.48.53.57.61.66.70.73.79"
KL8_LATER = "1.3.8.12.15.21.22.27.33.35.40.45.50.52.58.60.67.69.74.80"
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
SIGNATURE_OF_123 = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"
VALUES = {
    "KL8/2025179": KL8,
    "KL8/2025186": KL8_LATER,
    "KL8/2023248": KL8,
    "KL8/2026052": "3.7.11.14.18.21.25.29.33.36.40.44.47.52.55.61.66.70.73.79",
    "FC3D/2026066": "805",
    "SZSE399001/20250708": "10588.39",
    "SZSE399001/20250922": "13157.97",
    "DICE/2025-09": "10.4.1.7.0.9.2.2.8.5.6.3.0.1.4.1",
    "DRAND/657413": sha256(bytes.fromhex(SIGNATURE)).hexdigest(),
}


def code(bundle: str, alg: str, party: str, index: int) -> str:
    """Return x(index) of a party's chain."""
    return plain.chain(alg, party, hashed("sha256", f"{bundle} {party}"), LENGTH)[index]


def names(k: int) -> tuple[str, str, str, str]:
    """Return the names of the request, the reveal, the drawn and the thresholds of a round."""
    dot = f".{k}" if k else ""
    return f"supplement{dot}.txt" if k else MANIFEST, f"reveal{dot}.txt", f"drawn{dot}.tsv", f"thresholds{dot}.tsv"


# From a manifest, its frames and its requests to all that follows.


def bind(files: Files) -> Files:
    """Put rows, hash and, where there is one, root of every table into the manifest."""
    values = pairs(files[MANIFEST])
    alg = values["alg"]
    for prefix in [key.removesuffix(".rows") for key in values if key.endswith(".rows")]:
        table = files[f"{prefix}.tsv"]
        values |= {f"{prefix}.rows": str(table.count(b"\n")), f"{prefix}.hash": plain.table_hash(alg, table)}
        if f"{prefix}.merkle" in values:
            values[f"{prefix}.merkle"] = plain.merkle(alg, table.splitlines()).hex()
    return files | {MANIFEST: as_sheet(values)}


def reveal_of(files: Files, bundle: str, k: int, told: Mapping[str, str]) -> bytes:
    """Return the reveal of a round, honest but for what it is told to say."""
    manifest, request = pairs(files[MANIFEST]), files[names(k)[0]]
    alg = manifest["alg"]
    events = (pairs(request).get("beacon") or manifest["beacon"]).split(";")
    values = {"k": str(k), "beacon": ";".join(f"{event}/{VALUES.get(event, '1')}" for event in events)}
    parties = [key.removeprefix("chain.") for key in manifest if key.startswith("chain.")]
    values |= {f"code.{party}": code(bundle, alg, party, k + 1) for party in parties} | dict(told)
    supplement = hashed(alg, request) if k else "-"
    codes = {party: values[f"code.{party}"] for party in parties}
    commit = hashed(alg, files[MANIFEST])
    seed = hashed(alg, plain.seed_message(commit, k, supplement, values["beacon"], codes))
    return as_sheet(values | {"seed": seed} | plain.keys(alg, seed))


def quotas_of(files: Files, k: int) -> Iterator[tuple[str, str, int]]:
    """Return frame, stratum and final quota for every quota of a round."""
    manifest, seed = pairs(files[MANIFEST]), pairs(files[names(k)[1]])["seed"]
    for key, promised in pairs(files[names(k)[0]]).items():
        if not key.startswith("quota."):
            continue
        frame, stratum = key.split(".", 2)[1:]
        if k or manifest.get(f"frame.{frame}.rounding") != "chance":
            yield frame, stratum, int(promised)
            continue
        inside = sum(row[1] == stratum for row in rows(files[f"frame.{frame}.tsv"]))
        scalar = hashed(manifest["alg"], f"ssj1|uni|{seed}|round.{frame}.{stratum}")
        ratio, cap = manifest[f"ratio.{frame}.{stratum}"], manifest.get(f"cap.{frame}.{stratum}")
        yield frame, stratum, plain.quota("chance", inside, ratio, cap, scalar)


def drawn_of(files: Files, k: int, quotas: Iterable[tuple[str, str, int]], design: str | None = None) -> Files:
    """Draw a round with these quotas from what the earlier rounds have left, by the design of each frame or by one."""
    _, reveal, drawn_name, thresholds_name = names(k)
    manifest, key = pairs(files[MANIFEST]), pairs(files[reveal])["key"]
    before = {(row[0], row[3]) for earlier in range(k) for row in rows(files[names(earlier)[2]])}
    drawn: list[str] = []
    thresholds: list[str] = []
    for frame, stratum, quota in quotas:
        inside = [row for row in rows(files.get(f"frame.{frame}.tsv", b"")) if row[1] == stratum]
        left = [row for row in inside if (frame, row[0]) not in before]
        units = {(plain.ticket(manifest["alg"], key, row[0]), row[0]): row[3] for row in left}
        taken, threshold = first(units, quota, design or manifest.get(f"frame.{frame}.design", ""))
        drawn += [f"{frame}\t{stratum}\t{ticket}\t{object_id}" for ticket, object_id in taken]
        thresholds.append(f"{frame}\t{stratum}\t{len(left)}\t{quota}\t{threshold}")
    return files | {drawn_name: as_table(drawn), thresholds_name: as_table(thresholds)}


def first(units: dict[Unit, str], quota: int, design: str) -> tuple[list[Unit], str]:
    """Return who is drawn of units with their weights, and the threshold."""
    if design == "pareto":
        found = plain.Pareto({unit: weight_of(weight) for unit, weight in units.items()}, quota)
        return found.drawn, found.threshold
    taken = sorted(units)[:quota]
    return taken, taken[-1][0] if taken else "-"


def weight_of(text: str) -> int:
    """Return a weight, 1 for what is none, so that a tampering with weights has nothing else to be found."""
    return int(text) if text.isdigit() and text != "0" else 1


def batches_of(files: Files) -> Files:
    """Cut the drawn into batches, where the manifest asks for them."""
    numbers = {k.partition(".")[2]: int(v) for k, v in pairs(files[MANIFEST]).items() if k.startswith("batches.")}
    lines: list[str] = []
    for frame, number in numbers.items():
        drawn: list[Unit] = [(row[2], row[3]) for row in rows(files[names(0)[2]]) if row[0] == frame]
        order = enumerate(plain.batches(drawn, number), start=1)
        lines += [f"{frame}\t{run}\t{object_id}" for run, ids in order for object_id in ids]
    return files | ({BATCHES: as_table(lines)} if numbers else {})


def redraw(bundle: str, told: Mapping[int, Mapping[str, str]] | None = None, *, bound: bool = True) -> Step:
    """Return a step that makes a bundle's draw and all its rounds anew; `told` is what a round reveals falsely."""

    def redrawn(files: Files) -> Files:
        files = bind(files) if bound else files
        for k in count():
            if names(k)[0] not in files:
                break
            files = files | {names(k)[1]: reveal_of(files, bundle, k, (told or {}).get(k, {}))}
            files = drawn_of(files, k, quotas_of(files, k))
        return batches_of(files)

    return redrawn
