"""A catalogue of tamperings with a published bundle, for every verifier to refuse.

Each does one thing. Where that thing is done before the commitment, the draw is made anew from the
changed manifest (`redraw`), so that nothing but the fault itself is there to be found; a change
made after the draw shows in the seed and in all that follows from it (`AFTER`).
"""

from collections.abc import Callable, Iterable
from functools import reduce
from hashlib import sha256

import attrs

Files = dict[str, bytes]
Step = Callable[[Files], Files]


@attrs.frozen
class Tampering:
    """One thing done to a bundle: one of `codes` is refused, and of other codes at most those in `also`.

    The verifiers in `unseen` leave unchecked what was done, and say so.
    """

    name: str
    bundle: str
    codes: frozenset[str]
    apply: Step
    also: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


# The bundle, read and written.


def digest(content: str | bytes) -> str:
    """Return H of a message or of the bytes of a file."""
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def pairs(sheet: bytes) -> dict[str, str]:
    """Return the keys and values of a sheet, without what is no such line."""
    lines = [line.partition("=") for line in sheet.decode().split("\n")[1:]]
    return {key: value for key, equals, value in lines if equals}


def rows(table: bytes) -> list[list[str]]:
    """Return the rows of a table as lists of fields."""
    return [line.split("\t") for line in table.decode().split("\n")[:-1]]


def as_sheet(values: dict[str, str]) -> bytes:
    """Return a sheet with these keys and values, in order."""
    return b"ssj1\n" + as_table(f"{key}={value}" for key, value in values.items())


def as_table(lines: Iterable[str]) -> bytes:
    """Return a table of these lines, in order."""
    return "".join(f"{line}\n" for line in sorted(lines, key=str.encode)).encode()


# Single steps.


def rewrite(file: str, change: Callable[[bytes], bytes]) -> Step:
    """Return a step that changes the bytes of a file."""
    return lambda files: files | {file: change(files[file])}


def swap(file: str, old: str, new: str | bytes) -> Step:
    """Return a step that replaces what occurs exactly once in a file."""
    before, after = old.encode(), new.encode() if isinstance(new, str) else new

    def replaced(content: bytes) -> bytes:
        if content.count(before) != 1:
            message = f"{old!r} does not occur once in {file}"
            raise ValueError(message)
        return content.replace(before, after)

    return rewrite(file, replaced)


def put(file: str, key: str, value: str) -> Step:
    """Return a step that gives a key of a sheet this value."""
    return rewrite(file, lambda sheet: as_sheet(pairs(sheet) | {key: value}))


def drop(file: str, key: str) -> Step:
    """Return a step that takes a key out of a sheet."""
    return rewrite(file, lambda sheet: as_sheet({k: v for k, v in pairs(sheet).items() if k != key}))


def add(file: str, line: str) -> Step:
    """Return a step that adds a line to a table, in its place."""
    return rewrite(file, lambda table: as_table([*table.decode().splitlines(), line]))


def lines(file: str, change: Callable[[list[bytes]], list[bytes]]) -> Step:
    """Return a step that changes the list of the lines of a file."""
    return rewrite(file, lambda content: b"".join(change(content.splitlines(keepends=True))))


def delete(name: str) -> Step:
    """Return a step that takes a file out of the bundle."""
    return lambda files: {other: content for other, content in files.items() if other != name}


def bind(table: str) -> Step:
    """Return a step that corrects the rows and the hash of a table in the manifest."""
    prefix = table.removesuffix(".tsv")

    def bound(files: Files) -> Files:
        new = {f"{prefix}.rows": str(files[table].count(b"\n")), f"{prefix}.hash": digest(files[table])}
        return files | {MANIFEST: as_sheet(pairs(files[MANIFEST]) | new)}

    return bound


