"""Which report counts, which way is next, since when a paper counts as served."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from commons.codes import ALPHABET, CODE_LENGTH
from commons.errors import NotNow, NotValid
from commons.papers.rules import Stage as PaperStage
from litigation.delivery.pickup_rules import (
    LIMITS,
    OTP_DIGITS,
    OTP_TRIES_MAX,
    Budget,
    Limit,
    Source,
    browser_name,
    check_id_tail,
    check_otp,
    check_tail,
    room_in,
    window_of,
)
from litigation.delivery.rules import (
    FLOW,
    Act,
    Channel,
    Facts,
    Seen,
    Sending,
    Sight,
    Stage,
    Standing,
    State,
    next_channel,
    standing_of,
    stronger,
)
from litigation.delivery.served import Branch, Served, served
from litigation.mediation.parties import EServiceBasis

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SMS, WECHAT = Channel.SMS, Channel.WECHAT


def facts(**changes: object) -> Facts:
    known: dict[str, object] = {
        "stage": Stage.SENDING,
        "channels": (WECHAT, SMS),
        "consent": EServiceBasis.EXPLICIT,
        "confirmed": frozenset({SMS}),
    }
    return Facts(**(known | changes))  # type: ignore[arg-type]


def test_reports_in_any_order_and_repeated_end_in_one_state() -> None:
    reports = (State.SENT, State.TEMPORARY, State.PERMANENT, State.DELIVERED, State.READ)
    ends = set()
    for order in permutations(reports):
        state = State.QUEUED
        for report in (*order, *order):
            state = stronger(state, report)
        ends.add(state)
    assert ends == {State.READ}


@pytest.mark.parametrize(
    ("sendings", "expected"),
    [
        ((), WECHAT),
        ((Sending(WECHAT, State.PERMANENT),), SMS),
        ((Sending(WECHAT, State.UNKNOWN),), SMS),
        ((Sending(WECHAT, State.PERMANENT), Sending(SMS, State.PERMANENT)), None),
    ],
)
def test_the_ladder_tries_each_way_once(
    sendings: tuple[Sending, ...], expected: Channel | None
) -> None:
    assert next_channel(facts(sendings=sendings)) is expected


@pytest.mark.parametrize("stage", [Stage.OPENED, Stage.BLOCKED, Stage.STALLED])
def test_the_ladder_stops_when_opened_blocked_or_left_to_a_person(stage: Stage) -> None:
    assert next_channel(facts(stage=stage)) is None


def test_a_confirmed_address_is_served_when_the_court_sees_sent_not_when_it_is_downloaded() -> None:
    sent = Sending(SMS, State.DELIVERED, AT)
    seen = Sight(Seen.DOWNLOADED, AT + HOUR)
    assert served(facts(sendings=(sent,), sights=(seen,))) == Served(
        Branch.CONFIRMED_ADDRESS, AT, SMS
    )


def test_a_notice_beside_the_confirmed_address_is_no_service() -> None:
    """Online Litigation Rules art. 32."""
    beside = Sending(WECHAT, State.DELIVERED, AT)
    assert served(facts(sendings=(beside,))) == Served(Branch.WAITING_FOR_ARRIVAL)


@pytest.mark.parametrize("state", [State.TEMPORARY, State.PERMANENT, State.UNKNOWN, State.QUEUED])
def test_a_failed_or_doubtful_message_serves_nothing(state: State) -> None:
    assert served(facts(sendings=(Sending(SMS, state, AT),))).at is None


def test_an_unconfirmed_address_is_served_only_by_reading() -> None:
    """Online Litigation Rules art. 31 (2)."""
    unconfirmed = facts(confirmed=frozenset(), sendings=(Sending(SMS, State.DELIVERED, AT),))
    assert served(unconfirmed) == Served(Branch.WAITING_FOR_READING)
    for seen in (Seen.READ, Seen.DOWNLOADED):
        read = facts(confirmed=frozenset(), sights=(Sight(seen, AT + HOUR),))
        assert served(read) == Served(Branch.READ_BY_RECIPIENT, AT + HOUR)


def test_opening_alone_is_not_reading() -> None:
    opened = facts(confirmed=frozenset(), sights=(Sight(Seen.OPENED, AT),))
    assert served(opened) == Served(Branch.WAITING_FOR_READING)


def test_of_several_ways_the_earliest_counts() -> None:
    both = facts(
        confirmed=frozenset({SMS, WECHAT}),
        sendings=(Sending(SMS, State.SENT, AT + HOUR), Sending(WECHAT, State.SENT, AT)),
    )
    assert served(both) == Served(Branch.CONFIRMED_ADDRESS, AT, WECHAT)
    read_first = facts(
        sendings=(Sending(SMS, State.SENT, AT + HOUR),), sights=(Sight(Seen.READ, AT),)
    )
    assert served(read_first) == Served(Branch.READ_BY_RECIPIENT, AT)


def test_without_consent_there_is_no_electronic_service_at_all() -> None:
    """Online Litigation Rules art. 29."""
    everything = facts(
        consent=None,
        sendings=(Sending(SMS, State.READ, AT),),
        sights=(Sight(Seen.DOWNLOADED, AT),),
    )
    assert served(everything) == Served(Branch.NO_CONSENT)


@pytest.mark.parametrize(
    ("stage", "paper", "hours", "expected"),
    [
        (Stage.OPENED, PaperStage.ISSUED, 0, Standing.READABLE),
        (Stage.STALLED, PaperStage.ISSUED, 0, Standing.READABLE),
        (Stage.BLOCKED, PaperStage.ISSUED, 0, Standing.BLOCKED),
        (Stage.OPENED, PaperStage.BLOCKED, 0, Standing.BLOCKED),
        (Stage.OPENED, PaperStage.WITHDRAWN, 0, Standing.RECALLED),
        (Stage.OPENED, PaperStage.REPLACED, 0, Standing.RECALLED),
        (Stage.OPENED, PaperStage.ISSUED, 1, Standing.EXPIRED),
    ],
)
def test_what_may_still_be_read(
    stage: Stage, paper: PaperStage, hours: int, expected: Standing
) -> None:
    now = AT + hours * HOUR
    assert standing_of(stage, paper, expires_at=AT + HOUR, now=now) is expected


def test_a_blocked_delivery_is_never_sent_again() -> None:
    with pytest.raises(NotNow):
        FLOW.step(Stage.BLOCKED, Act.RESEND)
    assert FLOW.acts(Stage.BLOCKED) == ()


def test_guessing_a_code_is_hopeless_with_the_real_alphabet_and_limits() -> None:
    """Reliability G-SEC-1: at most one in a million for an hour without any limit at all."""
    codes = len(ALPHABET) ** CODE_LENGTH
    live, guesses_an_hour = 100_000, 1_000_000
    assert live * guesses_an_hour / codes <= 1e-6
    assert LIMITS[Budget.GUESS_ALL] == Limit(600, HOUR)


def test_guessing_the_digits_is_hopeless_even_when_the_code_is_known() -> None:
    """Reliability A5: at most 5 in 100,000 for each paper and day."""
    tries = LIMITS[Budget.OTP_PAPER_DAY].most * OTP_TRIES_MAX
    assert tries / 10**OTP_DIGITS <= 5e-5


def test_a_window_leaves_room_only_for_what_the_last_span_has_left() -> None:
    limit = Limit(10, HOUR)
    start = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert window_of(limit, start) == window_of(limit, start - timedelta(seconds=1)) + 1
    assert [room_in(limit, 10, start + HOUR * n / 4) for n in range(4)] == [0, 2, 5, 7]
    assert room_in(limit, 0, start) == 10


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ("not an address", "unknown"),
    ],
)
def test_a_household_is_one_neighbourhood(address: str, network: str) -> None:
    assert Source(address, "").network == network


@pytest.mark.parametrize("typed", ["123456", "123 456", "１２３４５６", " 123-456 "])
def test_six_digits_are_read_as_people_type_them(typed: str) -> None:
    assert check_otp(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３", "9" * 10_000])
def test_what_is_not_six_digits_is_refused_before_a_try_is_spent(typed: str) -> None:
    with pytest.raises(NotValid, match="otp_digits"):
        check_otp(typed)


def test_the_tail_of_a_phone_is_four_digits_and_of_a_card_may_end_in_x() -> None:
    assert check_tail("00 01") == "0001"
    assert check_id_tail("002x") == "002X"
    for check in (check_tail, check_id_tail):
        with pytest.raises(NotValid):
            check("123")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/116 MicroMessenger/8.0.49", "Android · 微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "iPhone · Safari"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 ArkWeb/4", "HarmonyOS · Chrome"),
        ("an invented thing", ""),
    ],
)
def test_a_browser_is_named_for_people(line: str, name: str) -> None:
    assert browser_name(line) == name
