"""What must not lie readable in the database: sealed with a key that is kept elsewhere.

AES-256-GCM with a key per purpose, derived by HKDF-SHA-256 (RFC 5869) from one master key;
look-ups go through an HMAC-SHA-256 with a pepper of its own (reliability A3: a plain hash of a
code falls in minutes once the database is stolen).
"""

import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12

_master: list[bytes] = []


def unlock(master: bytes) -> None:
    """Keep the master key in this process. Called once at start; 32 bytes or more."""
    assert len(master) >= KEY_BYTES, "the master key needs 32 bytes"
    if _master != [master]:
        _master[:] = [master]
        _key.cache_clear()


@lru_cache(maxsize=64)
def _key(purpose: str) -> bytes:
    assert _master, "the vault is locked: call vault.unlock(settings.vault_key) at start"
    derive = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return derive.derive(_master[0])


def seal(purpose: str, plain: bytes) -> bytes:
    """Encrypt; the purpose is authenticated, so a value cannot be moved to another column."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_key(f"seal:{purpose}")).encrypt(nonce, plain, purpose.encode())


def unseal(purpose: str, sealed: bytes) -> bytes:
    """Decrypt. Raises cryptography.exceptions.InvalidTag when a byte was changed."""
    cipher = AESGCM(_key(f"seal:{purpose}"))
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())


def fingerprint(purpose: str, text: str) -> str:
    """Return the look-up value of a code, number or phone: 64 hexadecimal digits."""
    return hmac.new(_key(f"fingerprint:{purpose}"), text.encode(), "sha256").hexdigest()
