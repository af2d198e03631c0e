"""The frozen shapes of the pages where papers of a trial are drawn up, read and signed."""

from dataclasses import dataclass
from uuid import UUID

from commons.papers.shapes import PaperView, SignerView
from litigation.cases.fees import Procedure
from litigation.hearings.paper_rules import PaperKind
from litigation.hearings.views import CaseHead, HearingView


@dataclass(frozen=True, slots=True)
class DrawView:
    """One paper of a hearing that a person is about to draw up."""

    hearing: HearingView
    kind: PaperKind
    needs_words: bool
    procedures: tuple[Procedure, ...]


@dataclass(frozen=True, slots=True)
class SigningView:
    """One paper of a trial with its signers, and perhaps the one who signs it now."""

    case: CaseHead
    paper: PaperView
    article: str
    back: str
    may_sign: frozenset[UUID]  # for whom the one who looks may take the mark
    is_draft: bool
    signer: SignerView | None = None
    by_thumb: bool = False

    @property
    def base(self) -> str:
        return f"/cases/{self.case.id}/trial-papers/{self.paper.id}"
