"""Who stands behind a session token: one question to the database, asked afresh every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tortoise import connections

from commons.access.actor import ROLES, Permission, Role
from commons.access.models import Person

REACH_ROWS_MAX = 5_000
# Asked before every page. Building the same statement anew out of the models costs more than
# asking it; as text it is asked in one piece, and no right is ever remembered between requests.
QUESTION = f"""
SELECT s.id, s.account_id, s.begun_at, s.seen_at, s.verified_at,
       a.language, a.person_id, p.name, g.role, u.below_id
FROM access_session s
JOIN access_account a ON a.id = s.account_id
JOIN access_person p ON p.id = a.person_id
LEFT JOIN access_grant g ON g.account_id = s.account_id AND g.ended_at IS NULL
     AND g.from_on <= $2 AND (g.until_on IS NULL OR g.until_on >= $2)
LEFT JOIN access_under u ON u.above_id = g.organisation_id
WHERE s.token_hash = $1 AND s.ended_at IS NULL AND a.closed_at IS NULL
LIMIT {REACH_ROWS_MAX}
"""  # noqa: S608 - a constant of ours
SQLITE_QUESTION = QUESTION.replace("$", "?")


@dataclass(frozen=True, slots=True)
class Found:
    """A session that has not been ended, with its person and today's rights."""

    session_id: UUID
    account_id: UUID
    person_id: UUID
    name: str
    language: str | None
    begun_at: datetime
    seen_at: datetime
    verified_at: datetime | None
    reach: Mapping[Permission, frozenset[UUID]]


async def find_session(token_hash: str, day: date) -> Found | None:
    """Find a living session by the hash of its token, and unite the grants that hold that day."""
    client = connections.get("default")
    if client.capabilities.dialect == "sqlite":
        rows = await client.execute_query_dict(SQLITE_QUESTION, [token_hash, day.isoformat()])
    else:
        rows = await client.execute_query_dict(QUESTION, [token_hash, day])
    if not rows:
        return None
    first = rows[0]
    account_id = _id(first["account_id"])
    return Found(
        session_id=_id(first["id"]),
        account_id=account_id,
        person_id=_id(first["person_id"]),
        name=Person._meta.fields_map["name"].to_python_value(first["name"]),  # noqa: SLF001
        language=first["language"],
        begun_at=_at(first["begun_at"]),
        seen_at=_at(first["seen_at"]),
        verified_at=_at(first["verified_at"]) if first["verified_at"] else None,
        reach=_reach(account_id, rows),
    )


def _reach(
    account_id: UUID, rows: Sequence[Mapping[str, Any]]
) -> Mapping[Permission, frozenset[UUID]]:
    """Give each permission every organisation where some role brings it, and all below it."""
    places: dict[str, set[UUID]] = {}
    for row in rows:
        if row["below_id"] is not None:
            places.setdefault(row["role"], set()).add(_id(row["below_id"]))
    # Everybody may look after the account itself, also on the day after the last role ended.
    reach = {Permission.ACCOUNT_SELF: frozenset({account_id})}
    for role, where in places.items():
        here = frozenset(where)
        for permission in ROLES[Role(role)]:
            reach[permission] = reach.get(permission, here) | here
    return reach


def _id(value: str | UUID) -> UUID:
    # SQLite keeps ids and instants as text, PostgreSQL as what they are.
    return UUID(value) if isinstance(value, str) else value


def _at(value: str | datetime) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
