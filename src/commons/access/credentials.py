"""What a person does to the own account: enrol, change password, telephone and language."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access import crypt, passwords
from commons.access.actor import Actor
from commons.access.budgets import count_try
from commons.access.models import Account, CodeStep, Invitation, RecoveryCode
from commons.access.rules import INVITATION_MAX, HowSignedIn, must_be_fresh
from commons.access.sessions import begin_session, digest, end_all_sessions
from commons.access.signin import Caller
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record
from commons.i18n import Language


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the invited person sees before choosing a password."""

    login: str
    name: str
    totp_secret: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A session, and the codes on paper that are shown this once."""

    session_token: str
    recovery_codes: tuple[str, ...]


async def open_invitation(token: str, now: datetime) -> Enrolment:
    """Read a link without using it up: a preview in a chat window must not spoil it."""
    invitation = await _invitation(token, now)
    account = invitation.account
    return Enrolment(account.login, account.person.name, invitation.totp_secret)


async def enrol(token: str, *, password: str, code: str, caller: Caller, now: datetime) -> Enrolled:
    """Set password and second factor by an invitation, which is used up; sign in."""
    invitation = await _invitation(token, now)
    spelt = passwords.must_be_good(password, login=invitation.account.login)
    tries = await count_try(f"enrol:{invitation.id}", caller.address, now)
    step = crypt.step_of_code(invitation.totp_secret, code, now=now, after_step=0)
    if step is None:
        raise NotValid(fields={"code": Problem("access.wrong_code")})
    await tries.give_back()
    password_hash = await crypt.hash_password(spelt)
    return await _enrol(invitation, password_hash, step, caller.device, now)


async def change_password(
    actor: Actor, *, old: str, new: str, caller: Caller, now: datetime
) -> None:
    """Replace the password by whoever knows the old one; all other sessions end."""
    account = await _my_account(actor)
    spelt = passwords.must_be_good(new, login=account.login, field="new")
    tries = await count_try(f"again:{account.id}", caller.address, now)
    if not await crypt.is_password(passwords.normalised(old), account.password_hash):
        raise NotValid(fields={"old": Problem("access.old_password_wrong")})
    await tries.give_back()
    await _keep_password(actor, await crypt.hash_password(spelt), now)


@atomic
async def begin_telephone(actor: Actor, now: datetime) -> str:
    """Prepare another authenticator; the present one stays good until the new one has answered."""
    must_be_fresh(actor, now)
    account = await _my_account(actor)
    secret = crypt.new_secret()
    await account.keep(totp_next=secret)
    return secret


async def prepared_telephone(actor: Actor) -> tuple[str, str] | None:
    """Return login and secret of a telephone being set up, to show them as a QR code."""
    account = await _my_account(actor)
    return (account.login, account.totp_next) if account.totp_next else None


async def finish_telephone(actor: Actor, code: str, *, caller: Caller, now: datetime) -> None:
    """Change over to the new authenticator once it has shown a right code."""
    must_be_fresh(actor, now)
    account = await _my_account(actor)
    if account.totp_next is None:
        raise NotNow("access.no_new_telephone")
    tries = await count_try(f"again:{account.id}", caller.address, now)
    step = crypt.step_of_code(account.totp_next, code, now=now, after_step=0)
    if step is None:
        raise NotValid(fields={"code": Problem("access.wrong_code")})
    await tries.give_back()
    await _keep_telephone(actor, account.totp_next, step, now)


@atomic
async def renew_recovery_codes(actor: Actor, now: datetime) -> tuple[str, ...]:
    """Make ten new codes on paper; the old ones are worth nothing any more."""
    must_be_fresh(actor, now)
    account = await _my_account(actor)
    codes = await _new_codes(account.id, now)
    await record(f"account:{account.id}", "access.codes_renewed", {}, actor=actor, at=now)
    return codes


@atomic
async def choose_language(actor: Actor, language: Language) -> None:
    account = await _my_account(actor)
    await account.keep(language=str(language))


@atomic
async def _enrol(
    invitation: Invitation, password_hash: str, step: int, device: str, now: datetime
) -> Enrolled:
    unused = Invitation.filter(id=invitation.id, ended_at=None)
    if await unused.update(ended_at=now) != 1:
        raise NotFound("access.no_such_link")
    account = await Account.get(id=invitation.account_id)
    await account.keep(
        password_hash=password_hash, totp_secret=invitation.totp_secret, totp_step=step
    )
    # Whoever had the old password or the lost telephone is out.
    await end_all_sessions(account.id, now)
    await CodeStep.filter(account_id=account.id, ended_at=None).update(ended_at=now)
    codes = await _new_codes(account.id, now)
    who = Actor(account_id=account.id)
    await record(f"account:{account.id}", "access.enrolled", {}, actor=who, at=now)
    token = await begin_session(account.id, how=HowSignedIn.ENROLMENT, device=device, now=now)
    return Enrolled(token, codes)


@atomic
async def _keep_password(actor: Actor, password_hash: str, now: datetime) -> None:
    account = await _my_account(actor)
    await account.keep(password_hash=password_hash)
    await end_all_sessions(account.id, now, but=actor.session_id)
    await CodeStep.filter(account_id=account.id, ended_at=None).update(ended_at=now)
    await record(f"account:{account.id}", "access.password_changed", {}, actor=actor, at=now)


@atomic
async def _keep_telephone(actor: Actor, secret: str, step: int, now: datetime) -> None:
    account = await _my_account(actor)
    if account.totp_next != secret:
        raise NotNow("access.no_new_telephone")
    await account.keep(totp_secret=secret, totp_step=step, totp_next=None)
    await end_all_sessions(account.id, now, but=actor.session_id)
    await record(f"account:{account.id}", "access.telephone_changed", {}, actor=actor, at=now)


async def _new_codes(account_id: UUID, now: datetime) -> tuple[str, ...]:
    await RecoveryCode.filter(account_id=account_id, used_at=None).update(used_at=now)
    codes = crypt.new_recovery_codes()
    await RecoveryCode.bulk_create(
        [
            RecoveryCode(account_id=account_id, fingerprint=crypt.recovery_fingerprint(code))
            for code in codes
        ]
    )
    return codes


async def _my_account(actor: Actor) -> Account:
    account = await Account.get_or_none(id=actor.account_id, closed_at=None)
    if account is None:
        raise NotFound("access.no_such_account")
    return account


async def _invitation(token: str, now: datetime) -> Invitation:
    living = Invitation.filter(
        token_hash=digest(token),
        ended_at=None,
        made_at__gt=now - INVITATION_MAX,
        account__closed_at=None,
    )
    found = await living.select_related("account__person").first()
    if found is None:
        raise NotFound("access.no_such_link")
    return found
