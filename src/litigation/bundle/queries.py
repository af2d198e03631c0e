"""Reading the file of a case: what belongs into it, what was bound, who has read it."""

from collections.abc import Mapping
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.bundle.gathering_queries import MOTIONS, gather
from litigation.bundle.models import BundleContent, BundleEdition, BundleReading, BundleWish
from litigation.bundle.rules import (
    EDITIONS_MAX,
    CaseFacts,
    Item,
    Scope,
    check_twelve,
    key_of,
    readable,
)
from litigation.bundle.views import EditionView, FileView, ItemView, ReadingView
from litigation.cases.fees import Procedure
from litigation.cases.models import Case, CaseParty, access_case, is_staff
from litigation.cases.motions import MotionKind
from litigation.cases.rules import Stage
from litigation.decisions.models import CourtDecision
from litigation.decisions.rules import DecisionStage
from litigation.enforcement.models import Enforcement
from litigation.hearings.reckoning import trials_sat

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE
READINGS_MAX = 200


def scope_for(actor: Actor, case: Case) -> Scope:
    return Scope.COURT if is_staff(actor, case) else Scope.PARTIES


async def view_file(actor: Actor, case_id: UUID) -> FileView:
    """Show the file to one who may see the case: a party sees the main volume alone."""
    case = await access_case(actor, case_id)
    scope = scope_for(actor, case)
    gathered, _ = await gather(case)
    items = readable(gathered, scope)
    editions = await _editions(case, scope)
    newest = editions[0] if editions else None
    bound = {(one["title"], one["sha256"]): one for one in newest.items} if newest else {}
    now = {(one.title, one.sha256) for one in items}
    wish = await BundleWish.get_or_none(case_id=case.id, scope=scope)
    return FileView(
        case_id=case.id,
        name=case.name,
        title=case.title,
        scope=scope,
        items=tuple(_item(one, bound) for one in items),
        twelve=check_twelve(items, await _facts(case, items))
        if scope is Scope.COURT and case.procedure is not Procedure.ORDINARY
        else (),
        editions=tuple(_edition(one) for one in editions),
        readings=await _readings(editions) if scope is Scope.COURT else (),
        is_current=newest is not None and newest.content_key == key_of(items),
        is_wanted=wish is not None and wish.is_open,
        trouble=wish.trouble if wish else "",
        gone=tuple(title for title, digest in bound if (title, digest) not in now),
        may_make=bool(items),
    )


async def _editions(case: Case, scope: Scope) -> list[BundleEdition]:
    rows = BundleEdition.filter(case_id=case.id, scope=scope)
    return await rows.order_by("-place").limit(EDITIONS_MAX)


def _item(one: Item, bound: Mapping[tuple[str, str], Mapping[str, object]]) -> ItemView:
    found = bound.get((one.title, one.sha256))
    pages = ""
    if found:
        first, last = found["first"], found["last"]
        pages = f"{first}" if first == last else f"{first}—{last}"
    return ItemView(one.section, one.title, one.on, pages, is_new=bool(bound) and not found)


def _edition(row: BundleEdition) -> EditionView:
    return EditionView(
        row.id, row.place, row.pages, row.size, row.sha256, row.list_sha256, row.made_at
    )


async def _readings(editions: list[BundleEdition]) -> tuple[ReadingView, ...]:
    """List who took which edition: of the court and of the parties alike."""
    if not editions:
        return ()
    of_case = await BundleEdition.filter(case_id=editions[0].case_id).only("id", "place")
    places = {one.id: one.place for one in of_case}
    rows = BundleReading.filter(edition_id__in=list(places))
    found = await rows.order_by("-at", "id").limit(READINGS_MAX)
    return tuple(ReadingView(places[one.edition_id], one.name, one.at) for one in found)


async def _facts(case: Case, items: tuple[Item, ...]) -> CaseFacts:
    parties = await CaseParty.filter(case_id=case.id)
    bound = CourtDecision.filter(case_id=case.id).exclude(stage=DecisionStage.DRAFT)
    return CaseFacts(
        procedure=case.procedure,
        has_agent=any(one.agent_name for one in parties),
        is_decided=case.stage in {Stage.DECIDED, Stage.CLOSED} or await bound.exists(),
        is_enforced=await Enforcement.filter(case_id=case.id).exists(),
        was_heard=bool(await trials_sat(case.id)),
        answered=any(one.title.startswith(MOTIONS[MotionKind.ANSWER]) for one in items),
        identified=all(one.number_masked for one in parties),
        fee_paid=any(one.source == "sheet:fees" for one in items),
    )


async def find_edition(actor: Actor, case_id: UUID, edition_id: UUID) -> BundleEdition:
    """Find an edition that this reader may have; the court's is nothing for a party."""
    case = await access_case(actor, case_id)
    row = await BundleEdition.get_or_none(id=edition_id, case_id=case.id)
    if row is None or (row.scope is Scope.COURT and not is_staff(actor, case)):
        raise NotFound("bundle.no_such_edition")
    return row


async def pdf_of_edition(edition_id: UUID) -> bytes:
    return bytes((await BundleContent.get(edition_id=edition_id)).pdf)
