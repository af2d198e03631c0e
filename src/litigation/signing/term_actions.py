"""What is done with the terms of an agreement before anybody signs: one promise at a time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.almanac import day_of
from commons.db import atomic
from commons.errors import NotFound, NotNow, NotValid, Problem
from commons.evidence_log.leaves import Json
from commons.evidence_log.log import record
from litigation.mediation.models import Matter, access_mediation
from litigation.mediation.rules import Stage
from litigation.record.queries import people_of
from litigation.signing import rules
from litigation.signing.models import AgreementTerms, term_json, terms_of
from litigation.signing.rules import TERMS_MAX, Term


@atomic
async def add_term(
    actor: Actor, matter_id: UUID, term: Term, *, version: int, now: datetime
) -> None:
    """Add one promise. The form carries the version it was shown with: sent twice it is one."""
    matter, row = await _writable(actor, matter_id, version)
    rules.check_term(term, today=day_of(now))
    names = {one.name for one in (await people_of(matter.id)).values()}
    for field, name in (("debtor", term.debtor), ("creditor", term.creditor)):
        if name not in names:
            raise NotValid(fields={field: Problem("signing.term_with_a_stranger")})
    kept = list(row.terms) if row else []
    if len(kept) >= TERMS_MAX:
        raise NotNow("signing.too_many_terms", max=TERMS_MAX)
    await _keep(matter, row, actor, now, terms=[*kept, term_json(term)])


@atomic
async def drop_term(
    actor: Actor, matter_id: UUID, place: int, *, version: int, now: datetime
) -> None:
    matter, row = await _writable(actor, matter_id, version)
    if row is None or not 0 <= place < len(row.terms):
        raise NotFound("signing.no_such_term")
    kept = [term for at, term in enumerate(row.terms) if at != place]
    await _keep(matter, row, actor, now, terms=kept)


@atomic
async def write_clauses(
    actor: Actor,
    matter_id: UUID,
    *,
    facts: str,
    default_clause: str,
    costs: str,
    wants_confirmation: bool,
    version: int,
    now: datetime,
) -> None:
    """Write what stands around the promises; the promises themselves are not touched."""
    matter, row = await _writable(actor, matter_id, version)
    await _keep(
        matter,
        row,
        actor,
        now,
        facts=facts,
        default_clause=default_clause,
        costs=costs,
        wants_confirmation=wants_confirmation,
    )


async def _writable(
    actor: Actor, matter_id: UUID, version: int
) -> tuple[Matter, AgreementTerms | None]:
    matter = await access_mediation(actor, matter_id, Permission.MEDIATION_WRITE, lock=True)
    if matter.stage is not Stage.UNDER_WAY:
        raise NotNow("signing.agreement_not_at_this_stage")
    row = await terms_of(matter_id)
    if version != (row.version if row else 0):
        raise NotNow("db.changed_meanwhile")
    return matter, row


async def _keep(
    matter: Matter,
    row: AgreementTerms | None,
    actor: Actor,
    now: datetime,
    **changes: Any,  # noqa: ANN401 - columns of AgreementTerms
) -> None:
    if row is None:
        row = await AgreementTerms.create(matter=matter, written_at=now, **{"terms": [], **changes})
    else:
        await row.keep(**changes, written_at=now)
    noted: dict[str, Json] = {"terms": len(row.terms), "version": row.version}
    await record(matter.subject, "signing.terms_written", noted, actor=actor, at=now)
