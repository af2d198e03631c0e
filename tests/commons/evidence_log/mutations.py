"""A forger at work: every way to change the past of a log, with and without the stolen key."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from commons.evidence_log import audit, checkpoint, merkle, tiles
from commons.evidence_log.checkpoint import COSIGNATURE, SigningKey
from commons.evidence_log.leaves import Act, commit
from commons.evidence_log.merkle import Span
from commons.evidence_log.tiles import Growth
from commons.evidence_log.verify import No
from tests.commons.evidence_log.builders import KEY, NOW, THIEF

WITNESS = SigningKey("witness.example/w1", bytes(range(7, 39)))


@dataclass(frozen=True)
class Shown:
    """What an auditor is shown: all lines of the log and its current head."""

    leaves: tuple[str, ...]
    head: str


@dataclass(frozen=True)
class World:
    """An honest log, and the head that the auditor wrote down some time ago."""

    shown: Shown
    remembered: str
    old_size: int


Detector = Callable[[Shown, str], bool]
Forgery = Callable[[list[str], int, random.Random], list[str]]


def a_line(number: int) -> str:
    return Act(f"matter:{number}", "matter.noted", NOW, "service", commit({}, bytes(32))).text


def a_world(chance: random.Random) -> World:
    new_size = chance.randint(2, 80)
    old_size = chance.randint(1, new_size)
    leaves = tuple(a_line(number) for number in range(new_size))
    remembered = head_of(leaves[:old_size], KEY, is_witnessed=True)
    return World(Shown(leaves, head_of(leaves, KEY, is_witnessed=True)), remembered, old_size)


def head_of(leaves: tuple[str, ...] | list[str], key: SigningKey, *, is_witnessed: bool) -> str:
    root = merkle.root_of(merkle.leaf_hash(leaf.encode()) for leaf in leaves)
    head = checkpoint.sign(key, size=len(leaves), root=root)
    return str(head.plus(checkpoint.cosign(WITNESS, head, NOW)) if is_witnessed else head)


def edit(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    """Change one letter of one line that the auditor's head covers."""
    at = chance.randrange(old_size)
    letter = chance.randrange(len(leaves[at]))
    other = chr(ord(leaves[at][letter]) ^ (1 << chance.randrange(5)))
    leaves[at] = leaves[at][:letter] + other + leaves[at][letter + 1 :]
    return leaves


def delete(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    del leaves[chance.randrange(old_size)]
    return leaves


def insert(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    leaves.insert(chance.randrange(old_size), a_line(10_000 + chance.randrange(1_000)))
    return leaves


def repeat(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    at = chance.randrange(old_size)
    return leaves[: at + 1] + leaves[at:] if at + 1 < old_size else insert(leaves, old_size, chance)


def swap(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    one = chance.randrange(old_size)
    other = chance.choice([at for at in range(len(leaves)) if at != one])
    leaves[one], leaves[other] = leaves[other], leaves[one]
    return leaves


def truncate(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    return leaves[: chance.randrange(old_size)]


def fork(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    """Keep the beginning, invent another end, as long as the auditor remembers or longer."""
    at = chance.randrange(old_size)
    more = chance.randint(old_size, len(leaves) + 5) - at
    return leaves[:at] + [a_line(20_000 + number) for number in range(more)]


def rebuild(leaves: list[str], old_size: int, chance: random.Random) -> list[str]:
    """With the stolen database: the whole log again, one commitment different."""
    at = chance.randrange(old_size)
    return [line.replace("commitment", "Commitment", int(n == at)) for n, line in enumerate(leaves)]


FORGERIES: tuple[Forgery, ...] = (edit, delete, insert, repeat, swap, truncate, fork, rebuild)


def forge(world: World, forgery: Forgery, chance: random.Random) -> tuple[Shown, ...]:
    """One change shown in three ways: under the old head, a stolen key, and a key of his own."""
    leaves = tuple(forgery(list(world.shown.leaves), world.old_size, chance))
    assert leaves[: world.old_size] != world.shown.leaves[: world.old_size]
    return (
        Shown(leaves, world.shown.head),
        Shown(leaves, head_of(leaves, KEY, is_witnessed=False)),
        Shown(leaves, head_of(leaves, THIEF, is_witnessed=True)),
    )


def paths(leaves: tuple[str, ...], spans: tuple[Span, ...]) -> tuple[bytes, ...]:
    growth = Growth(0)
    for leaf in leaves:
        growth.append(merkle.leaf_hash(leaf.encode()))
    stored = {place: bytes(tile) for place, tile in growth.tiles.items()}
    return tuple(tiles.span_hash(span, stored) for span in spans)


def path_in(leaves: tuple[str, ...], index: int) -> tuple[bytes, ...]:
    return paths(leaves, merkle.inclusion_spans(index, len(leaves)))


def auditor(shown: Shown, remembered: str) -> bool:
    """Say whether the real verifier notices."""
    try:
        audit.audit(shown.leaves, current=shown.head, remembered=remembered, key=str(KEY.public()))
    except No:
        return True
    return False


def witness_key() -> str:
    return str(WITNESS.public(COSIGNATURE))


def run(rounds: int, seed: int, detect: Detector) -> tuple[int, int, int]:
    """Count forgeries shown, forgeries missed, and honest logs that were wrongly accused."""
    chance = random.Random(seed)  # noqa: S311
    shown = missed = accused = 0
    while shown < rounds:
        world = a_world(chance)
        accused += detect(world.shown, world.remembered)
        forgery = chance.choice(FORGERIES)
        for forged in forge(world, forgery, chance):
            shown += 1
            missed += not detect(forged, world.remembered)
    return shown, missed, accused
