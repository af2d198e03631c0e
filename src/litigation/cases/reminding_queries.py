"""Who is to be reminded that a last day comes near: before it, and never of what is done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from commons.persons import can_receive_messages
from litigation.cases.charging import NoticeStage
from litigation.cases.models import Case, CaseParty, FeeNotice
from litigation.cases.rules import Side, Stage
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.clocks.rules import State

FEES = frozenset({ClockKey.FEE, ClockKey.FEE_TOP_UP})


@dataclass(frozen=True, slots=True)
class Nearing:
    """One message about one last day to one person; its key is the same at every try."""

    key: str
    name: str
    phone: str
    number: str
    due_on: date
    template: str
    owed_fen: int = 0


async def nearing_of(clock_id: UUID) -> tuple[Nearing, ...]:
    """List who still has to do something by this clock, and can be told by telephone."""
    clock = await Clock.get_or_none(id=clock_id)
    if clock is None or clock.state is not State.RUNNING:
        return ()
    case = await Case.get_or_none(id=clock.case_id)
    if case is None:
        return ()
    if clock.key in FEES:
        return await _fee(case, clock)
    if clock.key is ClockKey.CORRECTION and case.stage is Stage.DEFECTIVE:
        rows = CaseParty.filter(case_id=case.id, side=Side.PLAINTIFF).order_by("place")
        return tuple(
            one
            for party in await rows
            for one in _to(party, case, clock, "correction_nears", owed_fen=0)
        )
    return ()


async def _fee(case: Case, clock: Clock) -> tuple[Nearing, ...]:
    notice = await FeeNotice.get_or_none(id=UUID(clock.part))
    if notice is None or notice.stage is not NoticeStage.DUE:
        return ()
    owed = notice.facts(has_open_relief=False).open_fen
    party = await CaseParty.get_or_none(id=notice.party_id)
    if party is None or owed <= 0:
        return ()
    return _to(party, case, clock, "fee_nears", owed_fen=owed)


def _to(
    party: CaseParty, case: Case, clock: Clock, template: str, *, owed_fen: int
) -> tuple[Nearing, ...]:
    if not party.phone or not can_receive_messages(party.phone):
        return ()
    # The last day is part of the key: a day that was moved is worth another word.
    key = uuid5(party.id, f"{clock.id}:{clock.due_on}").hex
    return (Nearing(key, party.name, party.phone, case.name, clock.due_on, template, owed_fen),)
