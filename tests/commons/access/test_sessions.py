"""A session is known by its token alone, sees changes of rights at once, and ends at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tortoise import connections

from commons.access import sessions, tokens
from commons.access.actor import Permission, Role
from commons.access.models import Session
from commons.access.rules import HowSignedIn
from commons.access.sessions import actor_of_token
from commons.db import atomic
from commons.errors import NotAllowed, NotFound
from commons.evidence_log.models import Leaf
from tests.commons.access.builders import NOW, a_court, a_grant, actor_for, an_account, places

pytestmark = pytest.mark.usefixtures("db")
MINUTE = timedelta(minutes=1)

begin = atomic(sessions.begin_session)


async def a_session(account, now: datetime = NOW) -> str:
    return await begin(account.id, how=HowSignedIn.PASSWORD_AND_CODE, device="虚构浏览器", now=now)


async def test_a_token_leads_to_its_person_with_today_s_rights() -> None:
    _, court, east, west = await a_court()
    account = await an_account()
    await a_grant(account, Role.CLERK, court)
    actor = await actor_of_token(await a_session(account), NOW)
    assert actor is not None
    assert (actor.account_id, actor.person_id) == (account.id, account.person_id)
    assert (actor.name, actor.verified_at, actor.language) == ("林虚构", NOW, None)
    assert actor.reach[Permission.MEDIATION_SEE_ALL] == places(court, east, west)
    assert Permission.MEDIATION_WRITE not in actor.reach


async def test_several_roles_reach_what_each_of_them_reaches() -> None:
    island, court, east, west = await a_court()
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    await a_grant(account, Role.MEDIATOR, west)
    await a_grant(account, Role.AUDITOR, island)
    await a_grant(account, Role.JUDGE, court, until_on=date(2026, 11, 22))  # over since yesterday
    actor = await actor_of_token(await a_session(account), NOW)
    assert actor is not None
    assert actor.reach == (await actor_for(account)).reach
    assert actor.reach[Permission.MEDIATION_SEE] == places(east, west)
    assert actor.reach[Permission.MEDIATION_WRITE] == places(west)
    assert actor.reach[Permission.ACCOUNT_SELF] == {account.id} | places(island, court, east, west)


async def test_only_the_hash_of_a_token_is_kept() -> None:
    token = await a_session(await an_account())
    row = await Session.get()
    assert row.token_hash == sessions.digest(token)
    assert token not in str([getattr(row, name) for name in row._meta.db_fields])


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "ａ" * 43, "a" * 5000, "' OR 1=1 --"])
async def test_any_other_token_leads_to_nobody(token: str) -> None:
    await a_session(await an_account())
    assert await actor_of_token(token, NOW) is None


async def test_a_role_counts_from_its_first_to_its_last_day_in_shanghai() -> None:
    _, court, east, west = await a_court()
    account = await an_account()
    await a_grant(account, Role.CLERK, east, date(2026, 11, 23), date(2026, 11, 24))
    last_second_before = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
    for at, expected in [
        (last_second_before, frozenset()),
        (last_second_before + timedelta(seconds=1), places(east)),
        (last_second_before + timedelta(days=2), places(east)),
        (last_second_before + timedelta(days=2, seconds=1), frozenset()),
    ]:
        actor = await actor_of_token(await a_session(account, at), at)
        assert actor is not None
        assert actor.reach.get(Permission.MEDIATION_SEE, frozenset()) == expected
    assert actor.may(Permission.ACCOUNT_SELF)
    assert not actor.may(Permission.MEDIATION_SEE, court.id)
    assert not actor.may(Permission.MEDIATION_SEE, west.id)


async def test_roles_in_several_places_unite() -> None:
    _, _, east, west = await a_court()
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    await a_grant(account, Role.MEDIATOR, west)
    actor = await actor_for(account)
    assert actor.reach[Permission.MEDIATION_SEE] == places(east, west)
    assert actor.reach[Permission.MEDIATION_SEE_ALL] == places(east)
    assert actor.reach[Permission.MEDIATION_WRITE] == places(west)


async def test_half_an_hour_of_silence_ends_a_session_and_each_minute_of_work_keeps_it() -> None:
    token = await a_session(await an_account())
    now = NOW
    for _ in range(20):
        now += 29 * MINUTE
        assert (await actor_of_token(token, now) is not None) == (now - NOW < timedelta(hours=12))
    assert await actor_of_token(await a_session(await an_account("wu")), NOW + 30 * MINUTE) is None


async def test_being_seen_is_written_down_once_a_minute() -> None:
    token = await a_session(await an_account())
    for seconds, expected in [(1, 0), (59, 0), (60, 60), (119, 60), (120, 120), (90, 120)]:
        await actor_of_token(token, NOW + timedelta(seconds=seconds))
        assert (await Session.get()).seen_at == NOW + timedelta(seconds=expected)


async def test_reading_who_it_is_takes_one_query_with_one_role_and_with_three(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, court, east, west = await a_court()
    account = await an_account()
    token = await a_session(account)
    counts = []
    for place in (court, east, west):
        await a_grant(account, Role.CLERK, place)
        with caplog.at_level("DEBUG", logger="tortoise.db_client"):
            caplog.clear()
            await actor_of_token(token, NOW)
            counts.append(len(caplog.records))
    assert counts == [1, 1, 1]


async def test_an_ended_session_is_ended_for_every_process() -> None:
    account = await an_account()
    token = await a_session(account)
    # What another process does is seen by this one: nothing is remembered outside the database.
    await connections.get("default").execute_query("UPDATE access_session SET ended_at = seen_at")
    assert await actor_of_token(token, NOW) is None


async def test_a_closed_account_has_no_sessions() -> None:
    account = await an_account()
    token = await a_session(account)
    account.closed_at = NOW
    await account.save()
    assert await actor_of_token(token, NOW) is None


async def test_i_see_and_end_my_own_sessions_only() -> None:
    mine, foreign = await an_account(), await an_account("wu", "吴虚构")
    here, there, other = await a_session(mine), await a_session(mine), await a_session(foreign)
    actor = await actor_of_token(here, NOW)
    stranger = await actor_of_token(other, NOW)
    assert actor is not None
    assert stranger is not None
    seen = await sessions.my_sessions(actor, NOW)
    assert sorted((view.is_this, view.device) for view in seen) == [
        (False, "虚构浏览器"),
        (True, "虚构浏览器"),
    ]
    elsewhere = next(view.id for view in seen if not view.is_this)
    with pytest.raises(NotFound):
        await sessions.end_session(stranger, elsewhere, NOW)
    assert await actor_of_token(there, NOW) is not None
    await sessions.end_session(actor, elsewhere, NOW)
    assert await actor_of_token(there, NOW) is None
    assert await actor_of_token(here, NOW) is not None
    acts = await Leaf.filter(act="access.session_ended")
    assert [(leaf.subject, leaf.facts) for leaf in acts] == [
        (f"account:{mine.id}", {"session_id": str(elsewhere)})
    ]


async def test_i_end_all_my_other_sessions() -> None:
    account = await an_account()
    first, second, here = [await a_session(account) for _ in range(3)]
    actor = await actor_of_token(here, NOW)
    assert actor is not None
    assert await sessions.end_other_sessions(actor, NOW) == 2
    assert [await actor_of_token(t, NOW) is not None for t in (first, second, here)] == [
        False,
        False,
        True,
    ]


async def test_the_twenty_first_session_ends_the_oldest() -> None:
    account = await an_account()
    made = [await a_session(account, NOW + timedelta(seconds=n)) for n in range(21)]
    later = NOW + MINUTE
    assert [await actor_of_token(t, later) is not None for t in made] == [False] + [True] * 20


async def test_a_signed_token_is_believed_until_its_id_is_revoked() -> None:
    ring = tokens.Keyring("k1", {"k1": bytes(32)})
    account = await an_account()
    made = [
        tokens.issue(
            ring, use=tokens.Use.DEVICE, subject=account.id, now=NOW, lifetime=timedelta(hours=1)
        )
        for _ in range(2)
    ]
    claims = await sessions.accept_token(ring, made[0], use=tokens.Use.DEVICE, now=NOW)
    await sessions.revoke_token(await actor_for(account), claims, NOW)
    await sessions.revoke_token(await actor_for(account), claims, NOW)
    with pytest.raises(NotAllowed) as refused:
        await sessions.accept_token(ring, made[0], use=tokens.Use.DEVICE, now=NOW)
    assert refused.value.reason == "access.token_refused"
    other = await sessions.accept_token(ring, made[1], use=tokens.Use.DEVICE, now=NOW)
    assert other.subject == account.id
    assert await sessions.forget_expired_tokens(NOW + timedelta(hours=1)) == 0
    assert await sessions.forget_expired_tokens(NOW + timedelta(hours=2)) == 1
