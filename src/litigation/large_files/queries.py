"""Reading the large files of a case: what is whole, what is still on its way, and the bytes."""

from collections.abc import AsyncIterator
from uuid import UUID

from commons.access.actor import Actor, Permission
from commons.errors import NotFound
from litigation.cases.models import Case, access_case, is_staff
from litigation.cases.rules import Stage
from litigation.large_files.models import LargeFile, LargePart
from litigation.large_files.rules import LargeStage, parts_of
from litigation.large_files.views import LargePage, LargeView

SEE, WRITE = Permission.CASE_SEE, Permission.CASE_WRITE


def may_hand_in(actor: Actor, case: Case) -> bool:
    """The court's window, and whoever the case concerns; nothing more comes into a refused one."""
    if case.stage is Stage.REFUSED:
        return False
    return actor.may(WRITE, case.organisation_id) if is_staff(actor, case) else True


async def view_page(actor: Actor, case_id: UUID, *, form_key: UUID) -> LargePage:
    """List the files of a case; two queries, however many."""
    case = await access_case(actor, case_id)
    rows = await LargeFile.filter(case_id=case.id).exclude(stage=LargeStage.DROPPED)
    open_ids = [row.id for row in rows if row.stage is LargeStage.OPEN]
    parts = await LargePart.filter(file_id__in=open_ids).only("id", "file_id", "place")
    have: dict[UUID, list[int]] = {}
    for part in parts:
        have.setdefault(part.file_id, []).append(part.place)
    return LargePage(
        case_id=case.id,
        name=case.name,
        title=case.title,
        files=tuple(_view(row, have.get(row.id, []), actor) for row in rows),
        may_hand_in=may_hand_in(actor, case),
        form_key=form_key,
    )


def _view(row: LargeFile, have: list[int], actor: Actor) -> LargeView:
    return LargeView(
        id=row.id,
        title=row.title,
        name=row.name,
        size=row.size,
        stage=row.stage,
        media=row.media,
        sha256=row.sha256,
        by=row.handed_by_name,
        at=row.whole_at or row.began_at,
        have=tuple(sorted(have)),
        parts=parts_of(row.size),
        is_mine=row.handed_by == actor.account_id,
    )


async def whole_file(actor: Actor, case_id: UUID, file_id: UUID) -> LargeFile:
    """Find a file that has arrived, for whoever may see its case."""
    case = await access_case(actor, case_id)
    row = await LargeFile.get_or_none(id=file_id, case_id=case.id, stage=LargeStage.WHOLE)
    if row is None:
        raise NotFound("large_files.not_found")
    return row


async def bytes_of(row: LargeFile) -> AsyncIterator[bytes]:
    """Give the bytes part by part: never more than one part in memory."""
    for place in range(1, parts_of(row.size) + 1):
        part = await LargePart.get(file_id=row.id, place=place)
        yield bytes(part.content)