def reseed(files: Files) -> Files:
    """Work out seed and keys from the manifest, the codes and the beacon of the bundle."""
    told = pairs(files[REVEAL])
    codes = [told[f"code.{party}"] for party in sorted(key[5:] for key in told if key.startswith("code."))]
    seed = digest("|".join(["ssj1", "seed", digest(files[MANIFEST]), "0", "-", told["beacon"], *codes]))
    keys = {"seed": seed, "key": digest(f"ssj1|obj|{seed}")[:32], "mkey": digest(f"ssj1|ins|{seed}")[:32]}
    return files | {REVEAL: as_sheet(told | keys)}


def redraw(files: Files) -> Files:
    """Make the draw anew, as the manifest and the frames now stand."""
    files = reseed(files)
    manifest, key = pairs(files[MANIFEST]), pairs(files[REVEAL])["key"]
    drawn: list[str] = []
    thresholds: list[str] = []
    for frame, stratum in (name.split(".", 2)[1:] for name in manifest if name.startswith("quota.")):
        inside = [row[0] for row in rows(files[f"frame.{frame}.tsv"]) if row[1:2] == [stratum]]
        quota = int(manifest[f"quota.{frame}.{stratum}"])
        first = sorted((digest(f"{key}|{object_id}"), object_id) for object_id in inside)[:quota]
        drawn += [f"{frame}\t{stratum}\t{ticket}\t{object_id}" for ticket, object_id in first]
        thresholds.append(f"{frame}\t{stratum}\t{len(inside)}\t{quota}\t{first[-1][0] if first else '-'}")
    return files | {"drawn.tsv": as_table(drawn), "thresholds.tsv": as_table(thresholds)}


def steps(*several: Step) -> Step:
    """Return one step that does several, one after the other."""
    return lambda files: reduce(lambda done, step: step(done), several, files)


def manifest(key: str, value: str) -> Step:
    """Return a step that commits to another value of a key."""
    return steps(put(MANIFEST, key, value), redraw)


def reveal(key: str, value: str) -> Step:
    """Return a step that reveals another value, with an honest draw after it."""
    return steps(put(REVEAL, key, value), redraw)


def frame(step: Step) -> Step:
    """Return a step that commits to another frame."""
    return steps(step, bind(FRAME), redraw)


def single(name: str, codes: str, *several: Step, also: str = "") -> Tampering:
    """Return a tampering with the open draw of one frame."""
    return Tampering(name, "ssj1-single", frozenset(codes.split()), steps(*several), frozenset(also.split()))


def joint(name: str, codes: str, *several: Step, also: str = "matching") -> Tampering:
    """Return a tampering with the sealed draw of two frames and two parties."""
    return Tampering(name, "ssj1-joint", frozenset(codes.split()), steps(*several), frozenset(also.split()))


MANIFEST, REVEAL, DRAWN, THRESHOLDS = "manifest.txt", "reveal.txt", "drawn.tsv", "thresholds.tsv"
FRAME, EXCLUDED = "frame.labels.tsv", "excluded.labels.tsv"
AFTER = "seed key mkey ticket threshold drawn"
ID = "91320481MA0000015J"  # the first row of the frame, not drawn
ROW = f"{ID}\tC\t天目湖\t-"
LAST = "91320481MA0000488R"  # the last that is drawn in stratum C
A, B = "346fa81b35f0e71b", "0cb10324e1cfb59d"
C1, C2 = "261c8527b47faa6a03e20eae2ce3e0e2c520e07e01b66b0d7567b23535af51ed", "2a80560cc5642eba"
LINE = f"labels\tC\t{digest(f'45041702c41ccbb298665f3d10642f2b|{ID}')}\t{ID}"
KL8 = "KL8/2025122/1.4.9.13.17.20.22.28.31.36.40.45.49.52.58.61.66.70.75.80"
NEXT = KL8.replace("122/", "123/")
SZSE = "SZSE399001/20250512/10126.83"
OPERATOR = "f105ad9c6fb5490e2c699150ea7fa392ee394a1698a141b26566b77a22728516"
SUPERVISOR = "54ca4391d6fd570ca8c676699aeaaf82463105c2a85145e27b569055eebe1e33"
OTHER = digest("another")
BOM = b"\xef\xbb\xbf"

