"""An id in a form is as little believed as one in an address."""

from tests.access_table.conftest import House
from tests.access_table.doors import Door, filled, uuid_fields, who_asks
from tests.access_table.table import ask_door, spoken

# Which of a person's things a field names.
NAMED = {
    "party_id": "party_id", "by": "party_id", "who": "party_id", "asked_by": "party_id",
    "answered_by": "party_id", "agreed_by": "party_id", "representative_id": "representative_id",
    "delivery_id": "delivery_id", "organisation": "organisation_id",
    "organisation_id": "organisation_id", "parent": "organisation_id", "account": "account_id",
    "mediator_id": "account_id",
    "judge_id": "account_id", "clerk_id": "account_id", "dropped": "claim_id",
    "claims": "claim_id", "facts": "fact_id", "exhibits": "exhibit_id",
    "room_id": "room_id", "taking_part": "enforcement_id", "preferred": "enforcement_id",
    "member_ids": "account_id",
}  # fmt: skip
# With the other answers of these forms the field is not looked at, and nothing is kept of it.
UNREAD = frozenset(
    {
        ("POST /mediations/new/{draft_id:uuid}/{question}", "organisation_id"),  # asked elsewhere
        ("POST /filings/{filing_id:uuid}/{screen}", "organisation_id"),  # asked elsewhere
        ("POST /cases/{case_id:uuid}/motions", "dropped"),  # an answer drops no claim
        ("POST /mediations/{matter_id:uuid}/conflict", "agreed_by"),  # no conflict, no agreement
        ("POST /mediations/{matter_id:uuid}/end", "who"),  # too far apart: nobody is named
    }
)
OWN_KEY = frozenset({"key"})  # made by the browser, names nothing of ours


def _named(door: Door, name: str) -> str:
    if door.path.startswith(("/cases", "/decisions")) and name == "party_id":
        return "case_party_id"
    return NAMED[name]


async def test_a_field_that_names_something_refuses_what_is_an_outsiders(
    house: House,
) -> None:
    accepted, tried = [], 0
    for door in house.doors:
        for name in set(uuid_fields(door)) - OWN_KEY if door.method == "POST" else ():
            me = who_asks(door, house.world)
            owner = me if me.has(door.params) else house.world.colleague
            ids = {**owner.own, **house.world.common}
            foreign = str(house.world.outsider.own[_named(door, name)])
            answer = await ask_door(house.app, door, ids, house.world, me.token, **{name: foreign})
            tried += 1
            if (door.name, name) not in UNREAD and spoken(answer) not in {
                "form",
                "404",
                "403",
                "later",
            }:
                accepted.append((door.name, name, spoken(answer)))
    assert accepted == []
    assert tried > 20


async def test_the_same_forms_are_taken_with_ones_own_ids(house: House) -> None:
    """The positive control: what was refused above was refused for the id."""
    taken = 0
    for door in house.doors:
        fields = set(uuid_fields(door)) - OWN_KEY if door.method == "POST" else set()
        me = who_asks(door, house.world)
        if fields & set(filled(door, {**me.own, **house.world.common}, house.world)):
            ids = {**me.own, **house.world.common}
            answer = await ask_door(house.app, door, ids, house.world, me.token)
            taken += spoken(answer) == "ok"
    assert taken >= 12
