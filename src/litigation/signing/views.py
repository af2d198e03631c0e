"""What the pages about papers show: frozen, ready for a template."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commons.errors import Problem
from commons.papers.shapes import PaperView, SignerView
from litigation.signing.rules import PaperKind, Term


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of paper of a matter: the latest one, or what is missing for it."""

    kind: PaperKind
    title: str
    missing: Problem | None
    paper: PaperView | None
    is_stale: bool
    may_open: bool


@dataclass(frozen=True, slots=True)
class PapersView:
    matter_id: UUID
    number: str
    cause: str
    kinds: tuple[KindLine, ...]
    may_write: bool
    is_under_way: bool


@dataclass(frozen=True, slots=True)
class AgentChoice:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """Who may sign for one party."""

    id: UUID
    name: str
    agents: tuple[AgentChoice, ...]

    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(one.id), one.name) for one in self.agents)


@dataclass(frozen=True, slots=True)
class DrawView:
    matter_id: UUID
    number: str
    kind: PaperKind
    title: str
    parties: tuple[PartyChoice, ...]
    voids: bool


@dataclass(frozen=True, slots=True)
class TermsView:
    matter_id: UUID
    number: str
    people: tuple[str, ...]
    terms: tuple[Term, ...]
    facts: str
    default_clause: str
    costs: str
    wants_confirmation: bool
    version: int
    today: date

    def names(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, name) for name in self.people)


@dataclass(frozen=True, slots=True)
class OnePaperView:
    """One paper and who has signed it. `article` is the paper itself as HTML."""

    matter_id: UUID
    number: str
    paper: PaperView
    article: str
    is_stale: bool
    may_sign: bool
    next_signer: SignerView | None
    is_draft: bool


@dataclass(frozen=True, slots=True)
class SignView:
    """What one person sees who is about to sign: the whole paper and its fingerprint."""

    matter_id: UUID
    paper: PaperView
    signer: SignerView
    article: str
    by_thumb: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    number: int
    speaker: str
    text: str
    digest: str
    heard_by: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReadBackView:
    matter_id: UUID
    number: str
    parties: tuple[AgentChoice, ...]
    party: AgentChoice | None
    paragraphs: tuple[Paragraph, ...]
    unheard: int
