"""Twenty scripted schemes, and honest matters that must raise no sign."""

from datetime import UTC, datetime, timedelta

import pytest

from litigation.mediation.flags import (
    Acquaintance,
    FlagFacts,
    Hint,
    RedFlag,
    Trace,
    conflict_hints,
    red_flags,
    surname,
)
from litigation.mediation.parties import Side

OPENED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SLOW = OPENED + timedelta(days=3)
QUICK = OPENED + timedelta(minutes=40)
WAN = 1_000_000


def trace(side: Side = Side.APPLICANT, **marks: object) -> Trace:
    sets = {name: frozenset(value) for name, value in marks.items() if name != "address"}
    return Trace(side, address=str(marks.get("address", "")), **sets)


def facts(*traces: Trace, **changes: object) -> FlagFacts:
    given: dict[str, object] = {"traces": traces, "opened_at": OPENED}
    return FlagFacts(**{**given, **changes})  # type: ignore[arg-type]


R = Side.RESPONDENT
F = RedFlag
SCHEMES = [
    ("one agent", facts(trace(agents="a"), trace(R, agents="a")), {F.SAME_AGENT}),
    ("one of several", facts(trace(agents="ab"), trace(R, agents="bc")), {F.SAME_AGENT}),
    ("one phone", facts(trace(phones="p"), trace(R, phones="p")), {F.SAME_PHONE}),
    ("agent's phone", facts(trace(phones="pq"), trace(R, phones="q")), {F.SAME_PHONE}),
    ("one house", facts(trace(address="h"), trace(R, address="h")), {F.SAME_ADDRESS}),
    ("one device", facts(trace(devices="d"), trace(R, devices="d")), {F.SAME_DEVICE}),
    ("twice before", facts(earlier_between_them=2), {F.REPEATED_PAIR}),
    ("ten times before", facts(earlier_between_them=10), {F.REPEATED_PAIR}),
    ("half a million flat", facts(amounts_fen=(50 * WAN,)), {F.ROUND_SUMS}),
    ("two flat sums", facts(amounts_fen=(2 * WAN, 3 * WAN)), {F.ROUND_SUMS}),
    ("nothing disputed", facts(agreed_at=SLOW, issues=0), {F.NOTHING_DISPUTED}),
    ("within the hour", facts(agreed_at=QUICK, issues=2), {F.TOO_FAST}),
    (
        "fast, undisputed",
        facts(agreed_at=QUICK, issues=0),
        {F.TOO_FAST, F.NOTHING_DISPUTED},
    ),
    (
        "family loan",
        facts(trace(address="h"), trace(R, address="h"), amounts_fen=(100 * WAN,)),
        {F.SAME_ADDRESS, F.ROUND_SUMS},
    ),
    (
        "wages before bankruptcy",
        facts(trace(agents="a"), trace(agents="a"), trace(R, agents="a"), agreed_at=QUICK),
        {F.SAME_AGENT, F.TOO_FAST},
    ),
    (
        "one hand, one phone, one device",
        facts(trace(phones="p", devices="d"), trace(R, phones="p", devices="d")),
        {F.SAME_PHONE, F.SAME_DEVICE},
    ),
    (
        "assets hidden from a creditor",
        facts(earlier_between_them=3, amounts_fen=(80 * WAN,), agreed_at=QUICK, issues=0),
        {F.REPEATED_PAIR, F.ROUND_SUMS, F.NOTHING_DISPUTED, F.TOO_FAST},
    ),
    (
        "a third party lends his name",
        facts(trace(agents="a"), trace(R), trace(Side.THIRD, agents="a")),
        {F.SAME_AGENT},
    ),
    (
        "the same studio phone for both agents",
        facts(trace(phones="x", agents="a"), trace(R, phones="x", agents="b")),
        {F.SAME_PHONE},
    ),
    (
        "everything at once",
        facts(
            trace(agents="a", phones="p", address="h", devices="d"),
            trace(R, agents="a", phones="p", address="h", devices="d"),
            earlier_between_them=2,
            amounts_fen=(60 * WAN,),
            agreed_at=QUICK,
            issues=0,
        ),
        set(RedFlag),
    ),
]
HONEST = [
    facts(),
    facts(trace(), trace(R)),
    facts(trace(agents="a"), trace(agents="a"), trace(R, agents="b")),
    facts(trace(phones="p", address="h"), trace(phones="p", address="h"), trace(R)),
    facts(earlier_between_them=1, amounts_fen=(2 * WAN,), agreed_at=SLOW, issues=3),
    facts(amounts_fen=(5_012_345,)),
    facts(issues=0),
    facts(agreed_at=OPENED + timedelta(hours=2), issues=1),
]


@pytest.mark.parametrize(
    ("given", "flags"), [row[1:] for row in SCHEMES], ids=[r[0] for r in SCHEMES]
)
def test_a_staged_mediation_shows_its_signs(given, flags) -> None:
    assert set(red_flags(given)) == flags


@pytest.mark.parametrize("given", HONEST)
def test_an_honest_mediation_shows_none(given) -> None:
    assert red_flags(given) == ()


def test_twenty_schemes_are_tried_and_every_sign_appears() -> None:
    assert len(SCHEMES) == 20
    assert set().union(*(flags for _, _, flags in SCHEMES)) == set(RedFlag)


def test_relations_are_hinted_at_and_strangers_are_not() -> None:
    people = (
        Acquaintance("欧阳虚构", "h"),
        Acquaintance("欧虚构", "h"),
        Acquaintance("欧阳另构", "other"),
        Acquaintance("虚构乙", "h", frozenset({"欧阳调解"})),
        Acquaintance("欧阳调解"),
        Acquaintance("虚构丙"),
    )
    assert conflict_hints("欧阳调解", frozenset({"h"}), people) == (
        ("欧阳虚构", Hint.SAME_HOUSEHOLD),
        ("虚构乙", Hint.EARLIER_AGENT),
        ("欧阳调解", Hint.SAME_NAME),
    )
    assert conflict_hints("欧阳调解", frozenset(), people[:2]) == ()


@pytest.mark.parametrize(
    ("name", "family"), [("欧阳修", "欧阳"), ("林虚构", "林"), ("司马迁", "司马"), ("", "")]
)
def test_family_names_of_two_characters_are_known(name, family) -> None:
    assert surname(name) == family
