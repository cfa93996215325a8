"""Match the inspectors of a draw again, independently of the package that did (重演双随机人员匹配).

用法 usage: python3 verify_matching.py [目录 DIR]. 不写则为本脚本所在目录 / without DIR, the folder of the script.
须与 verify.py 放在一起；只用 Python 3.8 以上的标准库，不写任何文件 / verify.py must lie beside it; the standard
library of Python 3.8 or later; writes nothing.

先做 verify.py 的全部核验，有拒绝即不重演；再由人员名单和种子重做匹配，逐行比对 assignments、advisers、substitutions。
First all checks of verify.py; where these refuse, nothing is replayed. Then the matching is made again from the
tables of people and the seed, and every line of assignments, advisers, substitutions is compared. SHA-256, SM3.
退出码 exit: 0 全部通过 everything checked · 1 拒绝 refused · 2 无法运行 could not run · 3 有未查 unchecked.

怎样读 how to read (H, MKEY: SSJ-1; k: matching.lot):
状态 state: 单元 = 对象 + 部门，席位从 1 编号，有就座者或空缺。A unit is an object and a department; its seats are
  numbered from 1, each with its holder or empty. Unit, Seat, Matching.
号签 tickets: H(MKEY|order|…) 定单元先后，H(MKEY|seat|…) 定何人就座，专家用 expert 代 seat。The one orders the units,
  the other says who sits; of experts, expert stands for seat. Matching.hash, Matching.ticket.
抽签 lot: 可任者中工作量最小的 k 人，其中与同组共事最少的 k 人，并列者都算，号签最小者就座。Of those who can, the k
  least loaded; of these the k who sat least with the members, ties included; the smallest ticket. Matching.choose.
补救 repair: 无人可任时从空席起先进先出地找，找到有余力者，沿路各移一席。Where nobody can: a search from the empty seat,
  first in first out, until somebody has room; everybody on the way moves by one seat. Matching.repair.
轮次 rounds: 第 K 轮只填空席，已就座者不动。Round K fills what is empty, and moves nobody. replay_round.
专家 experts: 同一办法，另一名单，只派往人员已齐的单元。The same with another pool, for units that are complete.
替换 substitutions: 原人员离席，同法抽签补一人，他人不动，无人可补为 “-”。只替换仍要到场的单元。The old one leaves, the
  same lot finds another, nobody else moves; "-" where nobody can. Of units still due only. Matching.substitute.
回避 recusals: 随一轮而来的，不得针对已在该对象就座者。Those of a round are not of one who sits there. check_sitting.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING or __package__:
    from . import verify
else:  # in a bundle, beside verify.py; importing it shall leave no compiled copy there
    sys.dont_write_bytecode = True
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    import verify


# ---- §1 单元与席位 / units and seats ----
class Unit(NamedTuple):
    """The officers whom one department sends to one object."""

    object_: str
    department: str


class Officer(NamedTuple):
    """One who may sit; an expert alike."""

    id_: str
    department: str
    regions: frozenset[str]  # "*": everywhere
    tags: frozenset[str]
    capacity: int  # most units of this draw
    base_load: int  # carried over: it counts in the lots and uses up no capacity


class Seat:
    """A seat of a unit: the tags that it asks for, joined by commas, and who holds it."""

    def __init__(self, unit: Unit, number: int, text: str) -> None:
        self.unit, self.number, self.text = unit, number, text
        self.holder: Officer | None = None
        self.via, self.round = "", -1  # how and in which round it was given


def officer(row: list[str]) -> Officer:
    """Read a line of inspectors or experts."""
    id_, department, regions, tags, capacity, base_load, _ = row
    held = frozenset(tags.split(",") if tags != "-" else [])
    return Officer(id_, department, frozenset(regions.split(",")), held, int(capacity), int(base_load))


def canonical(seats: Iterable[str]) -> list[str]:
    """Order seats bytewise by their text, plain seats last."""
    return sorted(seats, key=lambda text: (text == "-", text))


def merged(teams: list[list[str]]) -> list[str]:
    """One team for several items: of each seat the most that one of them has, then without surplus plain seats."""
    most: Counter[str] = Counter()
    for team in teams:
        most |= Counter(team)
    surplus = sum(most.values()) - max(map(len, teams), default=0)
    most["-"] -= min(most["-"], surplus)
    return canonical(most.elements())


def least(officers: list[Officer], size: int, measure: Callable[[Officer], int]) -> list[Officer]:
    """Return those with the smallest measure, so many of them and everyone tied with the last."""
    limit = sorted(map(measure, officers))[min(size, len(officers)) - 1]
    return [one for one in officers if measure(one) <= limit]


# ---- §2 匹配 / the matching ----
class Matching:
    """The state of the officers, or of the experts, and how a round and a substitution change it."""

    def __init__(self, hash_: Callable[[str], str], lot: int, purpose: str, regions: dict[str, str]) -> None:
        self.h, self.lot, self.purpose = hash_, lot, purpose  # purpose, in tickets: seat or expert
        self.regions = regions  # by object
        self.pool: list[Officer] = []
        self.barred: set[tuple[str, str]] = set()  # objects and ids
        self.seats: dict[Unit, list[Seat]] = {}
        self.sits: defaultdict[str, dict[Unit, Seat]] = defaultdict(dict)  # by id
        self.mkey, self.round, self.repairs = "", -1, 0
        self.rank: dict[Unit, int] = {}  # place of the units in this round
        self.dead: set[Seat] = set()  # seats that searches of this round reached in vain
        self.fitting: dict[tuple[str, str, str], list[Officer]] = {}  # by department, region, seat

    def begin(self, k: int, mkey: str, added: Iterable[Officer], barred: Iterable[tuple[str, str]]) -> None:
        """Begin round K, with the officers and recusals that it adds."""
        self.round, self.mkey = k, mkey
        self.pool.extend(added)
        self.barred.update(barred)
        self.fitting.clear()
        self.dead.clear()

    def grow(self, unit: Unit, team: list[str]) -> None:
        """Give a unit the seats of its team that it does not have yet."""
        seats = self.seats.setdefault(unit, [])
        missing = Counter(team) - Counter(seat.text for seat in seats)
        for text in canonical(missing.elements()):
            seats.append(Seat(unit, len(seats) + 1, text))

    def hash(self, *fields: str) -> str:
        """H of MKEY and these fields."""
        return self.h("|".join([self.mkey, *fields]))

    def ticket(self, seat: Seat) -> Callable[[Officer], str]:
        """Return the tickets for a seat."""
        return lambda one: self.hash(self.purpose, *seat.unit, str(seat.number), one.id_)

    def qualified(self, seat: Seat) -> list[Officer]:
        """Return the officers of the department who cover the region and hold the tags."""
        department, region = seat.unit.department, self.regions[seat.unit.object_]
        if (department, region, seat.text) not in self.fitting:
            tags = set(seat.text.split(",") if seat.text != "-" else [])
            own = [one for one in self.pool if one.department == department and tags <= one.tags]
            here = [one for one in own if region in one.regions or "*" in one.regions]
            self.fitting[department, region, seat.text] = here
        return self.fitting[department, region, seat.text]

    def eligible(self, seat: Seat) -> list[Officer]:
        """Return the qualified who are not barred from the object."""
        return [one for one in self.qualified(seat) if (seat.unit.object_, one.id_) not in self.barred]

    def load(self, one: Officer) -> int:
        """Count the units of an officer, with those carried over."""
        return one.base_load + len(self.sits[one.id_])

    def can_join(self, one: Officer, unit: Unit) -> bool:
        """Tell whether an officer has room for a unit in which he does not sit."""
        return unit not in self.sits[one.id_] and len(self.sits[one.id_]) < one.capacity

    def candidates(self, seat: Seat) -> list[Officer]:
        """Return the eligible who have room and do not sit in the unit."""
        return [one for one in self.eligible(seat) if self.can_join(one, seat.unit)]

    def choose(self, seat: Seat, candidates: list[Officer], ticket: Callable[[Officer], str]) -> Officer:
        """Draw a lot for a seat: the least loaded, of these the least familiar, of these the smallest ticket."""
        members = [self.sits[other.holder.id_] for other in self.seats[seat.unit] if other.holder]

        def together(one: Officer) -> int:
            return sum(len(self.sits[one.id_].keys() & units.keys()) for units in members)

        lot = least(candidates, self.lot, self.load)
        return min(least(lot, self.lot, together) if members else lot, key=ticket)

    def sit(self, seat: Seat, one: Officer, via: str) -> None:
        """Give a seat to an officer."""
        seat.holder, seat.via, seat.round = one, via, self.round
        self.sits[one.id_][seat.unit] = seat

    def leave(self, seat: Seat) -> Officer | None:
        """Take a seat from its holder."""
        old, seat.holder = seat.holder, None
        if old:
            del self.sits[old.id_][seat.unit]
        return old

    def is_full(self, unit: Unit) -> bool:
        """Tell whether every seat of a unit has its holder."""
        return all(seat.holder for seat in self.seats[unit])

    def match(self, units: Iterable[Unit]) -> None:
        """Fill the empty seats of these units, as far as that is possible."""
        order = sorted((unit for unit in units if not self.is_full(unit)), key=lambda unit: self.hash("order", *unit))
        self.rank = {unit: place for place, unit in enumerate(order)}
        for unit in order:
            empty = [seat for seat in self.seats[unit] if not seat.holder]
            for seat in sorted(empty, key=lambda seat: (len(self.qualified(seat)), seat.number)):
                candidates = self.candidates(seat)
                if candidates:
                    self.sit(seat, self.choose(seat, candidates, self.ticket(seat)), "lot")
                else:
                    self.repair(seat)

    def repair(self, empty: Seat) -> None:
        """Search from an empty seat for somebody with room, and move everybody on the way to him."""
        before: dict[Seat, Seat | None] = {empty: None}  # the seats queued so far and their predecessors
        queue = deque([empty])
        visited: set[str] = set()  # ids
        while queue:
            seat = queue.popleft()
            # A visited officer outside the unit has nothing more to offer: no ticket is needed for him.
            others = [one for one in self.eligible(seat) if one.id_ not in visited or seat.unit in self.sits[one.id_]]
            free = [one for one in others if one.id_ not in visited and self.can_join(one, seat.unit)]
            if free:
                self.shift(min(free, key=self.ticket(seat)), seat, before)
                return
            for one in sorted((one for one in others if one != seat.holder), key=self.ticket(seat)):
                for offered in self.offers(one, seat.unit, visited):
                    if offered not in before and offered not in self.dead:
                        before[offered] = seat
                        queue.append(offered)
        self.dead.update(before)  # from these seats nobody with room is reached, in all of this round

    def offers(self, one: Officer, unit: Unit, visited: set[str]) -> list[Seat]:
        """Return the seats of this round that an officer could leave for a seat in a unit."""
        sits = self.sits[one.id_]
        if unit in sits:
            offered = [sits[unit]]
        else:
            visited.add(one.id_)
            offered = list(sits.values())
        own = [seat for seat in offered if seat.round == self.round]
        return sorted(own, key=lambda seat: self.rank[seat.unit])

    def shift(self, one: Officer | None, last: Seat, before: dict[Seat, Seat | None]) -> None:
        """Give the last seat of a path to one with room; each holder moves to the seat before his."""
        seat: Seat | None = last
        while seat and one:
            old = self.leave(seat)
            self.sit(seat, one, "repair")
            one, seat = old, before[seat]
        self.repairs += 1

    def given(self) -> dict[tuple[str, str, str], list[str]]:
        """Return the seats of this round: by object, department and number the holder and via."""
        seats = [seat for unit in self.seats.values() for seat in unit if seat.round == self.round]
        held = [(seat, seat.holder) for seat in seats if seat.holder]
        return {(seat.unit.object_, seat.unit.department, str(seat.number)): [one.id_, seat.via] for seat, one in held}

    def substitute(self, number: str, seat: Seat) -> str:
        """Replace the holder of a seat, who must not come to the object again; "-" where nobody can."""
        old = self.leave(seat)
        self.barred.update([(seat.unit.object_, old.id_)] if old else [])
        candidates, place = self.candidates(seat), (*seat.unit, str(seat.number), number)
        if not candidates:
            return "-"
        new = self.choose(seat, candidates, lambda one: self.hash("substitute", *place, one.id_))
        self.sit(seat, new, "substitute")
        return new.id_


# ---- §3 核验 / the checks ----
class MatchingVerifier(verify.Verifier):
    """The checks of verify.py, and the matching made again."""

    def replay_matching(self) -> None:
        """Match round by round and compare, unless anything else was refused."""
        if self.refused or not self.legible:
            self.unchecked("matching", "assignments.tsv", "以上未全通过，未重演", "not replayed: not all above holds")
            return
        lot = int(self.manifest["matching.lot"])
        self.officers = Matching(self.hash, lot, "seat", self.regions)
        self.experts = Matching(self.hash, lot, "expert", self.regions)
        self.live: defaultdict[str, set[str]] = defaultdict(set)  # by object, the frames for which it is to be visited
        self.units: dict[Unit, list[str]] = {}  # those of the round replayed last, each with its frames
        self.swaps = sorted(self.tables.get("substitutions.tsv", []), key=lambda row: int(row[0]))
        self.told = {name: int(name.split(".")[1]) if name.count(".") > 1 else 0 for name, _ in self.matched()}
        self.told["substitutions.tsv"] = max((int(row[1]) for row in self.swaps), default=-1)
        self.check_numbers()
        if all(self.replay_round(k) for k in range(len(self.replayed))):
            self.check_sitting(len(self.replayed))  # of a round that is asked for and not revealed
            if self.told["substitutions.tsv"] >= len(self.replayed):
                self.refuse("matching", "substitutions.tsv", "所在轮次尚未抽取", "of a round that is not drawn yet")
        for what, matching in [("人员 officers", self.officers), ("专家 experts", self.experts)]:
            seats = [seat for unit in matching.seats.values() for seat in unit]
            units, filled = sum(map(bool, matching.seats.values())), sum(seat.holder is not None for seat in seats)
            zh = f"{what}：{units} 个单元，{filled} 席已定，{len(seats) - filled} 席空缺，{matching.repairs} 次补救"
            en = f"{units} units, {filled} seats filled, {len(seats) - filled} empty, {matching.repairs} repairs"
            if seats:
                self.say("note", "matching", zh, en)

    def check_numbers(self) -> None:
        """Substitutions are numbered from 1 over the whole bundle, in the order of the rounds."""
        rounds = [int(row[1]) for row in self.swaps]
        if [int(row[0]) for row in self.swaps] != list(range(1, len(rounds) + 1)) or rounds != sorted(rounds):
            zh, en = "N 应为 1、2、3……，轮次不得倒退", "N runs 1, 2, 3 …, and the rounds never fall"
            self.refuse("matching", "substitutions.tsv", zh, en)

    def replay_round(self, k: int) -> bool:
        """Replay round K: officers, experts, substitutions. False if what comes after it cannot be replayed."""
        end = f".{k}.tsv" if k else ".tsv"
        needed = [f"inspectors{end}", f"recusals{end}", *(["experts.tsv"] if self.has("expert") else [])]
        if self.faults("matching") or self.left_out.intersection(needed):
            return False  # verify.py has said what is left out
        self.check_sitting(k)
        recusals = [(row[0], row[1]) for row in self.tables.get(f"recusals{end}", [])]
        mkey, experts = self.replayed[k].mkey, self.tables.get("experts.tsv", []) if k == 0 else []
        self.officers.begin(k, mkey, map(officer, self.tables.get(f"inspectors{end}", [])), recusals)
        self.experts.begin(k, mkey, map(officer, experts), recusals)
        self.units = self.live_units(k)
        self.match_units(self.units)
        if k > max(self.told.values()):
            self.unchecked("matching", f"assignments{end}", "尚未匹配", "not matched yet")
            return True
        self.compare(f"assignments{end}", self.officers.given())
        if self.has("expert"):
            self.compare(f"advisers{end}", self.experts.given())
        self.compare_substitutions(k)
        return not self.faults("matching")

    def check_sitting(self, k: int) -> None:
        """Nobody sits on an object from which the request of round K recuses him: he is to be substituted before."""
        name = f"recusals.{k}.tsv"
        if name in self.tables:
            with self.check("recusal", name, "所列人员均不在席", "none of them sits there already"):
                for object_, who, _ in self.tables[name]:
                    if any(unit.object_ == object_ for unit in self.officers.sits[who]):
                        where = f"{name} {verify.shown(object_)} {verify.shown(who)}"
                        self.refuse("recusal", where, "已在席，须先替换", "sits there, to be substituted before")

    def match_units(self, units: dict[Unit, list[str]]) -> None:
        """Match the officers of units, then experts for those that are complete and visit for an item with experts."""
        advised: list[Unit] = []
        for unit, frames in units.items():
            self.officers.grow(unit, merged([self.team(f"team.{frame}.{unit.department}") for frame in frames]))
            experts = merged([self.team(f"expert.{frame}") for frame in frames])
            self.experts.grow(unit, experts)
            advised += [unit] if experts else []
        self.officers.match(units)
        self.experts.match(unit for unit in advised if self.officers.is_full(unit))

    def live_units(self, k: int) -> dict[Unit, list[str]]:
        """The units that visit somebody as of round K, each with the frames for which it does."""
        for id_ in self.replayed[k].replaced:
            self.live.pop(id_, None)
        for frame, id_ in self.replayed[k].drawn:
            self.live[id_].add(frame)
        keys = [verify.parts(key) for key in self.manifest]
        teams = [key[1:] for key in keys if key[0] == "team"]  # F and the department
        units: defaultdict[Unit, list[str]] = defaultdict(list)
        for object_, frames in self.live.items():
            for frame, department in teams:
                if frame in frames:
                    units[Unit(object_, department)].append(frame)
        return units

    def team(self, key: str) -> list[str]:
        """Return the seats that the manifest names under a key, none where it has no such key."""
        return self.manifest[key].split(";") if key in self.manifest else []

    def compare(self, name: str, given: dict[tuple[str, str, str], list[str]]) -> None:
        """Exactly the seats that a round gave stand in its table, each with its holder and how he came to it."""
        due = dict(given)
        if name not in self.files:
            self.unchecked("matching", name, "未附，无从核验", "left out, not checked")
            return
        with self.check("matching", name, "与重演的匹配相符", "agrees with the matching made again"):
            for number, (object_, department, seat, *told) in enumerate(self.tables[name], 1):
                where = f"{name}:{number} {verify.shown(object_)} {verify.shown(department)} {seat}"
                right = due.pop((object_, department, seat), None)
                if right is None:
                    self.refuse("matching", where, "此席不应在此", "this seat was not given, or is there twice")
                elif told != right:
                    holder = " ".join([verify.shown(right[0]), right[1]])
                    self.refuse("matching", where, f"应为 {holder}", f"should be {holder}")
            for object_, department, seat in sorted(due):
                where = f"{name} {verify.shown(object_)} {verify.shown(department)} {seat}"
                self.refuse("matching", where, "漏列此席", "the seat is not listed")

    def compare_substitutions(self, k: int) -> None:
        """Whoever was substituted after round K held the seat, and the lot gave it to the one who is named."""
        for number, _, object_, department, seat, old, new, _ in [row for row in self.swaps if int(row[1]) == k]:
            where, unit = f"substitutions.tsv N={number}", Unit(object_, department)
            seats = self.officers.seats[unit] if unit in self.units else []
            held = [one for one in seats if str(one.number) == seat and one.holder and one.holder.id_ == old]
            if self.faults("matching"):
                return  # what follows from a fault is none of its own
            with self.check("matching", where, "与重演的替换相符", "agrees with the substitution made again"):
                right = self.officers.substitute(number, held[0]) if held else None
                if unit not in self.units:
                    self.refuse("matching", where, "此单元已不到场", "this unit is not due there any more")
                elif right is None:
                    self.refuse("matching", where, "原人员不在此席", "the old one does not hold this seat")
                elif new != right:
                    right = verify.shown(right)
                    self.refuse("matching", where, f"应为 {right}", f"should be {right}")


def replay(files: dict[str, bytes]) -> list[verify.Check]:
    """Check a bundle, given as its files by name, with manifest.txt among them, and its matching."""
    verifier = MatchingVerifier(files)
    verifier.run()
    return verifier.checks


if __name__ == "__main__":
    sys.exit(verify.main(sys.argv[1:], MatchingVerifier))
