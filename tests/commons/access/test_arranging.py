"""The tree of organisations, its transfers with rights and history, and who is on duty where."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from commons.access import arranging, place_queries
from commons.access.actor import Permission, Role
from commons.access.models import DutyTurn, Organisation, OrganisationMove, Under
from commons.access.places import OrganisationKind
from commons.access.sessions import actor_of_token
from commons.errors import NotFound, NotNow, Refusal
from commons.evidence_log.models import Leaf
from tests.commons.access.builders import (
    NOW,
    a_court,
    a_grant,
    actor_for,
    an_account,
    an_administrator,
    an_organisation,
    places,
)
from tests.commons.access.test_sessions import a_session

pytestmark = pytest.mark.usefixtures("db")
HOUR = timedelta(hours=1)


async def reason_of(deed) -> str:
    with pytest.raises(Refusal) as refused:
        await deed
    fields = getattr(refused.value, "fields", {})
    return next((problem.reason for problem in fields.values()), refused.value.reason)


async def pairs() -> set[tuple[str, str]]:
    rows = await Under.all().prefetch_related("above", "below")
    return {(row.above.title, row.below.title) for row in rows}


async def everything() -> list[int]:
    models = (Organisation, OrganisationMove, Under, DutyTurn, Leaf)
    return [await model.all().count() for model in models]


async def test_a_new_studio_is_reached_from_everywhere_above_it() -> None:
    island, court, east, west = await a_court()
    admin = await an_administrator(island)
    studio_id = await arranging.found_organisation(
        admin, kind=OrganisationKind.STUDIO, title="虚构渔港工作室", parent_id=east.id, now=NOW
    )
    for place, sees in [(island, True), (court, True), (east, True), (west, False)]:
        below = await place_queries.organisations_below(place.id)
        assert (studio_id in below) == sees
    leaf = await Leaf.get(act="access.organisation_founded")
    assert (leaf.subject, leaf.facts) == (
        f"organisation:{studio_id}",
        {"kind": "studio", "parent_id": str(east.id)},
    )


async def test_a_transfer_moves_rights_with_the_whole_branch_and_keeps_history() -> None:
    island, court, east, west = await a_court()
    centre = await an_organisation(OrganisationKind.CENTRE, east)
    studio = await an_organisation(OrganisationKind.STUDIO, centre)
    admin = await an_administrator(island)
    accounts = {}
    for name, role, place in [
        ("east", Role.CLERK, east),
        ("west", Role.CLERK, west),
        ("court", Role.CLERK, court),
        ("studio", Role.MEDIATOR, studio),
    ]:
        accounts[name] = await an_account(name)
        await a_grant(accounts[name], role, place)

    async def reach(name: str):
        actor = await actor_of_token(await a_session(accounts[name]), NOW)
        return actor.reach[Permission.MEDIATION_SEE]

    assert await reach("east") == places(east, centre, studio)
    await arranging.transfer_organisation(
        admin, centre.id, to_parent_id=west.id, reason="区划调整", now=NOW
    )
    assert await reach("east") == places(east)
    assert await reach("west") == places(west, centre, studio)
    assert await reach("court") == places(court, east, west, centre, studio)
    assert await reach("studio") == places(studio)
    move = await OrganisationMove.get()
    assert (move.organisation_id, move.from_parent_id, move.to_parent_id) == (
        centre.id,
        east.id,
        west.id,
    )
    leaf = await Leaf.get(act="access.organisation_moved")
    assert leaf.facts == {"from_parent_id": str(east.id), "to_parent_id": str(west.id)}
    await arranging.transfer_organisation(
        admin, centre.id, to_parent_id=east.id, reason="恢复原状", now=NOW + timedelta(seconds=1)
    )
    assert await reach("east") == places(east, centre, studio)
    history = await place_queries.moves_of(admin, centre.id)
    assert [(m.from_title, m.to_title, m.by, m.reason) for m in history] == [
        ("虚构西庭", "虚构东庭", "陈虚构", "恢复原状"),
        ("虚构东庭", "虚构西庭", "陈虚构", "区划调整"),
    ]


async def test_the_pairs_of_the_tree_are_those_that_the_parents_say() -> None:
    island, _, east, west = await a_court()
    centre = await an_organisation(OrganisationKind.CENTRE, east, "中心")
    for n in range(3):
        await an_organisation(OrganisationKind.STUDIO, centre, f"室{n}")
    admin = await an_administrator(island)
    for target in (west, east, west):
        await arranging.transfer_organisation(
            admin, centre.id, to_parent_id=target.id, reason="试", now=NOW
        )
    rows = {row.id: row for row in await Organisation.all()}
    expected = set()
    for row in rows.values():
        upper = row
        while upper is not None:
            expected.add((upper.title, row.title))
            upper = rows.get(upper.parent_id)
    assert await pairs() == expected
    assert await Under.all().count() == len(expected)


async def test_refused_transfers_change_nothing() -> None:
    island, _, east, west = await a_court()
    centre = await an_organisation(OrganisationKind.CENTRE, east)
    studio = await an_organisation(OrganisationKind.STUDIO, centre, "同名")
    await an_organisation(OrganisationKind.STUDIO, west, "同名")
    admin = await an_administrator(island)
    local = await an_account("east-admin", "吴虚构")
    await a_grant(local, Role.ADMINISTRATOR, east)
    of_east = await actor_for(local)
    stale = await actor_for(local, fresh=False)
    before, tree = await everything(), await pairs()

    async def refused(actor, moved, target) -> str:
        return await reason_of(
            arranging.transfer_organisation(
                actor, moved.id, to_parent_id=target.id, reason="试", now=NOW
            )
        )

    assert await refused(admin, centre, east) == "access.already_under_this"
    assert await refused(admin, centre, studio) == "access.circle_in_the_tree"
    assert await refused(admin, east, island) == "access.not_under_this"
    assert await refused(admin, studio, west) == "access.title_taken"
    assert await refused(of_east, centre, west) == "access.no_such_organisation"
    assert await refused(of_east, west, east) == "access.no_such_organisation"
    assert await refused(stale, studio, east) == "access.verify_again"
    assert (await everything(), await pairs()) == (before, tree)


async def test_twenty_transfers_at_once_leave_a_whole_tree() -> None:
    island, _, east, west = await a_court()
    centre = await an_organisation(OrganisationKind.CENTRE, east)
    await an_organisation(OrganisationKind.STUDIO, centre)
    admin = await an_administrator(island)
    await asyncio.gather(
        *(
            arranging.transfer_organisation(
                admin, centre.id, to_parent_id=(west, east)[n % 2].id, reason="试", now=NOW
            )
            for n in range(20)
        ),
        return_exceptions=True,
    )
    parent = (await Organisation.get(id=centre.id).prefetch_related("parent")).parent
    tree = await pairs()
    assert ((parent.title, "虚构centre") in tree, len(tree)) == (True, len(await Under.all()))
    assert ({"虚构东庭", "虚构西庭"} - {parent.title}).pop() not in {
        above for above, below in tree if below == "虚构studio"
    }


async def test_the_tree_is_shown_in_order_with_people_counted_once() -> None:
    island, court, east, west = await a_court()
    bureau = await an_organisation(OrganisationKind.BUREAU, island)
    studio = await an_organisation(OrganisationKind.STUDIO, east)
    admin = await an_administrator(island)
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    await a_grant(account, Role.JUDGE, east)
    seen = await place_queries.tree(admin, Permission.ORGANISATION_SEE, NOW)
    assert [(view.id, view.depth, view.people) for view in seen] == [
        (island.id, 0, 1),
        (court.id, 1, 0),
        (east.id, 2, 1),
        (studio.id, 3, 0),
        (west.id, 2, 0),
        (bureau.id, 1, 0),
    ]
    of_east = await place_queries.tree(await actor_for(account), Permission.ORGANISATION_SEE, NOW)
    assert [(view.id, view.depth) for view in of_east] == [(east.id, 0), (studio.id, 1)]


async def test_somebody_is_on_duty_from_the_first_to_before_the_last_minute() -> None:
    island, _, east, _ = await a_court()
    point = await an_organisation(OrganisationKind.POINT, east)
    admin = await an_administrator(island)
    account = await an_account()
    await a_grant(account, Role.MEDIATOR, east)
    turn_id = await arranging.put_on_duty(
        admin, account_id=account.id, organisation_id=point.id,
        from_at=NOW, until_at=NOW + 4 * HOUR, now=NOW,
    )  # fmt: skip
    for at, names in [
        (NOW - timedelta(seconds=1), []),
        (NOW, ["林虚构"]),
        (NOW + 4 * HOUR - timedelta(seconds=1), ["林虚构"]),
        (NOW + 4 * HOUR, []),
    ]:
        assert [turn.name for turn in await place_queries.on_duty(point.id, at)] == names
    assert await place_queries.on_duty(east.id, NOW) == ()
    await arranging.cancel_turn(admin, turn_id, NOW)
    assert await place_queries.on_duty(point.id, NOW) == ()
    assert await reason_of(arranging.cancel_turn(admin, turn_id, NOW)) == "access.turn_is_over"
    acts = await Leaf.filter(subject=f"organisation:{point.id}")
    assert sorted(leaf.act for leaf in acts) == ["access.put_on_duty", "access.turn_cancelled"]


async def test_nobody_is_on_duty_in_two_places_or_without_a_role_there() -> None:
    island, _, east, west = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    await a_grant(account, Role.MEDIATOR, east)
    other = await an_account("wu")
    await a_grant(other, Role.MEDIATOR, west)

    async def put(who, where, begin: int, end: int):
        return await arranging.put_on_duty(
            admin, account_id=who.id, organisation_id=where.id,
            from_at=NOW + begin * HOUR, until_at=NOW + end * HOUR, now=NOW,
        )  # fmt: skip

    await put(account, east, 0, 4)
    before = await everything()
    for who, where, begin, end, reason in [
        (account, east, 3, 5, "access.on_duty_elsewhere"),
        (account, east, 1, 2, "access.on_duty_elsewhere"),
        (account, west, 5, 6, "access.no_role_there"),
        (other, east, 5, 6, "access.no_role_there"),
        (account, east, 6, 5, "access.turn_too_long"),
        (account, east, 5, 30, "access.turn_too_long"),
    ]:
        assert await reason_of(put(who, where, begin, end)) == reason
    with pytest.raises(NotFound):
        await arranging.put_on_duty(
            admin, account_id=uuid4(), organisation_id=east.id,
            from_at=NOW, until_at=NOW + HOUR, now=NOW,
        )  # fmt: skip
    assert await everything() == before
    await put(account, east, 4, 6)


async def test_of_twenty_clerks_at_once_one_puts_a_person_on_duty() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    await a_grant(account, Role.MEDIATOR, east)
    answers = await asyncio.gather(
        *(
            arranging.put_on_duty(
                admin, account_id=account.id, organisation_id=east.id,
                from_at=NOW, until_at=NOW + HOUR, now=NOW,
            )
            for _ in range(20)
        ),
        return_exceptions=True,
    )  # fmt: skip
    assert len([a for a in answers if not isinstance(a, Refusal)]) == 1
    assert await DutyTurn.all().count() == 1


async def test_the_roster_shows_only_places_in_reach() -> None:
    _, _, east, west = await a_court()
    for place, login in [(east, "lin"), (west, "wu")]:
        account = await an_account(login)
        await a_grant(account, Role.MEDIATOR, place)
        await DutyTurn.create(account=account, organisation=place, from_at=NOW, until_at=NOW + HOUR)
    head = await an_account("head")
    await a_grant(head, Role.ADMINISTRATOR, east)
    seen = await place_queries.turns(
        await actor_for(head), Permission.DUTY_ARRANGE, NOW, NOW + timedelta(days=1)
    )
    assert [turn.organisation for turn in seen] == ["虚构东庭"]
    turn = await DutyTurn.get(organisation=west)
    with pytest.raises(NotFound):
        await arranging.cancel_turn(await actor_for(head), turn.id, NOW)


async def test_founding_needs_the_right_place_and_a_free_title() -> None:
    island, court, east, _ = await a_court()
    admin = await an_administrator(island)
    clerk = await an_account()
    await a_grant(clerk, Role.CLERK, court)
    before = await everything()
    for actor, kind, title, parent, reason in [
        (admin, OrganisationKind.TRIBUNAL, "虚构东庭", court, "access.title_taken"),
        (admin, OrganisationKind.COURT, "第二法院", court, "access.not_under_this"),
        (admin, OrganisationKind.ISLAND, "第二岛", island, "access.not_under_this"),
        (
            await actor_for(clerk),
            OrganisationKind.STUDIO,
            "室",
            east,
            "access.no_such_organisation",
        ),
    ]:
        deed = arranging.found_organisation(
            actor, kind=kind, title=title, parent_id=parent.id, now=NOW
        )
        assert await reason_of(deed) == reason
    assert await everything() == before
    with pytest.raises(NotNow):
        await arranging.transfer_organisation(
            admin, east.id, to_parent_id=court.id, reason="试", now=NOW
        )
