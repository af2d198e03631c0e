"""What a recipient sees at the counter: how far the visit is, which paper waits, its text."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from commons.almanac import OFFICIAL, day_of
from commons.deadlines import days
from commons.errors import NotNow
from commons.papers.final import current_paper
from commons.papers.models import pdf_of, view_paper
from commons.papers.shapes import PaperView
from commons.persons import mask_name
from commons.providers.ports import Outside
from litigation.delivery.models import Delivery, Pickup, facts_of
from litigation.delivery.prints import print_token, ticket_of
from litigation.delivery.rules import Seen, Standing, must_be_readable, standing_of
from litigation.delivery.served import Served, served

CONFIRMABLE_KIND = "agreement"
CONFIRM_DAYS = 30


class Step(StrEnum):
    """How far a visit has come."""

    CODE = "code"
    PROOF = "proof"  # phone, then six digits
    IDENTITY = "identity"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class PickupView:
    """A visit before the second factor: nothing in it depends on whether the code exists."""

    step: Step
    is_careful: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class WaitingView:
    """What waits for a proven recipient, before it is opened."""

    court: str
    hotline: str
    title: str
    number: str
    name_masked: str
    issued_at: datetime | None
    pages: int
    expires_at: datetime
    served: Served
    is_read: bool
    confirm_until_on: date | None  # last day to ask the court to confirm an agreement


@dataclass(frozen=True, slots=True)
class TextView:
    """The paper as light HTML, and what is needed to download its file once."""

    waiting: WaitingView
    article: str  # made by our own templates, everything in it escaped
    ticket: str
    size_kb: int
    shown_at: datetime


async def look(token: str, now: datetime, *, is_demo: bool = False) -> PickupView:
    """Say how far this browser's visit is."""
    row = await Pickup.get_or_none(token_fingerprint=print_token(token), expires_at__gt=now)
    if row is None:
        return PickupView(Step.CODE, is_demo=is_demo)
    step = Step.PROOF
    if row.delivery_id is not None:
        step = Step.IDENTITY if row.needs_identity else Step.PAPER
    return PickupView(step, row.is_careful, is_demo)


async def waiting(token: str, now: datetime, outside: Outside) -> WaitingView:
    """Show a proven recipient which paper waits; NoLonger when there is nothing left to open."""
    _, delivery = await _holder(token, now)
    return await _waiting(delivery, now, outside)


async def text(token: str, now: datetime, outside: Outside) -> TextView:
    """Show the text to a recipient who has asked for it by a deed of their own."""
    pickup, delivery = await _holder(token, now)
    view = await _waiting(delivery, now, outside)
    if not view.is_read:
        raise NotNow("delivery.not_asked_for")
    ready = await current_paper(delivery.paper_id, outside.settings)
    article = outside.renderer.article(ready.template, ready.view, extras=ready.extras)
    size = len(await pdf_of(delivery.paper_id))
    ticket = ticket_of(pickup.id, pickup.downloads)
    return TextView(view, article, ticket, -(-size // 1024), now)


async def file_of(token: str, now: datetime) -> tuple[PaperView, bytes]:
    """Fetch the file a proven recipient may download. Fetching it here records nothing."""
    _, delivery = await _holder(token, now)
    paper = await view_paper(delivery.paper_id)
    must_be_readable(_standing(delivery, paper, now))
    return paper, await pdf_of(delivery.paper_id)


async def _holder(token: str, now: datetime) -> tuple[Pickup, Delivery]:
    pickup = await Pickup.get_or_none(token_fingerprint=print_token(token), expires_at__gt=now)
    if pickup is None or pickup.delivery_id is None or pickup.needs_identity:
        raise NotNow("delivery.visit_over")
    return pickup, await Delivery.get(id=pickup.delivery_id)


async def _waiting(delivery: Delivery, now: datetime, outside: Outside) -> WaitingView:
    paper = await view_paper(delivery.paper_id)
    must_be_readable(_standing(delivery, paper, now))
    facts = await facts_of(delivery)
    return WaitingView(
        court=outside.settings.court_name,
        hotline=outside.settings.hotline,
        title=paper.title,
        number=paper.number,
        name_masked=mask_name(delivery.name),
        issued_at=paper.issued_at,
        pages=paper.pages,
        expires_at=delivery.expires_at,
        served=served(facts),
        is_read=any(sight.seen is Seen.READ for sight in facts.sights),
        confirm_until_on=_confirm_until(paper),
    )


def _standing(delivery: Delivery, paper: PaperView, now: datetime) -> Standing:
    return standing_of(delivery.stage, paper.stage, expires_at=delivery.expires_at, now=now)


def _confirm_until(paper: PaperView) -> date | None:
    # Civil Procedure Law art. 205: both parties together, within thirty days of its taking effect.
    if paper.kind != CONFIRMABLE_KIND or paper.effective_at is None:
        return None
    return days(day_of(paper.effective_at), CONFIRM_DAYS, OFFICIAL).due_on
