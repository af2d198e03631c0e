"""Fingerprints for looking things up without keeping them readable; the pepper is in the vault."""

import hmac
from uuid import UUID

from commons import vault


def print_code(code: str) -> str:
    return vault.fingerprint("delivery.code", code)


def print_tail(code_fingerprint: str, tail: str) -> str:
    return vault.fingerprint("delivery.tail", f"{code_fingerprint}:{tail}")


def print_phone(phone: str) -> str:
    return vault.fingerprint("delivery.phone", phone)


def print_id_tail(paper_id: UUID, tail: str) -> str:
    return vault.fingerprint("delivery.id_tail", f"{paper_id}:{tail.upper()}")


def print_otp(otp_id: UUID, digits: str) -> str:
    return vault.fingerprint("delivery.otp", f"{otp_id}:{digits}")


def print_token(token: str) -> str:
    return vault.fingerprint("delivery.token", token)


def print_address(address: str) -> str:
    return vault.fingerprint("delivery.address", address)


def ticket_of(pickup_id: UUID, number: int) -> str:
    """Give the token for the next download of a visit; using it makes the next number due."""
    return vault.fingerprint("delivery.ticket", f"{pickup_id}:{number}")


def is_same(one: str, other: str) -> bool:
    """Compare in a time that does not tell where the difference is."""
    return hmac.compare_digest(one.encode(), other.encode())
