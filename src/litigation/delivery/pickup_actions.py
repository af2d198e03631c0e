"""What a recipient does at the counter: names the code, and proves who they are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from tortoise.expressions import F

from commons.db import atomic
from commons.errors import NotNow
from commons.outbox import emit
from litigation.delivery.budgets import forget_old, give_back, has_cooled, spend, spend_all
from litigation.delivery.events import OtpDue
from litigation.delivery.models import Delivery, Otp, Pickup
from litigation.delivery.pickup_rules import (
    GUESSES,
    MATCHES_MAX,
    OPEN_OTPS_MAX,
    OTP_LIFE,
    OTP_PAUSE,
    OTP_TRIES_MAX,
    PHONE_TRUST,
    SESSION_LIFE,
    Asked,
    Budget,
    Source,
    new_otp,
    new_token,
)
from litigation.delivery.prints import (
    is_same,
    print_code,
    print_id_tail,
    print_otp,
    print_phone,
    print_tail,
    print_token,
)
from litigation.delivery.reading_actions import holder, note_opened
from litigation.delivery.rules import Stage

NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class Match:
    """A recipient whose phone was named, or nobody: then the code that follows is a decoy."""

    delivery_id: UUID | None
    phone_fingerprint: str


@atomic
async def begin(code: str, now: datetime, *, token: str = "") -> str:
    """Start a visit with a well-formed code. Whether it exists is not looked up yet.

    A program brings a token of its own; for a browser one is drawn here.
    """
    token = token or new_token()
    if await Pickup.exists(token_fingerprint=print_token(token)):
        raise NotNow("delivery.visit_under_way")
    await Pickup.create(
        token_fingerprint=print_token(token),
        code_fingerprint=print_code(code),
        began_at=now,
        expires_at=now + SESSION_LIFE,
    )
    return token


@atomic
async def ask_for_otp(token: str, phone: str, source: Source, now: datetime) -> Asked:
    """Check code and phone together, once; right or wrong, the same work and the same answer.

    `phone` is its last four digits, in a careful visit the whole number.
    """
    pickup = await _visit(token, now)
    if not await spend(Budget.OTP_ADDRESS, source.address, now):
        return Asked.LATER
    if pickup.is_careful:
        # Whoever knows the whole number is no guesser; the limits of that phone still hold.
        asked = {"phone_fingerprint": print_phone(phone)}
        await _send_to(pickup, await _matches(pickup, asked), phone, now)
        return Asked.GO_ON
    guesses = _guesses(source)
    papers = [(Budget.OTP_PAPER_HOUR, pickup.code_fingerprint)]
    papers.append((Budget.OTP_PAPER_DAY, pickup.code_fingerprint))
    if not await spend_all([*guesses, *papers], now):
        # Reliability A1: over budget means a slower way, never a lock on the true holder.
        await pickup.keep(is_careful=True)
        return Asked.CAREFUL
    asked = {"tail_fingerprint": print_tail(pickup.code_fingerprint, phone)}
    matches = await _matches(pickup, asked)
    await give_back(guesses, 1 if matches else 0, now)
    await _send_to(pickup, matches, phone, now)
    return Asked.GO_ON


@atomic
async def confirm(
    token: str, digits: str, source: Source, now: datetime, *, next_token: str = ""
) -> str | None:
    """Check the six digits. Right: the visit goes on under the next token. Wrong: a try is gone."""
    pickup = await _visit(token, now)
    waiting = Otp.filter(pickup_id=pickup.id, used_at=None, expires_at__gt=now)
    for otp in await waiting.order_by("-made_at", "id").limit(OPEN_OTPS_MAX):
        if await _take_a_try(otp, digits, now) and otp.delivery_id is not None:
            token = next_token or new_token()
            await _let_in(pickup, otp.delivery_id, token, source, now)
            return token
    return None


@atomic
async def identify(token: str, id_tail: str, source: Source, now: datetime) -> bool:
    """Check the end of the identity number, where the phone may have a new owner."""
    pickup, delivery = await holder(token, now, may_lack_identity=True)
    budget = [(Budget.IDENTITY, str(delivery.id))]
    if not await spend_all(budget, now):
        raise NotNow("delivery.identity_later")
    typed = print_id_tail(delivery.paper_id, id_tail)
    if not is_same(typed, delivery.id_tail_fingerprint):
        return False
    await give_back(budget, 1, now)
    await pickup.keep(needs_identity=False)
    await delivery.keep(phone_checked_at=now)
    await note_opened(delivery, pickup, source, now)
    return True


@atomic
async def leave(token: str) -> None:
    """End the visit: this browser forgets the paper."""
    await Pickup.filter(token_fingerprint=print_token(token)).delete()


@atomic
async def sweep(now: datetime) -> None:
    """Forget visits and codes that have run out."""
    await Otp.filter(expires_at__lt=now - SESSION_LIFE).delete()
    await Pickup.filter(expires_at__lt=now - SESSION_LIFE).delete()
    await forget_old(now)


def _guesses(source: Source) -> list[tuple[Budget, str]]:
    keys = (source.address, source.network, "everybody")
    return list(zip(GUESSES, keys, strict=True))


async def _visit(token: str, now: datetime) -> Pickup:
    row = await Pickup.get_or_none(token_fingerprint=print_token(token), expires_at__gt=now)
    if row is None:
        raise NotNow("delivery.visit_over")
    return row


async def _matches(pickup: Pickup, asked: dict[str, str]) -> list[Match]:
    """Find whose phone was named: one recipient for each phone, first who has not read yet."""
    rows = (
        await Delivery.filter(code_fingerprint=pickup.code_fingerprint, **asked)
        .order_by("prepared_at", "id")
        .limit(MATCHES_MAX)
        .values_list("id", "phone_fingerprint", "stage")
    )
    first: dict[str, Match] = {}
    for delivery_id, phone, stage in sorted(rows, key=lambda row: row[2] == Stage.OPENED):
        assert stage in Stage
        first.setdefault(phone, Match(delivery_id, phone))
    return list(first.values())


async def _send_to(pickup: Pickup, matches: list[Match], typed: str, now: datetime) -> None:
    decoy = Match(None, print_tail(pickup.code_fingerprint, typed))
    for match in matches or [decoy]:
        await _make_otp(pickup, match, now)


async def _make_otp(pickup: Pickup, match: Match, now: datetime) -> None:
    phone = match.phone_fingerprint
    hour, day = (Budget.OTP_PHONE_HOUR, phone), (Budget.OTP_PHONE_DAY, phone)
    # Reliability A6: nobody's phone is flooded, whoever asks. The answer stays the same.
    is_free = await has_cooled(Budget.OTP_PHONE_HOUR, phone, OTP_PAUSE, now)
    is_free = is_free and await spend_all([hour, day], now)
    digits, otp_id = new_otp(), uuid4()
    await Otp.create(
        id=otp_id,
        pickup_id=pickup.id,
        delivery_id=match.delivery_id if is_free else None,
        digits=digits,
        fingerprint=print_otp(otp_id, digits),
        tries_left=OTP_TRIES_MAX,
        made_at=now,
        expires_at=now + OTP_LIFE,
    )
    await emit(OtpDue(otp_id=otp_id))


async def _take_a_try(otp: Otp, digits: str, now: datetime) -> bool:
    """Spend one try before looking, so that two hundred at once look five times at most."""
    left = Otp.filter(id=otp.id, used_at=None, tries_left__gt=0)
    if await left.update(tries_left=F("tries_left") - 1) != 1:
        return False
    if not is_same(print_otp(otp.id, digits), otp.fingerprint):
        return False
    return await Otp.filter(id=otp.id, used_at=None).update(used_at=now) == 1


async def _let_in(
    pickup: Pickup, delivery_id: UUID, token: str, source: Source, now: datetime
) -> None:
    delivery = await Delivery.filter(id=delivery_id).select_for_update().get()
    await pickup.keep(
        token_fingerprint=print_token(token),
        delivery_id=delivery_id,
        verified_at=now,
        expires_at=now + SESSION_LIFE,
        needs_identity=_is_phone_stale(delivery, now),
    )
    if not pickup.needs_identity:
        await note_opened(delivery, pickup, source, now)


def _is_phone_stale(delivery: Delivery, now: datetime) -> bool:
    if not delivery.id_tail_fingerprint:
        return False
    checked_at = delivery.phone_checked_at
    return checked_at is None or now - checked_at > PHONE_TRUST
