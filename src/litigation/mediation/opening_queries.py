"""Drafts as their writer sees them: the task list, one question, all answers to check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.mediation.models import Draft
from litigation.mediation.opening import DRAFTS_MAX, Question, QuestionState, states
from litigation.mediation.parties import PartyKind
from litigation.mediation.rules import OrganisationKind, Origin, Procedure
from litigation.mediation.staff_queries import places_for


@dataclass(frozen=True, slots=True)
class DraftLine:
    id: UUID
    title: str
    done: int
    total: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DraftList:
    """Where the opening of a matter begins, or goes on."""

    drafts: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft with its task list; `place` names the organisation that was chosen."""

    id: UUID
    version: int
    answers: Mapping[str, str]
    states: tuple[tuple[Question, QuestionState], ...]
    places: tuple[tuple[UUID, str], ...]
    question: Question | None = None
    origins: tuple[Origin, ...] = tuple(Origin)
    procedures: tuple[Procedure, ...] = tuple(Procedure)
    organisation_kinds: tuple[OrganisationKind, ...] = tuple(OrganisationKind)
    party_kinds: tuple[PartyKind, ...] = tuple(PartyKind)

    @property
    def step(self) -> int:
        asked = [question for question, _ in self.states]
        return asked.index(self.question) + 1 if self.question in asked else len(asked) + 1

    @property
    def total(self) -> int:
        return len(self.states) + 1

    @property
    def is_complete(self) -> bool:
        return all(state is QuestionState.DONE for _, state in self.states)

    @property
    def place(self) -> str:
        chosen = self.answers.get("organisation_id", "")
        return next((title for each, title in self.places if str(each) == chosen), "")

    def said(self, name: str) -> str:
        return self.answers.get(name, "")


async def my_drafts(actor: Actor) -> DraftList:
    actor.must(Permission.MEDIATION_OPEN)
    rows = Draft.filter(account_id=actor.account_id, matter_id=None)
    found = await rows.order_by("-changed_at", "id").limit(DRAFTS_MAX)
    return DraftList(tuple(_line(row) for row in found))


async def view_draft(actor: Actor, draft_id: UUID, question: Question | None = None) -> DraftView:
    actor.must(Permission.MEDIATION_OPEN)
    row = await Draft.filter(id=draft_id, account_id=actor.account_id, matter_id=None).first()
    if row is None or actor.account_id is None:
        raise NotFound("mediation.draft_not_found")
    asked = states(row.answers)
    if question is not None and question not in {each for each, _ in asked}:
        raise NotFound("mediation.draft_not_found")
    return DraftView(
        id=row.id,
        version=row.version,
        answers=row.answers,
        states=asked,
        places=await places_for(actor),
        question=question,
    )


async def opened_from(actor: Actor, draft_id: UUID) -> UUID | None:
    """Say which matter a draft became, for somebody who presses the button twice."""
    row = await Draft.filter(id=draft_id, account_id=actor.account_id).first()
    return row.matter_id if row is not None and actor.account_id is not None else None


def _line(row: Draft) -> DraftLine:
    asked = states(row.answers)
    done = sum(state is QuestionState.DONE for _, state in asked)
    names = [row.answers.get(f"{side}_name", "") for side in ("applicant", "respondent")]
    title = " / ".join(filter(None, [row.answers.get("cause", ""), *names]))
    return DraftLine(row.id, title, done, len(asked), row.changed_at)
