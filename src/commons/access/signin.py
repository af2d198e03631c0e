"""Signing in: first the password, then the code, and the same answer to every wrong one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from commons import vault
from commons.access import crypt, rules
from commons.access.actor import Actor
from commons.access.budgets import Tries, count_try
from commons.access.models import Account, CodeStep, RecoveryCode, Session
from commons.access.passwords import normalised
from commons.access.rules import HowSignedIn
from commons.access.sessions import begin_session, digest, new_token
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.log import record
from commons.settings import Mode


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody tries to sign in."""

    address: str
    device: str = ""


async def check_password(login: str, password: str, *, caller: Caller, now: datetime) -> str:
    """Take the first step; returns the token of the second, or refuses without saying why."""
    login = login.strip().casefold()
    tries = await count_try(f"login:{login}", caller.address, now)
    could_exist = rules.is_login(login)
    account = await Account.get_or_none(login=login, closed_at=None) if could_exist else None
    known_hash = account.password_hash if account else None
    fits = await crypt.is_password(normalised(password), known_hash)
    if account is None or not fits:
        await tries.note_failure(now)
        _not_recognised(login)
    return await _begin_code_step(account.id, tries, now)


async def check_code(step_token: str, code: str, *, caller: Caller, now: datetime) -> str:
    """Take the second step; returns the token of a session."""
    step, account = await _use_one_try(step_token, now)
    tries = await count_try(f"login:{account.login}", caller.address, now)
    token = await _finish(step, code, tries=tries, device=caller.device, now=now)
    if token is None:
        await tries.note_failure(now)
        _wrong_code()
    return token


async def verify_again(actor: Actor, code: str, *, caller: Caller, now: datetime) -> Actor:
    """Take a fresh code from a signed-in person; returns the actor as from now on."""
    account = await Account.get_or_none(id=actor.account_id, closed_at=None)
    if account is None:
        raise NotFound("access.no_such_account")
    tries = await count_try(f"again:{account.id}", caller.address, now)
    if not await _refresh(actor, account.id, code, tries, now):
        await tries.note_failure(now)
        _wrong_code()
    return replace(actor, verified_at=now)


def demo_token(account_id: UUID) -> str:
    """Make the part of a sign-in link that proves we printed it; good again and again."""
    return f"{account_id}.{vault.fingerprint('demo-link', str(account_id))}"


@atomic
async def use_demo_link(token: str, *, mode: Mode, caller: Caller, now: datetime) -> str:
    """Sign in as one of the invented people; there is no such thing outside the demo."""
    if mode is not Mode.DEMO:
        raise NotFound("access.no_such_link")
    account_id = _account_of_link(token)
    if not await Account.exists(id=account_id, closed_at=None):
        raise NotFound("access.no_such_link")
    return await begin_session(account_id, how=HowSignedIn.DEMO_LINK, device=caller.device, now=now)


def _account_of_link(token: str) -> UUID:
    text, _, _ = token.partition(".")
    try:
        account_id = UUID(text)
    except ValueError:
        raise NotFound("access.no_such_link") from None
    if not crypt.is_same(token, demo_token(account_id)):
        raise NotFound("access.no_such_link")
    return account_id


async def is_step_open(step_token: str, now: datetime) -> bool:
    begun_after = now - rules.CODE_STEP_MAX
    return await CodeStep.exists(
        token_hash=digest(step_token),
        ended_at=None,
        begun_at__gt=begun_after,
        tries__lt=rules.CODE_TRIES_MAX,
    )


@atomic
async def _begin_code_step(account_id: UUID, tries: Tries, now: datetime) -> str:
    await tries.give_back()
    token = new_token()
    await CodeStep.create(account_id=account_id, token_hash=digest(token), begun_at=now)
    return token


@atomic
async def _use_one_try(step_token: str, now: datetime) -> tuple[CodeStep, Account]:
    """Count before looking: of two hundred codes sent at once, five are looked at."""
    found = CodeStep.filter(token_hash=digest(step_token), ended_at=None, account__closed_at=None)
    step = await found.select_related("account").first()
    if step is None or now - step.begun_at >= rules.CODE_STEP_MAX:
        raise NotNow("access.begin_again")
    free = CodeStep.filter(id=step.id, tries=step.tries, tries__lt=rules.CODE_TRIES_MAX)
    if await free.update(tries=step.tries + 1) != 1:
        raise NotNow("access.begin_again")
    return step, step.account


@atomic
async def _finish(
    step: CodeStep, code: str, *, tries: Tries, device: str, now: datetime
) -> str | None:
    how = await _believed(step.account_id, code, now)
    if how is None:
        return None
    if await CodeStep.filter(id=step.id, ended_at=None).update(ended_at=now) != 1:
        raise NotNow("access.begin_again")
    await tries.forgive()
    return await begin_session(step.account_id, how=how, device=device, now=now)


@atomic
async def _refresh(actor: Actor, account_id: UUID, code: str, tries: Tries, now: datetime) -> bool:
    how = await _believed(account_id, code, now)
    if how is None:
        return False
    await Session.filter(id=actor.session_id, ended_at=None).update(verified_at=now)
    await tries.forgive()
    await record(
        f"account:{account_id}", "access.verified_again", {"how": str(how)}, actor=actor, at=now
    )
    return True


async def _believed(account_id: UUID, code: str, now: datetime) -> HowSignedIn | None:
    """Say how a code convinces, and use it up: each is good once, in whichever process."""
    if await _use_code(account_id, code, now):
        return HowSignedIn.PASSWORD_AND_CODE
    fingerprint = crypt.recovery_fingerprint(code)
    unused = RecoveryCode.filter(account_id=account_id, fingerprint=fingerprint or "", used_at=None)
    if fingerprint and await unused.update(used_at=now) == 1:
        return HowSignedIn.PASSWORD_AND_RECOVERY
    return None


async def _use_code(account_id: UUID, code: str, now: datetime) -> bool:
    """Use up a code of the authenticator; the condition decides between two at once."""
    account = await Account.get(id=account_id)
    if account.totp_secret is None:
        return False
    step = crypt.step_of_code(account.totp_secret, code, now=now, after_step=account.totp_step)
    if step is None:
        return False
    later = Account.filter(id=account_id, totp_step__lt=step)
    return await later.update(totp_step=step, version=account.version + 1) == 1


def _not_recognised(login: str) -> NoReturn:
    fields = {"password": Problem("access.not_recognised")}
    raise NotValid(fields=fields, values={"login": (login,)})


def _wrong_code() -> NoReturn:
    raise NotValid(fields={"code": Problem("access.wrong_code")})
