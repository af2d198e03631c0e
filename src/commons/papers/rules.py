"""When a paper may be signed, issued, blocked or replaced, and what exactly was signed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID

from commons.errors import NotAllowed, NotNow
from commons.flow import Flow

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

SIGNERS_MAX = 60
SIGNER_NAME_MAX = 100


class Stage(StrEnum):
    OPEN = "open"  # the content is frozen and waits for signatures
    SIGNED = "signed"  # the last signature is there: it has effect, and has a code
    ISSUED = "issued"  # printed, sealed and archived
    VOID = "void"  # another version was drawn up before this one was issued
    BLOCKED = "blocked"  # nobody may fetch it for now
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Act(StrEnum):
    COMPLETE = "complete"
    ISSUE = "issue"
    SUPERSEDE = "supersede"
    BLOCK = "block"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


FLOW: Flow[Stage, Act] = Flow(
    name="paper",
    start=Stage.OPEN,
    moves={
        (Stage.OPEN, Act.COMPLETE): Stage.SIGNED,
        (Stage.OPEN, Act.SUPERSEDE): Stage.VOID,
        (Stage.SIGNED, Act.ISSUE): Stage.ISSUED,
        (Stage.SIGNED, Act.SUPERSEDE): Stage.VOID,
        (Stage.ISSUED, Act.BLOCK): Stage.BLOCKED,
        (Stage.ISSUED, Act.WITHDRAW): Stage.WITHDRAWN,
        (Stage.ISSUED, Act.REPLACE): Stage.REPLACED,
        (Stage.BLOCKED, Act.RELEASE): Stage.ISSUED,
        (Stage.BLOCKED, Act.WITHDRAW): Stage.WITHDRAWN,
        (Stage.BLOCKED, Act.REPLACE): Stage.REPLACED,
    },
)
# Drawing up the same content again finds these instead of making a second paper.
CURRENT = frozenset({Stage.OPEN, Stage.SIGNED, Stage.ISSUED})
# A later version takes their place; what was issued is only ever withdrawn or replaced by name.
SUPERSEDED = frozenset({Stage.OPEN, Stage.SIGNED})


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as what, and in which turn: those of an earlier order sign first."""

    id: UUID
    name: str
    capacity: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known of a paper to decide about a signature."""

    stage: Stage
    signers: tuple[Signer, ...]
    signed: frozenset[UUID]
    content_hash: str


def sign(facts: Facts, *, signer_id: UUID, shown_hash: str) -> Facts:
    """One person signs what was shown; the last signature makes the paper take effect.

    Online Litigation Rules art. 12, 17: the signature belongs to the content that was shown, so
    the hash of what was shown must be the hash of what is kept.
    """
    signer = next((one for one in facts.signers if one.id == signer_id), None)
    if signer is None:
        raise NotAllowed("papers.not_a_signer")
    if signer_id in facts.signed:
        raise NotNow("papers.already_signed", name=signer.name)
    complete = FLOW.step(facts.stage, Act.COMPLETE)
    if shown_hash != facts.content_hash:
        raise NotNow("papers.changed_since_shown")
    earlier = next((one for one in facts.signers if _goes_before(one, signer, facts.signed)), None)
    if earlier is not None:
        raise NotNow("papers.not_your_turn", name=earlier.name)
    signed = facts.signed | {signer_id}
    everyone = {one.id for one in facts.signers}
    return replace(facts, signed=signed, stage=complete if signed == everyone else facts.stage)


def _goes_before(other: Signer, signer: Signer, signed: frozenset[UUID]) -> bool:
    return other.order < signer.order and other.id not in signed


def must_be_signers(signers: Sequence[Signer]) -> None:
    assert len(signers) <= SIGNERS_MAX, "too many signers for one paper"
    assert len({one.id for one in signers}) == len(signers), "one person signs a paper once"
    assert all(0 < len(one.name) <= SIGNER_NAME_MAX for one in signers)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a signature came about, for the signing certificate; never a number or a phone."""

    device: str = ""  # e.g. 调解员平板 or 本人手机
    factors: tuple[str, ...] = ()  # e.g. 短信验证码, 人脸核验, 当面核对身份证件
    claimed_at: datetime | None = None  # the device's own clock, when it had no network


def canonical(value: Json) -> str:
    """Write JSON in the one way of RFC 8785: sorted names, no spaces, no fractions."""
    if isinstance(value, Mapping):
        # RFC 8785 3.2.3 sorts by UTF-16 units, which differs from Python for rare characters.
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    assert value is None or isinstance(value, str | bool | int), "papers hold no fractions"
    return _text(value)


def _text(value: Any) -> str:  # noqa: ANN401
    return json.dumps(value, ensure_ascii=False)


def content_hash(template: str, template_version: int, view: Mapping[str, Json]) -> str:
    """Name the content of a paper: its template, the version of it, and every fact printed."""
    named: dict[str, Json] = {"template": template, "version": template_version, "view": view}
    return sha256(canonical(named).encode()).hexdigest()
