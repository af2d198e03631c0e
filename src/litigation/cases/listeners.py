"""What the room does by itself: it speaks to the bank, and hears how mediations ended."""

from commons.access.actor import SYSTEM
from commons.money import yuan
from commons.persons import mask_name
from commons.providers.ports import (
    Collection,
    Money,
    Opened,
    Outside,
    Refused,
    Settlement,
    Sms,
    Unknown,
)
from commons.providers.wording import write
from commons.worker import TryLater
from litigation.cases import follow_actions, paper_actions, pay_actions
from litigation.cases.fee_queries import collection_of, open_payments_of
from litigation.cases.reminding_queries import Nearing, nearing_of
from litigation.cases.ways import ways_of
from litigation.events import (
    CaseFiled,
    ClockNears,
    FeeAskBank,
    FeeCollectionStarted,
    FeeNoticeIssued,
    FeeTimeOver,
    MediationEnded,
)


async def on_case_filed(event: CaseFiled, outside: Outside) -> None:
    """Draw up what goes out: outside the deed, so that nobody waits for a number meanwhile."""
    ways = ways_of(outside.settings)
    await paper_actions.draw_on_filing(event.case_id, ways, now=outside.clock.now())


async def on_fee_notice_issued(event: FeeNoticeIssued, outside: Outside) -> None:
    ways = ways_of(outside.settings)
    await paper_actions.draw_fee(event.case_id, ways, now=outside.clock.now())


async def on_collection_started(event: FeeCollectionStarted, outside: Outside) -> None:
    """Open the collection at the bank. The same key again is the same collection there."""
    wanted = await collection_of(event.payment_id)
    if wanted is None:
        return
    asked = Collection(key=wanted.key, amount_fen=wanted.amount_fen, title=wanted.title)
    answer = await outside.payments.open(asked)
    if isinstance(answer, Opened):
        await pay_actions.note_opened(event.payment_id, answer, now=outside.clock.now())
    elif isinstance(answer, Refused) and answer.permanent:
        await pay_actions.note_failed(event.payment_id, answer.reason)
    else:
        raise TryLater(answer.reason)


async def on_ask_bank(event: FeeAskBank, outside: Outside) -> None:
    """Ask what became of a collection; only this answer makes a fee paid."""
    wanted = await collection_of(event.payment_id)
    if wanted is None:
        return
    answer = await outside.payments.ask(wanted.key)
    now = outside.clock.now()
    if not isinstance(answer, Money):
        raise TryLater(answer.reason)
    match answer.settlement:
        case Settlement.PAID:
            await pay_actions.note_paid(event.payment_id, answer, now=now)
        case Settlement.CLOSED:
            await pay_actions.note_failed(event.payment_id, "closed")
        case Settlement.WAITING:
            await pay_actions.note_waiting(event.payment_id, event.turn, now=now)


async def on_fee_time_over(event: FeeTimeOver, outside: Outside) -> None:
    """After the last day: first hear from the bank about what is under way, then tell the court."""
    for payment_id in await open_payments_of(event.notice_id):
        await on_ask_bank(
            FeeAskBank(payment_id=payment_id, turn=len(pay_actions.ASK_AFTER)), outside
        )
    await follow_actions.note_time_over(event.notice_id, now=outside.clock.now())


async def on_mediation_ended(event: MediationEnded, outside: Outside) -> None:
    """A filed case whose mediation failed goes on to the fee notice (track T2)."""
    await follow_actions.after_mediation(
        event.matter_id,
        event.reason,
        ways_of(outside.settings),
        actor=SYSTEM,
        now=outside.clock.now(),
    )


async def on_clock_nears(event: ClockNears, outside: Outside) -> None:
    """Remind whoever has to pay or to complete something, once for each last day."""
    later = [
        answer
        for one in await nearing_of(event.clock_id)
        if (answer := await _remind(one, outside))
    ]
    if later:
        raise TryLater(later[0])


async def _remind(one: Nearing, outside: Outside) -> str:
    """Send one reminder; says why it has to be tried again, or nothing."""
    facts = {
        "court": outside.settings.court_name,
        "name": mask_name(one.name),
        "number": one.number,
        "day": f"{one.due_on.month}月{one.due_on.day}日",
        "fee": yuan(one.owed_fen),
        "hotline": outside.settings.hotline,
    }
    text = write(f"{one.template}_sms", **facts)
    sms = Sms(one.key, one.phone, text, template=one.template, words=facts)
    answer = await outside.sms.send(sms)
    if isinstance(answer, Unknown) or (isinstance(answer, Refused) and not answer.permanent):
        return answer.reason
    return ""
