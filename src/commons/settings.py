"""What a site decides: read once from ISLAND_* variables, then frozen."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

KEY_BYTES = 32


class Mode(StrEnum):
    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class SettingsError(Exception):
    """A setting is missing or cannot be used; the text says which and what to write."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one site. Kept in one file beside the database, never inside it."""

    vault: bytes  # seals personal values at rest and fingerprints codes (32 bytes)
    log_seed: bytes  # Ed25519 seed that signs the heads of the evidence log (32 bytes)
    tokens: Mapping[str, bytes]  # key id to HMAC key (32 bytes) for device tokens


@dataclass(frozen=True, slots=True)
class Settings:
    mode: Mode  # demo | test | production
    home: Path  # holds the embedded database, the key file and the court's certificate
    database_url: str  # sqlite://PATH for one process, postgres://USER@HOST/NAME for several
    public_url: str  # what recipients type and scan, without a trailing slash
    hosts: tuple[str, ...]  # Host headers that are answered
    court_name: str  # as papers and the seal print it
    court_code: str  # 法院代字, as in （2026）闽0128民初1187号
    service_name: str  # at the top of every page
    hotline: str  # the telephone number that pages and messages give
    keys: Keys
    sms_provider: str = "sandbox"  # sandbox | http
    sms_url: str = ""  # the gateway that takes text messages
    sms_key: str = ""  # shared with the gateway; both directions are signed with it
    wechat_provider: str = "sandbox"  # sandbox | wechat
    wechat_app_id: str = ""  # of the court's service account
    wechat_secret: str = ""  # of the court's service account
    wechat_callback_token: str = ""  # by which a callback proves to be WeChat's
    wechat_templates: tuple[tuple[str, str], ...] = ()  # our name of a template, WeChat's id
    tsa_provider: str = "sandbox"  # sandbox | http
    tsa_url: str = ""  # the time-stamp authority (RFC 3161), https only
    tsa_certificates: str = ""  # PEM file: the authority's certificate, or its issuer's
    payment_provider: str = "none"  # none | sandbox
    case_types: tuple[tuple[str, str], ...] = ()  # kind of case, its characters in the number
    fee_rounding: str = "fen"  # fen | yuan: the Measures name no rounding
    province: str = "福建"  # whose average wage bounds small claims
    taiwan_small_claims: str = "judge"  # judge | yes: the law names only foreign parties
    meeting_provider: str = "sandbox"  # sandbox | http
    meeting_url: str = ""  # the host of rooms for online hearings, https only
    meeting_key: str = ""  # shared with the host of rooms
    renderers: int = 2  # child processes that make PDFs
    worker_inside: bool = True  # background work inside the server process
    forwarded_allow_ips: str = ""  # proxies whose X-Forwarded-For is believed

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")

    @staticmethod
    def home_of(environ: Mapping[str, str] = os.environ) -> Path:
        return Path(environ.get("ISLAND_HOME", "var")).resolve()

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check every setting. Raises SettingsError naming the variable."""
        mode = _mode(environ.get("ISLAND_MODE", "production"))
        home = cls.home_of(environ)
        public_url = environ.get("ISLAND_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
        host = urlsplit(public_url).hostname or ""
        if not host:
            raise SettingsError("ISLAND_PUBLIC_URL must look like https://court.example.cn")
        return cls(
            mode=mode,
            home=home,
            database_url=environ.get("ISLAND_DATABASE_URL", f"sqlite://{home / 'island.db'}"),
            public_url=public_url,
            hosts=tuple(filter(None, environ.get("ISLAND_HOSTS", host).split(","))),
            court_name=environ.get("ISLAND_COURT_NAME", "岚岛县人民法院"),
            court_code=environ.get("ISLAND_COURT_CODE", "闽0128"),
            service_name=environ.get("ISLAND_SERVICE_NAME", "岚岛诉讼服务"),
            hotline=environ.get("ISLAND_HOTLINE", "12368"),
            keys=read_keys(home / "keys.json", may_make=mode is not Mode.PRODUCTION),
            sms_provider=_one_of(environ, "ISLAND_SMS_PROVIDER", ("sandbox", "http")),
            sms_url=environ.get("ISLAND_SMS_URL", ""),
            sms_key=environ.get("ISLAND_SMS_KEY", ""),
            wechat_provider=_one_of(environ, "ISLAND_WECHAT_PROVIDER", ("sandbox", "wechat")),
            wechat_app_id=environ.get("ISLAND_WECHAT_APP_ID", ""),
            wechat_secret=environ.get("ISLAND_WECHAT_SECRET", ""),
            wechat_callback_token=environ.get("ISLAND_WECHAT_CALLBACK_TOKEN", ""),
            wechat_templates=_pairs(environ, "ISLAND_WECHAT_TEMPLATES"),
            tsa_provider=_one_of(environ, "ISLAND_TSA_PROVIDER", ("sandbox", "http")),
            tsa_url=environ.get("ISLAND_TSA_URL", ""),
            tsa_certificates=environ.get("ISLAND_TSA_CERTIFICATES", ""),
            payment_provider=_one_of(environ, "ISLAND_PAYMENT_PROVIDER", _payments(mode)),
            case_types=_pairs(environ, "ISLAND_CASE_TYPES"),
            fee_rounding=_one_of(environ, "ISLAND_FEE_ROUNDING", ("fen", "yuan")),
            province=environ.get("ISLAND_PROVINCE", "福建"),
            taiwan_small_claims=_one_of(environ, "ISLAND_TAIWAN_SMALL_CLAIMS", ("judge", "yes")),
            meeting_provider=_one_of(environ, "ISLAND_MEETING_PROVIDER", ("sandbox", "http")),
            meeting_url=environ.get("ISLAND_MEETING_URL", ""),
            meeting_key=environ.get("ISLAND_MEETING_KEY", ""),
            renderers=_count(environ, "ISLAND_RENDERERS", 2),
            worker_inside=environ.get("ISLAND_WORKER_INSIDE", "yes") == "yes",
            forwarded_allow_ips=environ.get("ISLAND_FORWARDED_ALLOW_IPS", ""),
        )


def read_keys(path: Path, *, may_make: bool) -> Keys:
    """Read the key file; make it on first use where that is allowed (never in production)."""
    if not path.exists():
        if not may_make:
            raise SettingsError(f"no key file at {path}: make one with `island keys`")
        make_keys(path)
    try:
        stored = json.loads(path.read_text())
        keys = Keys(
            vault=bytes.fromhex(stored["vault"]),
            log_seed=bytes.fromhex(stored["log_seed"]),
            tokens={kid: bytes.fromhex(key) for kid, key in stored["tokens"].items()},
        )
    except (ValueError, KeyError, AttributeError) as broken:
        raise SettingsError(f"the key file {path} cannot be read: {broken}") from broken
    if any(len(key) != KEY_BYTES for key in (keys.vault, keys.log_seed, *keys.tokens.values())):
        raise SettingsError(f"every key in {path} must have {KEY_BYTES} bytes")
    return keys


def make_keys(path: Path) -> None:
    """Write fresh keys, readable by the owner only; refuses to overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "vault": secrets.token_hex(KEY_BYTES),
        "log_seed": secrets.token_hex(KEY_BYTES),
        "tokens": {"k1": secrets.token_hex(KEY_BYTES)},
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(fresh, file)


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise SettingsError("ISLAND_MODE must be demo, test or production") from None


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    chosen = environ.get(name, allowed[0])
    if chosen not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}")
    return chosen


def _payments(mode: Mode) -> tuple[str, ...]:
    # Money that nobody paid must not look paid: where people are real, there is no sandbox.
    return ("none",) if mode is Mode.PRODUCTION else ("sandbox", "none")


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= 64:  # noqa: PLR2004
        raise SettingsError(f"{name} must be a number from 1 to 64")
    return int(text)


def _pairs(environ: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """Read `paper_waiting=ID,other=ID`."""
    parts = [part.partition("=") for part in environ.get(name, "").split(",") if part.strip()]
    if any(not key or not value for key, _, value in parts):
        raise SettingsError(f"{name} must look like name=value,other=value")
    return tuple((key.strip(), value.strip()) for key, _, value in parts)