FORMS = (
    single("CRLF in the manifest", "form.cr", rewrite(MANIFEST, lambda b: b.replace(b"\n", b"\r\n"))),
    single("CRLF in a frame", "form.cr", frame(rewrite(FRAME, lambda b: b.replace(b"-\n", b"-\r\n")))),
    single("a BOM before the manifest", "form.bom", rewrite(MANIFEST, lambda b: BOM + b)),
    single("a BOM before the drawn", "form.bom", rewrite(DRAWN, lambda b: BOM + b)),
    single("a frame without its last newline", "form.newline", rewrite(FRAME, lambda b: b[:-1]), also="table.hash"),
    single("a reveal without its last newline", "form.newline", rewrite(REVEAL, lambda b: b[:-1])),
    single("an unsorted frame", "form.unsorted", frame(lines(FRAME, lambda x: [x[1], x[0], *x[2:]]))),
    single("an unsorted manifest", "form.unsorted", lines(MANIFEST, lambda x: [x[0], *x[:0:-1]]), redraw),
    single("unsorted thresholds", "form.unsorted", lines(THRESHOLDS, lambda x: x[::-1])),
    single("a doubled line of the drawn", "form.duplicate", lines(DRAWN, lambda x: [*x, x[-1]]), also="drawn"),
    single(
        "a doubled exclusion",
        "form.duplicate",
        lines(EXCLUDED, lambda x: [*x, x[-1]]),
        bind(EXCLUDED),
        redraw,
        also="ids.unique",
    ),
    single("another version", "form.head", lines(MANIFEST, lambda x: [b"ssj2\n", *x[1:]]), redraw, also="form.key"),
    single("a reveal without its head", "form.head", lines(REVEAL, lambda x: x[1:])),
    single("an unknown key", "form.key", manifest("remark", "none")),
    single("an unknown key of a frame", "form.key", manifest("frame.labels.seed", "7")),
    single("a missing key", "form.key", drop(MANIFEST, "plan"), redraw),
    single("no hash", "form.key", drop(MANIFEST, "excluded.labels.hash"), redraw, also="table.hash"),
    single("a repeated key", "form.key", swap(MANIFEST, "plan=2025\n", "plan=2025\nplan=2026\n"), redraw),
    single("no equals sign", "form.key", swap(MANIFEST, "plan=2025\n", "plan\nplan=2025\n"), redraw),
    single("a name that is none", "form.key", manifest("chain.the operator", "0" * 64)),
    single("an unknown key of the reveal", "form.key", put(REVEAL, "salt", "1")),
    single("an empty value", "form.field", manifest("plan", "")),
    single("a bar in a value", "form.field", manifest("task", "2025|08")),
    single("a blank at an end", "form.field", frame(swap(FRAME, f"{ID}\tC\t", f"{ID}\tC \t")), also="strata"),
    single("an invisible character", "form.field", frame(swap(FRAME, f"{ID}\t", f"{ID}\u200b\t"))),
    single("a control character", "form.field", frame(swap(FRAME, f"{ID}\tC\t", f"{ID}\tC\t\x1b[2J"))),
    single("not UTF-8", "form.utf8", swap(FRAME, ROW, ROW.encode("gb18030")), bind(FRAME), reseed, also="ticket"),
    single("an upper-case hash", "form.field", manifest("excluded.labels.hash", "8900FFF7" * 8), also="table.hash"),
    single("a ratio not in lowest terms", "form.field", manifest("ratio.labels.C", "2/10")),
    single("a ratio above one", "form.field", manifest("cap.labels", "3/2")),
    single("a leading zero", "form.field", manifest("used.labels", "00")),
    single("a day that does not exist", "form.field", manifest("reveal.by", "2025-02-29")),
    single("no offset", "form.field", manifest("committed.at", "2025-05-11T09:00:00"), also="order"),
    single("a weight of nought", "form.field", frame(swap(FRAME, ROW, f"{ROW[:-1]}0"))),
    single("no predecessor for serial 2", "form.field", manifest("prev", "0" * 64)),
    single("an extra column", "form.columns", frame(swap(FRAME, ROW, f"{ROW}\t-"))),
    single("a lost TAB", "form.columns", swap(THRESHOLDS, "16\t3", "16 3"), also="threshold"),
)
TABLES = (
    single("a missing frame", "file.missing", delete(FRAME)),
    single("missing exclusions", "file.missing", delete(EXCLUDED)),
    single("a draw without its reveal", "file.missing", delete(REVEAL)),
    single("a reveal without its draw", "file.missing", delete(DRAWN)),
    single("a reveal without its thresholds", "file.missing", delete(THRESHOLDS)),
    single("a row added", "table.rows", add(FRAME, f"{LAST}A\tC\t溧城\t-"), also="table.hash threshold"),
    single("a row removed", "table.rows", lines(FRAME, lambda x: x[1:]), also="table.hash cap threshold"),
    single("a row relabelled", "table.hash", swap(FRAME, f"{LAST}\tC", f"{LAST}\tB"), also="threshold drawn"),
    single("a region changed", "table.hash", swap(FRAME, ROW, f"{ID}\tC\t戴埠\t-")),
    single("a frame bound after the draw", "seed", swap(FRAME, ROW, f"{ID}\tC\t戴埠\t-"), bind(FRAME), also=AFTER),
    single("a reason of exclusion changed", "table.hash", swap(EXCLUDED, "近期已检", "结果互认")),
    joint("a recusal removed", "table.rows", lines("recusals.tsv", lambda x: x[1:]), also="table.hash matching"),
    joint("a capacity changed", "table.hash", swap("inspectors.tsv", "天目湖\t特设\t6", "天目湖\t特设\t1")),
    single("an id twice in other case", "ids.unique", frame(add(FRAME, ROW.replace("J", "j", 1)))),
    single("an id in two strata", "ids.unique", frame(add(FRAME, ROW.replace("C", "B", 1)))),
    single("an excluded object in its frame", "excluded.overlap", add(EXCLUDED, f"{ID}\t注销"), bind(EXCLUDED), redraw),
)
PROMISES = (
    single("a stratum without a ratio", "strata", frame(swap(FRAME, f"{ID}\tC", f"{ID}\tD"))),
    single("a ratio of no stratum", "strata", put(MANIFEST, "ratio.labels.D", "0/1"), manifest("quota.labels.D", "0")),
    single("a quota without a ratio", "strata", drop(MANIFEST, "ratio.labels.C"), redraw),
    single("a quota lowered", "quota", manifest("quota.labels.C", "2")),
    single("a quota lowered after the draw", "quota", put(MANIFEST, "quota.labels.C", "2"), also=AFTER),
    single("a ratio raised", "quota", manifest("ratio.labels.C", "2/5")),
    single("another rounding", "quota", manifest("frame.labels.rounding", "ceil")),
    joint("a cap of a stratum lowered", "cap", manifest("cap.labels.C", "1/10"), also="quota matching"),
    single("the cap of a frame lowered", "cap", manifest("cap.labels", "1/20")),
    single("more used than the cap allows", "cap", manifest("used.labels", "1")),
    single("sealed without a chain", "mode", put(MANIFEST, "mode", "sealed"), manifest("reveal.by", "2025-06-12")),
    joint("sealed without a day of reveal", "mode", drop(MANIFEST, "reveal.by"), redraw),
    single("an unknown mode", "mode", manifest("mode", "closed")),
    single("an unknown algorithm", "mode", manifest("alg", "sha256 sm3")),
    single("an unknown design", "mode", manifest("frame.labels.design", "systematic")),
    single("an unknown rounding", "mode", manifest("frame.labels.rounding", "half-even")),
    joint("sealed turned to open after the draw", "seed", put(MANIFEST, "mode", "open"), also=f"{AFTER} matching"),
    single("a commitment after its beacon", "order", manifest("committed.at", "2025-05-12T15:00:01+08:00")),
    single("a commitment at its beacon, in UTC", "order", manifest("committed.at", "2025-05-12T07:00:00Z")),
    single("fewer instants than sources", "order", manifest("beacon.at", "2025-05-12T21:30:00+08:00")),
    single("an agency relabelled after the draw", "seed", put(MANIFEST, "agency", "320481-WJW"), also=AFTER),
    single("a serial changed after the draw", "seed", put(MANIFEST, "serial", "3"), also=AFTER),
)
REVEALS = (
    single("a source twice", "beacon", put(MANIFEST, "beacon", "KL8/1;KL8/2"), reveal("beacon", "KL8/1/1;KL8/2/2")),
    single("a beacon value changed", "seed", put(REVEAL, "beacon", f"{KL8};{SZSE[:-1]}4"), also=AFTER),
    single("another edition", "beacon", reveal("beacon", f"{NEXT};{SZSE}")),
    single("sources in another order", "beacon", reveal("beacon", f"{SZSE};{KL8}")),
    single("a source left out", "beacon", reveal("beacon", KL8)),
    single("a source too many", "beacon", reveal("beacon", f"{KL8};{SZSE};FC3D/2025122/123")),
    single("a beacon without a value", "beacon", reveal("beacon", f"{KL8};SZSE399001/20250512/")),
    joint("a wrong code", "code", reveal("code.operator", OTHER)),
    joint("codes exchanged", "code", put(REVEAL, "code.operator", SUPERVISOR), reveal("code.supervisor", OPERATOR)),
    joint("a party that does not reveal", "code", drop(REVEAL, "code.supervisor"), redraw, also=f"{AFTER} matching"),
    joint("a party too many", "code", put(REVEAL, "code.third", OTHER)),
    joint("the end of a chain changed", "code", manifest("chain.operator", OTHER)),
    single("the code of a later round", "k", put(REVEAL, "k", "1")),
    single("a seed written over", "seed", put(REVEAL, "seed", OTHER)),
    single("a draw key written over", "key", put(REVEAL, "key", "0" * 32)),
    single("a matching key written over", "mkey", put(REVEAL, "mkey", "0" * 32)),
)
DRAWS = (
    single("a drawn object removed", "drawn", lines(DRAWN, lambda x: x[:-1])),
    single("a drawn object replaced", "drawn", lines(DRAWN, lambda x: x[:-1]), add(DRAWN, LINE)),
    single("an object added to the drawn", "drawn", add(DRAWN, LINE)),
    single("an object from nowhere", "drawn", add(DRAWN, f"labels\tC\t{OTHER}\tx"), also="ticket"),
    single("another stratum", "drawn", lines(DRAWN, lambda x: sorted([*x[:-1], x[-1].replace(b"C", b"B", 1)]))),
    single("a ticket changed", "ticket", swap(DRAWN, A, f"{A[:-1]}a")),
    single("a threshold lowered", "threshold", swap(THRESHOLDS, C2, f"{C2[:-1]}9")),
    single("a threshold raised", "threshold", swap(THRESHOLDS, B, "f" * 16)),
    single("other rows at a threshold", "threshold", swap(THRESHOLDS, "16\t3", "17\t3")),
    single("another quota at a threshold", "threshold", swap(THRESHOLDS, "16\t3", "16\t4")),
    single("a stratum without a threshold", "threshold", lines(THRESHOLDS, lambda x: x[:-1])),
    single("a threshold of no stratum", "threshold", add(THRESHOLDS, "labels\tD\t0\t0\t-")),
)
TAMPERINGS: tuple[Tampering, ...] = FORMS + TABLES + PROMISES + REVEALS + DRAWS
