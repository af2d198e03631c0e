"""Who is behind a request: opaque sessions kept by us, ended in all processes at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access import rules, tokens
from commons.access.actor import Actor
from commons.access.models import DEVICE_CHARACTERS_MAX, RevokedToken, Session
from commons.access.recognising import find_session
from commons.access.rules import HowSignedIn
from commons.almanac import day_of
from commons.db import atomic, must_be_inside_deed
from commons.errors import NotAllowed, NotFound
from commons.evidence_log.log import record

TOKEN_BYTES = 32
TOKEN_CHARACTERS = 43


@dataclass(frozen=True, slots=True)
class SessionView:
    """One of my sessions, as I see it."""

    id: UUID
    how: HowSignedIn
    device: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Hash a token of 256 random bits: nothing to guess, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


async def begin_session(account_id: UUID, *, how: HowSignedIn, device: str, now: datetime) -> str:
    """Begin a session inside the deed that proved who it is; returns its token, kept nowhere."""
    must_be_inside_deed()
    await _end_oldest(account_id, now)
    token = new_token()
    session = await Session.create(
        account_id=account_id,
        token_hash=digest(token),
        how=how,
        device=_printable(rules.device_name(device)),
        begun_at=now,
        seen_at=now,
        verified_at=now,
    )
    await record(
        f"account:{account_id}",
        "access.signed_in",
        {"how": str(how), "session_id": str(session.id)},
        actor=Actor(account_id=account_id),
        at=now,
    )
    return token


async def actor_of_token(token: str, now: datetime) -> Actor | None:
    """Find the person behind a session token; rights are read afresh every time."""
    if len(token) != TOKEN_CHARACTERS or not token.isascii():
        return None
    found = await find_session(digest(token), day_of(now))
    if found is None or not rules.is_alive(begun_at=found.begun_at, seen_at=found.seen_at, now=now):
        return None
    if now - found.seen_at >= rules.SEEN_EVERY:
        await _note_seen(found.session_id, now)
    return Actor(
        account_id=found.account_id,
        person_id=found.person_id,
        name=found.name,
        reach=found.reach,
        session_id=found.session_id,
        verified_at=found.verified_at,
        language=found.language,
    )


async def my_sessions(actor: Actor, now: datetime) -> tuple[SessionView, ...]:
    rows = (
        await Session.filter(
            account_id=actor.account_id,
            ended_at=None,
            seen_at__gt=now - rules.IDLE_MAX,
            begun_at__gt=now - rules.SESSION_MAX,
        )
        .order_by("-seen_at")
        .limit(rules.SESSIONS_MAX)
    )
    return tuple(
        SessionView(
            row.id, row.how, row.device, row.begun_at, row.seen_at, row.id == actor.session_id
        )
        for row in rows
    )


@atomic
async def end_session(actor: Actor, session_id: UUID, now: datetime) -> None:
    """End one of my sessions; somebody else's looks as if it did not exist."""
    mine = Session.filter(id=session_id, account_id=actor.account_id)
    if not await mine.exists():
        raise NotFound("access.no_such_session")
    if await mine.filter(ended_at=None).update(ended_at=now):
        await record(
            f"account:{actor.account_id}",
            "access.session_ended",
            {"session_id": str(session_id)},
            actor=actor,
            at=now,
        )


async def end_all_sessions(account_id: UUID, now: datetime, *, but: UUID | None = None) -> int:
    """End every session of an account, inside the deed that made it necessary."""
    must_be_inside_deed()
    living = Session.filter(account_id=account_id, ended_at=None)
    return await (living.exclude(id=but) if but else living).update(ended_at=now)


@atomic
async def end_other_sessions(actor: Actor, now: datetime) -> int:
    assert actor.account_id is not None
    ended = await end_all_sessions(actor.account_id, now, but=actor.session_id)
    await record(
        f"account:{actor.account_id}",
        "access.other_sessions_ended",
        {"ended": ended},
        actor=actor,
        at=now,
    )
    return ended


async def accept_token(
    keyring: tokens.Keyring, token: str, *, use: tokens.Use, now: datetime
) -> tokens.Claims:
    """Believe a signed token that is in order and was not revoked, asked afresh every time."""
    claims = tokens.check(keyring, token, use=use, now=now)
    if await RevokedToken.exists(token_id=claims.token_id):
        raise NotAllowed("access.token_refused")
    return claims


@atomic
async def revoke_token(actor: Actor, claims: tokens.Claims, now: datetime) -> None:
    """Stop believing a token in every process. By its id: the text of a token proves nothing."""
    await RevokedToken.get_or_create(
        token_id=claims.token_id, defaults={"expires_at": claims.expires_at}
    )
    await record(
        f"token:{claims.token_id}", "access.token_revoked", {"use": str(claims.use)},
        actor=actor, at=now,
    )  # fmt: skip


@atomic
async def forget_expired_tokens(now: datetime) -> int:
    return await RevokedToken.filter(expires_at__lt=now - tokens.CLOCK_SKEW_MAX).delete()


async def _end_oldest(account_id: UUID, now: datetime) -> None:
    living = Session.filter(account_id=account_id, ended_at=None).order_by("-begun_at", "id")
    surplus = await living.offset(rules.SESSIONS_MAX - 1).limit(100).values_list("id", flat=True)
    if surplus:
        await Session.filter(id__in=list(surplus)).update(ended_at=now)


@atomic
async def _note_seen(session_id: UUID, now: datetime) -> None:
    # At most once a minute, and never backwards: a slow request does not undo a later one.
    await Session.filter(id=session_id, seen_at__lt=now).update(seen_at=now)


def _printable(device: str) -> str:
    return "".join(c for c in device if c.isprintable())[:DEVICE_CHARACTERS_MAX]
