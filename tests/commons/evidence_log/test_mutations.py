"""Whoever wrote down one old head notices every change to what was before it."""

import os
import random
from collections.abc import Callable

import pytest

from commons.evidence_log import checkpoint, merkle, verify
from commons.evidence_log.bundle import Bundle, Continuation
from commons.evidence_log.verify import No, Trust
from tests.commons.evidence_log import mutations
from tests.commons.evidence_log.builders import KEY
from tests.commons.evidence_log.mutations import FORGERIES, Detector, Shown

ROUNDS = int(os.environ.get("ISLAND_MUTATIONS", "600"))
SEED = int(os.environ.get("ISLAND_SEED", "20261123"))


def test_every_change_to_the_past_is_noticed() -> None:
    shown, missed, accused = mutations.run(ROUNDS, SEED, mutations.auditor)
    assert (shown >= ROUNDS, missed, accused) == (True, 0, 0), f"seed {SEED}"


def _forgets(shown: Shown, remembered: str) -> bool:
    """Seeded bug: looks at the current head only."""
    return mutations.auditor(shown, shown.head)


def _believes(shown: Shown, remembered: str) -> bool:
    """Seeded bug: compares roots and sizes, and asks for no signature."""
    head, old = checkpoint.read(shown.head), checkpoint.read(remembered)
    hashes = [merkle.leaf_hash(leaf.encode()) for leaf in shown.leaves]
    honest = (len(hashes), merkle.root_of(hashes)) == (head.size, head.root)
    return not honest and old.size > 0


def _counts(shown: Shown, remembered: str) -> bool:
    """Seeded bug: compares how many lines there are."""
    return len(shown.leaves) != checkpoint.read(shown.head).size


def _sorts(shown: Shown, remembered: str) -> bool:
    """Seeded bug: compares the lines as a set, so their order may change."""
    old = checkpoint.read(remembered)
    ordered = sorted(shown.leaves[: old.size])
    honest = sorted(mutations.a_line(number) for number in range(old.size))
    return ordered != honest


@pytest.mark.parametrize("bug", [_forgets, _believes, _counts, _sorts])
def test_a_careless_auditor_misses_some(bug: Detector) -> None:
    """Positive control: the harness would have seen a broken verifier."""
    _, missed, _ = mutations.run(300, SEED, bug)
    assert missed > 0


def _bundle_from(shown: Shown, index: int, old_size: int) -> str:
    """Make the best bundle a forger can make from his own tree."""
    size = len(shown.leaves)
    grown = mutations.paths(shown.leaves, merkle.consistency_spans(old_size, size))
    return Bundle(
        leaf=shown.leaves[index],
        facts=None,
        salt=None,
        index=index,
        path=mutations.path_in(shown.leaves, index),
        checkpoint=shown.head,
        key=str(KEY.public()),
        since=Continuation(old_size, grown) if old_size < size else None,
    ).to_json()


def _passes(text: str, trust: Trust) -> bool:
    try:
        verify.verify(text, trust=trust)
    except No:
        return False
    return True


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.__name__)
def test_a_bundle_from_a_forged_log_fails_against_an_old_head(
    forgery: Callable[..., list[str]],
) -> None:
    chance = random.Random(SEED)  # noqa: S311
    for _ in range(max(ROUNDS // 24, 20)):
        world = mutations.a_world(chance)
        trust = Trust(key=str(KEY.public()), remembered=world.remembered)
        honest = _bundle_from(world.shown, chance.randrange(world.old_size), world.old_size)
        assert _passes(honest, trust)
        for forged in mutations.forge(world, forgery, chance):
            if len(forged.leaves) >= world.old_size:
                index = chance.randrange(len(forged.leaves))
                assert not _passes(_bundle_from(forged, index, world.old_size), trust)


def test_a_stolen_key_without_a_witness_convinces_nobody_who_asks_for_one() -> None:
    chance = random.Random(SEED)  # noqa: S311
    trust = Trust(key=str(KEY.public()), witnesses=(mutations.witness_key(),))
    for _ in range(40):
        world = mutations.a_world(chance)
        assert _passes(_bundle_from(world.shown, 0, world.old_size), trust)
        _, stolen, _ = mutations.forge(world, mutations.edit, chance)
        assert not _passes(_bundle_from(stolen, 0, world.old_size), trust)
