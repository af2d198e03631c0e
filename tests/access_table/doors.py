"""Every route of the house, the forms it reads, and a filled-in form that it would take."""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from starlette.routing import Route

from commons.access.actor import Role
from commons.settings import Mode, Settings
from commons.web.forms import Form
from island.routing import routes
from tests.access_table.world import NOW, Someone, World
from tests.litigation.signing.builders import STROKES

FORM_TYPE = "application/x-www-form-urlencoded"
SAFE = frozenset({"GET", "HEAD"})
# What an address may name that belongs to nobody in particular.
FREE: Mapping[str, str] = {
    "token": "x" * 43,
    "question": "origin",
    "place": "record",
    "kind": "notice",
    "screen": "story",
    "case_paper": "evidence",
    "hearing_paper": "term",
    "enforcement_paper": "enforcement_report",
    "pay_key": "nothing",
    "part": "1",
}
OWNED = frozenset(
    {
        "account_id", "grant_id", "organisation_id", "session_id", "turn_id", "draft_id",
        "matter_id", "party_id", "representative_id", "line_id", "claim_id", "issue_id", "fact_id",
        "offer_id", "exhibit_id", "file_id", "paper_id", "signer_id", "filing_id", "case_id",
        "case_party_id", "notice_id", "relief_id", "refund_id", "motion_id", "case_paper_id",
        "clock_id",
        "hearing_id", "person_id", "adjournment_id", "request_id", "room_id", "decision_id",
        "trial_paper_id", "trial_signer_id",
        "enforcement_id", "step_id", "money_id", "sharing_id", "enforcement_paper_id", "edition_id",
        "large_file_id",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Door:
    """One method of one address."""

    method: str
    path: str
    endpoint: Callable[..., Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @cached_property
    def params(self) -> tuple[str, ...]:
        parts = [part for part in self.path.split("/") if part.startswith("{")]
        return tuple(part.strip("{}").partition(":")[0] for part in parts)

    @property
    def is_owned(self) -> bool:
        return not OWNED.isdisjoint(self.params)

    @property
    def is_program(self) -> bool:
        return self.path.startswith("/api/")

    def fill(self, ids: Mapping[str, Any]) -> str:
        """Put ids into the address. A delivered paper is another one than the one to be signed."""
        chosen = {**FREE, **{name: str(value) for name, value in ids.items()}}
        if self.path.startswith("/deliveries") or self.path.endswith("/pdf"):
            chosen["paper_id"] = chosen.get("issued_id", "")
        if self.path.startswith("/admin/papers"):
            chosen["kind"] = "mediation/notice"
        parts = self.path.split("/")
        return "/".join(
            chosen[part.strip("{}").partition(":")[0]] if part.startswith("{") else part
            for part in parts
        )

    @cached_property
    def form_fields(self) -> Mapping[str, Any]:
        """The fields of every form this route may read, by name."""
        return {
            name: one
            for form in _forms_of(inspect.unwrap(self.endpoint))
            for name, one in form.model_fields.items()
        }


def every_door(settings: Settings) -> tuple[Door, ...]:
    assert settings.mode is not Mode.PRODUCTION, "there the sandbox's page is missing"
    return tuple(
        Door(method, route.path, route.endpoint)
        for route in routes(settings)
        if isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"HEAD"})
    )


def _forms_of(function: Callable[..., Any], depth: int = 2) -> Iterator[type[Form]]:
    """Find the form classes that a route function, or one it calls beside it, names."""
    for name in _names(function.__code__):
        found = function.__globals__.get(name)
        if isinstance(found, Mapping):
            yield from (one for one in found.values() if _is_form(one))
        elif _is_form(found):
            yield found
        elif depth and inspect.isfunction(found) and found.__module__ == function.__module__:
            inner = inspect.unwrap(found)
            if not hasattr(found, "needs") and inspect.isfunction(inner):
                yield from _forms_of(inner, depth - 1)


def _is_form(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Form) and found is not Form


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def filled(door: Door, ids: Mapping[str, Any], world: World) -> dict[str, str]:
    """Fill in a form as a person in order would; ids it names are those of the address."""
    return {
        name: text
        for name in door.form_fields
        if (text := _value(door, name, ids, world)) is not None
    }


def _value(  # noqa: PLR0911 - one question after the other
    door: Door, name: str, ids: Mapping[str, Any], world: World
) -> str | None:
    special = _SPECIAL.get((door.path.rpartition("/")[2], name))
    if special is not None:
        return special
    if name == "party_id" and door.path.endswith(_ANSWERING):
        is_offer = door.path.endswith("/counter")
        return str(ids["party_id" if is_offer else "other_party_id"])
    if name == "party_id" and door.path.startswith(("/cases", "/decisions")):
        return str(ids["case_party_id"])
    if name in _FROM_IDS:
        return str(ids[_FROM_IDS[name]]) if _FROM_IDS[name] in ids else None
    if name == "version":
        return _version(door, ids)
    if name == "parent":
        return str(world.common["court"].id)
    if name == "shown_hash":
        paper = ids.get("trial_paper" if "/trial-papers/" in door.path else "paper")
        return str(paper.content_hash) if paper else None
    if name == "key":
        return str(uuid4())
    return _PLAIN.get(name)


def _version(door: Door, ids: Mapping[str, Any]) -> str:
    if "case" in ids and door.path.startswith("/cases"):
        return str(ids["case"].version)
    if door.path.startswith("/enforcements"):
        return str(ids["enforcement"].version) if "enforcement" in ids else "1"
    if door.path.startswith("/filings"):
        return "1"
    if "/time" in door.path or "/parties" not in door.path:
        is_matter = "matter" in ids and not {"issue_id", "draft_id"} & set(door.params)
        if is_matter and "/papers" not in door.path:
            return str(ids["matter"].version)
    return "0" if "/papers/terms" in door.path else "1"


_FROM_IDS: Mapping[str, str] = {
    "party_id": "party_id",
    "by": "other_party_id",
    "who": "party_id",
    "asked_by": "party_id",
    "answered_by": "party_id",
    "delivery_id": "delivery_id",
    "organisation": "organisation_id",
    "organisation_id": "organisation_id",
    "account": "account_id",
    "judge_id": "account_id",
    "clerk_id": "account_id",
}
# Where one name means different things on different pages: by the last part of the address.
_SPECIAL: Mapping[tuple[str, str], str] = {
    ("record", "who"): "",
    ("conflict", "kind"): "none",
    ("parts", "kind"): "point",
    ("identity", "representative_id"): "",
    ("identity", "how"): "original_card",
    ("end", "reason"): "too_far_apart",
    **{(place, "kind"): "statement" for place in ("record", "caucus-a", "caucus-b", "private")},
    ("exhibits", "kind"): "picture",
    ("offers", "kind"): "pay_now",
    ("counter", "kind"): "pay_now",
    ("block", "blocking"): "other",
    ("exclude", "reason"): "appraisal",
    ("longer", "by"): "court",
    ("clocks", "key"): "fee",
    ("resend", "channel"): "sms",
    ("relief", "kind"): "defer",
    ("relief", "ground"): "other_defer",
    ("refuse", "ground"): "not_civil",
    ("motions", "kind"): "answer",
    ("parties", "side"): "third",
    ("override", "grade"): "simple",
    ("points", "points"): "2",
    ("decisions", "kind"): "withdrawal",
    ("pronounce", "how"): "at_once",
    ("pronounce", "on"): "2026-11-23",
    ("served", "way"): "direct",
    ("sharing", "method"): "proportion",
    ("measures", "on"): "2026-11-23",
    ("lift", "on"): "2026-11-23",
}
# Who answers is the other side of who asked.
_ANSWERING = ("/record/claims/{claim_id:uuid}", "/views", "/counter")
_MARK = json.dumps({"width": STROKES.width, "height": STROKES.height, "strokes": STROKES.strokes})
_PLAIN: Mapping[str, str] = {
    "name": "虚构丙", "login": "newcomer", "phone": "13900000001", "address": "虚构路1号",
    "role": "mediator", "from_on": "2026-11-23", "language": "en", "next": "",
    "old": "虚构的旧口令很长很长", "new": "海边的灯塔照着晚归的渔船",
    "repeated": "海边的灯塔照着晚归的渔船",
    "password": "虚构的口令很长很长很长",
    "code": "123456",
    "title": "虚构新设", "reason": "虚构理由",
    "on": "2026-11-24", "from_time": "09:00", "until_time": "17:00", "year": "2027",
    "text": "虚构文字", "source": "虚构", "channel": "sms", "blocking": "withdrawn",
    "step": "mediation", "answer": "given", "how": "spoken", "checked_for": "mediation",
    "level": "matched", "outcome": "reached", "reached": "yes", "explanation": "虚构的说明",
    "asked_on": "2026-11-23", "decided_on": "2026-11-23", "confirmed": "yes",
    "ruling_number": "（2026）虚构民特1号", "performance_due_on": "2026-11-20", "words": "虚构",
    "origin": "walk_in", "side": "applicant", "kind": "person", "authority": "close_relative",
    "paper": "power_of_attorney", "warned": "yes", "materials_on": "2026-11-23", "days": "10",
    "subject_of": "虚构鉴定", "to_on": "2026-11-23", "item": "虚构请求", "amount": "100.00",
    "genuine": "accepted", "lawful": "accepted", "relevant": "accepted", "act": "accept",
    "closes_on": "2026-11-26", "course": "虚构经过", "debtor": "虚构乙", "creditor": "虚构甲",
    "what": "虚构给付", "due_on": "2026-12-10", "method": "转账", "wants_confirmation": "yes",
    "mark": _MARK, "witness": "虚构见证人", "witness_capacity": "邻居", "otp": "123456",
    "id_tail": "123X", "ticket": "x" * 43, "search": "虚构", "sha256": "0" * 64, "heard": "1:x",
    "agreement": "虚构：租船三天", "breach": "虚构：不退押金", "defects": "虚构：缺身份证明",
    "granted": "yes", "until_on": "2026-12-20", "receipt_number": "虚构1", "reference": "虚构2",
    "factor": "parties", "province": "虚构省", "published_on": "2026-06-01",
    "is_circuit": "yes", "issues": "2",
    "ends": "appraisal", "resumed_on": "2026-11-23", "granted_on": "2026-11-23",
    "requested_on": "2026-11-23", "near_days": "4",
    "served_on": "2026-11-23", "appealed_on": "2026-11-23", "became": "drop_appeal",
    "became_on": "2026-11-23", "paid_on": "2026-11-23",
    "measure": "search", "came": "handed", "received_on": "2026-11-23", "ground": "poor",
    "plan": "2026-12-31 1.00", "available": "1.00",
    "size": "1",
    "island": "虚构屿", "cause": "租赁合同纠纷", "again": "",
}  # fmt: skip


def who_asks(door: Door, world: World) -> Someone:
    """Choose somebody who may open a writing door."""
    role = Role.ADMINISTRATOR if door.path.startswith("/admin") else Role.MEDIATOR
    if "duty" in door.path or door.path.endswith("/mediator"):
        role = Role.STUDIO_HEAD
    if door.path.startswith("/scheduling"):
        role = Role.CLERK
    if door.path.startswith(
        ("/cases/", "/clocks/", "/hearings/", "/decisions/", "/adjournments/")
    ) or (door.path.startswith("/enforcements/")):
        role = Role.CLERK if door.path.endswith("/take-back") else Role.JUDGE
    return world.people[role]


def encoded(form: Mapping[str, Any]) -> bytes:
    return urlencode(form, doseq=True).encode()


def uuid_fields(door: Door) -> tuple[str, ...]:
    """Which fields of the form name something by its id."""
    return tuple(name for name, one in door.form_fields.items() if "UUID" in str(one.annotation))


__all__ = [
    "FORM_TYPE",
    "NOW",
    "SAFE",
    "UUID",
    "Door",
    "encoded",
    "every_door",
    "filled",
    "who_asks",
]
