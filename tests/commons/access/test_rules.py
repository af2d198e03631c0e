"""Waiting after failures, life of a session, ways on, passwords, and what stands under what."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from commons.access import passwords, places, rules
from commons.access.actor import ANYONE, SYSTEM, Actor, Role
from commons.access.places import OrganisationKind, Place
from commons.access.rules import Budget
from commons.errors import NotAllowed, NotNow, NotValid

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def after(tries: int) -> Budget:
    """Try in vain as often and as fast as the waits allow."""
    budget, now = Budget(), NOW
    for _ in range(tries):
        now = max(now, budget.waits_until or now)
        budget = rules.try_account(budget, now)
    return budget


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 30), (11, 30), (40, 30)],
)
def test_the_wait_grows_with_the_failures_and_stays_at_half_an_hour(
    tries: int, minutes: int
) -> None:
    budget = after(tries)
    expected = budget.last_at + minutes * MINUTE if minutes else None
    assert (budget.failures, budget.waits_until) == (tries, expected)


def test_a_try_during_the_wait_is_refused_with_the_minutes_left() -> None:
    budget = after(7)
    with pytest.raises(NotNow) as refused:
        rules.try_account(budget, budget.waits_until - 2 * MINUTE - timedelta(seconds=1))
    assert refused.value.reason == "access.wait_before_next_try"
    assert refused.value.facts == {"minutes": 3}


def test_a_day_later_failures_are_forgotten() -> None:
    budget = rules.try_account(after(10), after(10).last_at + timedelta(hours=24))
    assert budget.failures == 1


def test_an_address_has_fifty_tries_and_a_quarter_of_an_hour() -> None:
    budget = Budget()
    for _ in range(50):
        budget = rules.try_address(budget, NOW)
    assert budget.waits_until == NOW + 15 * MINUTE
    with pytest.raises(NotNow):
        rules.try_address(budget, NOW + 14 * MINUTE)
    assert rules.try_address(budget, NOW + 15 * MINUTE).failures == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("2001:db8:1:201:a::9", "2001:db8:1:200::/56"),
        ("testclient", "testclient"),
    ],
)
def test_neighbouring_addresses_of_one_subscriber_count_as_one(address: str, network: str) -> None:
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    ("begun", "seen", "alive"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=11, minutes=59), MINUTE, True),
        (timedelta(hours=12), timedelta(0), False),
        (timedelta(hours=1), timedelta(minutes=29, seconds=59), True),
        (timedelta(hours=1), timedelta(minutes=30), False),
    ],
)
def test_a_session_ends_half_an_hour_after_the_last_sign_and_at_twelve_hours(
    begun: timedelta, seen: timedelta, alive: bool
) -> None:
    assert rules.is_alive(begun_at=NOW - begun, seen_at=NOW - seen, now=NOW) == alive


def test_a_second_factor_is_fresh_for_ten_minutes() -> None:
    rules.must_be_fresh(Actor(verified_at=NOW), NOW + 9 * MINUTE)
    rules.must_be_fresh(SYSTEM, NOW)
    for actor in (ANYONE, Actor(verified_at=NOW - 10 * MINUTE)):
        with pytest.raises(NotAllowed) as refused:
            rules.must_be_fresh(actor, NOW)
        assert refused.value.reason == "access.verify_again"


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/ok\n/evil",
        "/\x00",
        "",
        None,
        "/sign-in?next=/sign-in",
        "/sign-out",
        "/" + "a" * 500,
        "/灯塔",
        "http:///evil.example",
        " /account",
    ],
)
def test_no_way_on_leads_off_this_site_or_in_a_circle(text: str | None) -> None:
    assert rules.safe_next(text, "/home") == "/home"


@pytest.mark.parametrize("text", ["/", "/account", "/mediations/1?tab=notes#n3", "/d?c=ABC-1"])
def test_a_way_on_within_this_site_is_kept(text: str) -> None:
    assert rules.safe_next(text) == text


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("a" * 11, "access.password_too_short"),
        ("海" * 11, "access.password_too_short"),
        ("b1" * 65, "access.password_too_long"),
        ("Password1234", "access.password_is_common"),
        ("ｐａｓｓｗｏｒｄ１２３４", "access.password_is_common"),
        ("aaaaaaaaaaaa", "access.password_is_common"),
        ("123123123123123", "access.password_is_common"),
        ("abcdefghijklmnop", "access.password_is_common"),
        ("987654321098x", None),
        ("zyxwvutsrqponm", "access.password_is_common"),
        ("lin-mediator", "access.password_is_the_name"),
        ("LIN-MEDIATOR", "access.password_is_the_name"),
        ("rotaidem-nil", "access.password_is_the_name"),
        ("lin-mediatorlin-mediator", "access.password_is_the_name"),
        ("correct horse", None),
        ("海风吹过灯塔下的石屋与渔船", None),
        ("            x", None),
    ],
)
def test_length_counts_and_what_everybody_tries_first_is_refused(
    password: str, reason: str | None
) -> None:
    if reason is None:
        passwords.must_be_good(password, login="lin-mediator")
        return
    with pytest.raises(NotValid) as refused:
        passwords.must_be_good(password, login="lin-mediator")
    assert refused.value.fields["password"].reason == reason
    assert refused.value.values == {}


def test_a_password_has_one_spelling_on_every_keyboard() -> None:
    full_width = "Ａbcd４５６灯塔石屋海"
    assert passwords.must_be_good(full_width, login="lin") == "Abcd456灯塔石屋海"


def test_every_common_password_would_pass_by_its_length() -> None:
    assert [p for p in passwords.COMMON if len(p) < passwords.CHARACTERS_MIN] == []
    assert [p for p in passwords.COMMON if p != p.casefold()] == []


def test_every_kind_and_every_role_has_its_place() -> None:
    assert set(places.MAY_STAND_UNDER) == set(OrganisationKind)
    assert set(places.HELD_AT) == set(Role)


def test_a_judge_is_not_made_in_the_consumer_association() -> None:
    places.must_be_held_at(Role.JUDGE, OrganisationKind.TRIBUNAL)
    with pytest.raises(NotValid) as refused:
        places.must_be_held_at(Role.JUDGE, OrganisationKind.ASSOCIATION)
    assert refused.value.fields["role"].reason == "access.role_not_held_there"


def place(kind: OrganisationKind, parent_id: UUID | None = None) -> Place:
    return Place(uuid4(), kind, parent_id)


def test_a_studio_moves_from_one_tribunal_to_another() -> None:
    old, new = place(OrganisationKind.TRIBUNAL), place(OrganisationKind.TRIBUNAL)
    studio = place(OrganisationKind.STUDIO, old.id)
    places.must_move(studio, new, frozenset({studio.id}))
    with pytest.raises(NotNow) as refused:
        places.must_move(studio, old, frozenset({studio.id}))
    assert refused.value.reason == "access.already_under_this"


def test_nothing_moves_under_itself_or_under_its_own_parts() -> None:
    centre = place(OrganisationKind.CENTRE, uuid4())
    studio = place(OrganisationKind.STUDIO, centre.id)
    for target in (centre, studio):
        with pytest.raises(NotValid) as refused:
            places.must_move(centre, target, frozenset({centre.id, studio.id}))
        assert refused.value.fields["parent"].reason == "access.circle_in_the_tree"


def test_the_bureau_never_stands_under_the_court() -> None:
    bureau = place(OrganisationKind.BUREAU, uuid4())
    with pytest.raises(NotValid) as refused:
        places.must_move(bureau, place(OrganisationKind.COURT), frozenset({bureau.id}))
    assert refused.value.fields["parent"].reason == "access.not_under_this"


def test_a_period_may_be_one_day_but_not_end_before_it_begins() -> None:
    places.must_be_a_period(date(2026, 11, 23), date(2026, 11, 23))
    places.must_be_a_period(date(2026, 11, 23), None)
    with pytest.raises(NotValid) as refused:
        places.must_be_a_period(date(2026, 11, 23), date(2026, 11, 22))
    assert refused.value.fields["until_on"].reason == "access.period_ends_before_it_begins"


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_a_turn_of_duty_lasts_up_to_a_day(hours: int) -> None:
    places.must_be_a_turn(NOW, NOW + timedelta(hours=24))
    with pytest.raises(NotValid):
        places.must_be_a_turn(NOW, NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0",
            "微信 · Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("虚构浏览器", "虚构浏览器"),
        ("", ""),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_device_is_called_as_its_owner_calls_it(user_agent: str, name: str) -> None:
    assert rules.device_name(user_agent) == name
