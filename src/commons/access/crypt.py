"""The slow and the exact arithmetic of signing in: Argon2id, TOTP, recovery codes."""

import secrets
from datetime import datetime

import pyotp
from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from commons import vault
from commons.access.rules import RECOVERY_CODES
from commons.errors import NotNow

# OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; about 30 ms on a small server.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
HASHING_AT_ONCE_MAX = 2
HASHING_QUEUE_MAX = 64

# Made from random bytes that nobody kept: no password fits it, and looking takes just as long.
DUMMY_HASH = HASHER.hash(secrets.token_hex(32))

TOTP_SECONDS = 30
# One step before and after (ASVS 6.6): telephones are not clocks.
TOTP_STEPS_AROUND = (0, -1, 1)
CODE_DIGITS = 6

RECOVERY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_SYMBOLS = 12

_limiter = CapacityLimiter(HASHING_AT_ONCE_MAX)


async def hash_password(password: str) -> str:
    _must_have_room()
    return await to_thread.run_sync(HASHER.hash, password, limiter=_limiter)


async def is_password(password: str, password_hash: str | None) -> bool:
    """Compare in a thread; where there is no account the same work is done for nothing."""
    _must_have_room()
    known = password_hash or DUMMY_HASH
    fits = await to_thread.run_sync(_fits, password, known, limiter=_limiter)
    return fits and password_hash is not None


def _fits(password: str, password_hash: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def _must_have_room() -> None:
    # Each waiting hash holds a request: rather a clear word than a queue without an end.
    if _limiter.statistics().tasks_waiting >= HASHING_QUEUE_MAX:
        raise NotNow("access.busy_signing_in")


def is_same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return secrets.compare_digest(one.encode(), other.encode())


def new_secret() -> str:
    return pyotp.random_base32()


def totp_uri(secret: str, *, login: str, issuer: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of_code(secret: str, code: str, *, now: datetime, after_step: int) -> int | None:
    """Return the time step a code belongs to, if it is right and later than the last one used."""
    digits = "".join(code.split())
    if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return None
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // TOTP_SECONDS
    for step in (current + around for around in TOTP_STEPS_AROUND):
        right = totp.generate_otp(step)
        if is_same(right, digits) and step > after_step:
            return step
    return None


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes of 60 random bits, to be shown once and printed."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def _recovery_code() -> str:
    symbols = "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_SYMBOLS))
    return "-".join(symbols[at : at + 4] for at in range(0, RECOVERY_SYMBOLS, 4))


def recovery_fingerprint(code: str) -> str | None:
    """Return the look-up value of a recovery code however it was typed; None if it is none."""
    typed = "".join(c for c in code.upper() if c not in " -")
    typed = typed.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(typed) != RECOVERY_SYMBOLS or not set(typed) <= set(RECOVERY_ALPHABET):
        return None
    return vault.fingerprint("recovery-code", typed)
