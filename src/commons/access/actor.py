"""Who acts, and what that person may do where: roles are named sets of permissions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from commons.errors import NotAllowed


class Permission(StrEnum):
    """package:thing:act, in alphabetical order."""

    ACCOUNT_SELF = "access:account:self"
    DUTY_ARRANGE = "access:duty:arrange"
    ORGANISATION_ARRANGE = "access:organisation:arrange"
    ORGANISATION_SEE = "access:organisation:see"
    PEOPLE_ARRANGE = "access:people:arrange"
    ERRAND_RETRY = "commons:errand:retry"
    HOLIDAYS_IMPORT = "commons:holidays:import"
    EVIDENCE_SEE = "commons:evidence:see"
    PAPER_TEMPLATE_SEE = "commons:paper_template:see"
    CASE_APPROVE = "litigation:case:approve"
    CASE_DECIDE = "litigation:case:decide"
    CASE_FILE = "litigation:case:file"
    CASE_SEE = "litigation:case:see"
    CASE_SEE_ALL = "litigation:case:see_all"
    CASE_TABLES = "litigation:case:tables"
    CASE_WRITE = "litigation:case:write"
    CLOCKS_ARRANGE = "litigation:clocks:arrange"
    CLOCKS_SEE = "litigation:clocks:see"
    CLOCKS_WRITE = "litigation:clocks:write"
    DELIVERY_BLOCK = "litigation:delivery:block"
    DELIVERY_SEE = "litigation:delivery:see"
    DELIVERY_SEND = "litigation:delivery:send"
    MEDIATION_CONFIDENCES = "litigation:mediation:confidences"
    MEDIATION_OPEN = "litigation:mediation:open"
    MEDIATION_REASSIGN = "litigation:mediation:reassign"
    MEDIATION_SEE = "litigation:mediation:see"
    MEDIATION_SEE_ALL = "litigation:mediation:see_all"
    MEDIATION_WRITE = "litigation:mediation:write"
    SCHEDULING_LIST = "scheduling:hearing:list"
    SCHEDULING_SEE = "scheduling:hearing:see"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    ASSOCIATION_OFFICER = "association_officer"
    AUDITOR = "auditor"
    BUREAU_OFFICER = "bureau_officer"
    CLERK = "clerk"
    JUDGE = "judge"
    LAWYER = "lawyer"
    MEDIATOR = "mediator"
    MERCHANT = "merchant"
    PRESIDENT = "president"
    STUDIO_HEAD = "studio_head"
    TAIWAN_OFFICER = "taiwan_officer"
    TOURIST = "tourist"


_SELF = frozenset({Permission.ACCOUNT_SELF})
# Whoever hands in a complaint follows it: access_case shows each only his own.
_FILER = _SELF | {Permission.CASE_FILE, Permission.CASE_SEE}
_MEDIATOR = _FILER | {
    Permission.DELIVERY_BLOCK,
    Permission.DELIVERY_SEE,
    Permission.DELIVERY_SEND,
    # Only ever reaches the matter's own mediator: access_mediation asks for both.
    Permission.MEDIATION_CONFIDENCES,
    Permission.MEDIATION_OPEN,
    Permission.MEDIATION_SEE,
    Permission.MEDIATION_WRITE,
    Permission.ORGANISATION_SEE,
}
_COURT_STAFF = _SELF | {
    Permission.CASE_SEE,
    Permission.CASE_SEE_ALL,
    Permission.CLOCKS_SEE,
    Permission.DELIVERY_SEE,
    Permission.MEDIATION_SEE,
    Permission.MEDIATION_SEE_ALL,
    Permission.ORGANISATION_SEE,
    Permission.SCHEDULING_SEE,
}

ROLES: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _SELF
    | {
        Permission.CASE_TABLES,
        Permission.CLOCKS_ARRANGE,
        Permission.DUTY_ARRANGE,
        Permission.ERRAND_RETRY,
        Permission.HOLIDAYS_IMPORT,
        Permission.ORGANISATION_ARRANGE,
        Permission.ORGANISATION_SEE,
        Permission.PAPER_TEMPLATE_SEE,
        Permission.PEOPLE_ARRANGE,
    },
    Role.ASSOCIATION_OFFICER: _FILER,
    Role.AUDITOR: _SELF | {Permission.EVIDENCE_SEE, Permission.ORGANISATION_SEE},
    Role.BUREAU_OFFICER: _SELF,
    Role.CLERK: _COURT_STAFF
    | {
        Permission.CASE_FILE,
        Permission.CASE_WRITE,
        Permission.CLOCKS_WRITE,
        Permission.DELIVERY_BLOCK,
        Permission.DELIVERY_SEND,
        Permission.MEDIATION_REASSIGN,
        Permission.SCHEDULING_LIST,
    },
    Role.JUDGE: _COURT_STAFF
    | {
        Permission.CASE_DECIDE,
        Permission.CASE_WRITE,
        Permission.CLOCKS_WRITE,
        Permission.EVIDENCE_SEE,
    },
    Role.LAWYER: _FILER,
    Role.MEDIATOR: _MEDIATOR,
    Role.MERCHANT: _FILER,
    # What the law leaves to the president of the court (院长): he approves, he does not try.
    Role.PRESIDENT: _COURT_STAFF | {Permission.CASE_APPROVE, Permission.EVIDENCE_SEE},
    Role.STUDIO_HEAD: _MEDIATOR
    | {
        Permission.DUTY_ARRANGE,
        Permission.MEDIATION_REASSIGN,
        Permission.MEDIATION_SEE_ALL,
    },
    Role.TAIWAN_OFFICER: _COURT_STAFF | {Permission.CASE_FILE},
    Role.TOURIST: _FILER,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request. `reach` says in which organisations a permission holds."""

    account_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    reach: Mapping[Permission, frozenset[UUID]] = field(default_factory=dict)
    session_id: UUID | None = None
    verified_at: datetime | None = None  # last second factor in this session
    language: str | None = None
    is_service: bool = False

    @property
    def is_anonymous(self) -> bool:
        return self.account_id is None and not self.is_service

    def may(self, permission: Permission, organisation_id: UUID | None = None) -> bool:
        """Say whether the permission holds: anywhere, or in the named organisation."""
        if self.is_service:
            return True
        places = self.reach.get(permission, frozenset())
        return bool(places) if organisation_id is None else organisation_id in places

    def must(self, permission: Permission, organisation_id: UUID | None = None) -> None:
        if not self.may(permission, organisation_id):
            raise NotAllowed("access.not_yours", permission=permission.value)

    def label(self) -> str:
        """Return what the evidence log writes down as the author of an act."""
        if self.is_service:
            return "service"
        return f"account:{self.account_id}" if self.account_id else "anonymous"


ANYONE = Actor()
SYSTEM = Actor(name="service", is_service=True)
