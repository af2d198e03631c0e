"""Every list of the room asks the same number of questions at one and at three rows."""

import logging
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from commons.db import atomic
from litigation.cases import filing_actions, motion_actions, party_actions
from litigation.cases.fee_queries import view_fee
from litigation.cases.filing_queries import my_filings
from litigation.cases.list_queries import list_cases
from litigation.cases.models import Case, CaseParty
from litigation.cases.motions import MotionKind
from litigation.cases.paper_actions import draw_one
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.pleading import Standing
from litigation.cases.queries import view_case
from litigation.cases.rules import Side
from litigation.cases.side_queries import view_motions, view_papers
from tests.litigation.cases.builders import CLERK, NOW, TOURIST, WAYS, a_case
from tests.litigation.mediation.builders import somebody

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]
Ask = Callable[[], Awaitable[object]]


@pytest.fixture
def asked(caplog: pytest.LogCaptureFixture) -> Callable[[Ask], Awaitable[int]]:
    """Count the questions that one reading asks, by the driver's own log."""

    async def count(ask: Ask) -> int:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            await ask()
        return sum("SELECT" in record.getMessage() for record in caplog.records)

    return count


@pytest.mark.parametrize("search", ["租车行", "海风", "0001", "1", "13805010001"])
async def test_finding_cases(asked, search):
    async def ask() -> None:
        found = await list_cases(CLERK, now=NOW, search=search, shows_closed=True)
        lines.append(len(found.lines))

    lines: list[int] = []
    await a_case()
    one = await asked(ask)
    await a_case()
    await a_case()
    assert (one, lines[-1] > 0) == (await asked(ask), True)


async def test_drafts(asked):
    async def one_more() -> None:
        await filing_actions.start_filing(TOURIST, {}, now=NOW)

    await one_more()
    one = await asked(lambda: my_filings(TOURIST))
    await one_more()
    await one_more()
    assert await asked(lambda: my_filings(TOURIST)) == one


async def test_parties_motions_notices_and_papers_of_a_case(asked):
    case = await a_case()
    readings: tuple[Ask, ...] = (
        lambda: view_case(CLERK, case.id, now=NOW),
        lambda: view_motions(CLERK, case.id),
        lambda: view_fee(CLERK, case.id, now=NOW),
        lambda: view_papers(CLERK, case.id),
    )
    await another(case, 0)
    one = [await asked(each) for each in readings]
    await another(case, 1)
    await another(case, 2)
    assert [await asked(each) for each in readings] == one


async def another(case: Case, n: int) -> None:
    """Add a third party, a motion, a payment and a paper."""
    standing = Standing(somebody(f"虚构丙{n}"))
    await party_actions.add_party(CLERK, case.id, Side.THIRD, standing, now=NOW)
    plaintiff = await CaseParty.get(case_id=case.id, side=Side.PLAINTIFF)
    kind, words = MotionKind.WITHDRAWAL, f"虚构{n}"
    await motion_actions.move(
        TOURIST, case.id, kind, party_id=plaintiff.id, words=words, form_key=uuid4(), now=NOW
    )
    await drawn(case, (CasePaper.FEE, CasePaper.ACCEPTANCE, CasePaper.RIGHTS)[n])


@atomic
async def drawn(case: Case, kind: CasePaper) -> None:
    await draw_one(case, kind, WAYS, actor=CLERK, now=NOW)
