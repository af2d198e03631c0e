"""An issued paper is kept, found by its code, and stopped when it was wrong."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from commons.access.actor import SYSTEM
from commons.codes import check_code
from commons.errors import NotFound, NotNow, NotValid
from commons.outbox import Fact
from commons.papers import actions, issuing_actions, models
from commons.papers.models import Blob, Paper, Signature
from commons.papers.render import Rendered
from commons.papers.rules import Stage
from tests.commons.papers.builders import A_NAME, NOW, a_paper, a_view, signers

PRINTED = Rendered(b"%PDF-", "ab" * 32, "cd" * 32, 2, 3)

pytestmark = pytest.mark.usefixtures("db")


async def sign(paper_id: UUID, signer_id: UUID, **changes: Any) -> Stage:
    shown = (await models.view_paper(paper_id)).content_hash
    facts: dict[str, Any] = {"shown_hash": shown, "mark": A_NAME, "actor": SYSTEM, "now": NOW}
    return await actions.sign(paper_id, signer_id=signer_id, **(facts | changes))


async def an_issued_paper(**changes: Any) -> UUID:
    paper_id = await a_paper(signers=(), **changes)
    printed = Rendered(b"%PDF-", paper_id.hex * 2, "cd" * 32, 2, 3)
    await issuing_actions.archive(paper_id, printed, actor=SYSTEM, now=NOW)
    return paper_id


async def told() -> list[tuple[str, Mapping[str, str]]]:
    return [(one.topic, json.loads(one.body)) for one in await Fact.all().order_by("emitted_at")]


async def test_an_archived_paper_is_issued_once() -> None:
    paper_id = await a_paper(signers=())
    await issuing_actions.archive(paper_id, PRINTED, actor=SYSTEM, now=NOW)
    await issuing_actions.archive(
        paper_id, Rendered(b"other", "ef" * 32, "cd" * 32, 9, 3), actor=SYSTEM, now=NOW
    )
    view = await models.view_paper(paper_id)
    assert (view.stage, view.pdf_sha256, view.pages) == (Stage.ISSUED, PRINTED.sha256, 2)
    assert await models.pdf_of(paper_id) == PRINTED.pdf
    assert await models.find_by_sha256(PRINTED.sha256) == view
    assert [topic for topic, _ in await told()] == [
        "commons.papers.signed",
        "commons.papers.issued",
    ]
    assert await Blob.all().count() == 1


async def test_the_database_shows_neither_names_nor_code_nor_pdf() -> None:
    paper_id = await a_paper(signers=signers(1))
    await sign(paper_id, signers(1)[0].id)
    await issuing_actions.archive(paper_id, PRINTED, actor=SYSTEM, now=NOW)
    code = check_code((await models.view_paper(paper_id)).code)
    for model in (Paper, Signature, Blob):
        rows = await model.all()._db.execute_query_dict(  # type: ignore[union-attr]
            f"SELECT * FROM {model._meta.db_table}"  # noqa: S608
        )
        for row in rows:
            kept = b"".join(
                value if isinstance(value, bytes) else str(value).encode() for value in row.values()
            )
            for secret in (code, "第1人", "房费", "%PDF-", "调解笔录"):
                assert secret.encode() not in kept


async def test_a_blocked_paper_is_not_handed_out_and_can_be_released() -> None:
    paper_id = await an_issued_paper()
    await actions.block(paper_id, reason="发错当事人", actor=SYSTEM, now=NOW)
    with pytest.raises(NotNow) as refusal:
        await models.pdf_of(paper_id)
    assert refusal.value.reason == "papers.is_blocked"
    assert await models.archived_pdf_of(paper_id) == b"%PDF-"
    await actions.release(paper_id, actor=SYSTEM, now=NOW)
    assert await models.pdf_of(paper_id) == b"%PDF-"
    assert [topic for topic, _ in await told()][-1] == "commons.papers.stopped"


async def test_a_withdrawn_paper_is_still_found_by_its_code_and_says_so() -> None:
    paper_id = await an_issued_paper()
    code = (await models.view_paper(paper_id)).code
    await actions.withdraw(paper_id, reason="内容有误", actor=SYSTEM, now=NOW)
    found = await models.find_by_code(code)
    assert found is not None
    assert (found.stage, found.stop_reason, found.stopped_at) == (
        Stage.WITHDRAWN,
        "内容有误",
        NOW,
    )
    with pytest.raises(NotNow):
        await actions.release(paper_id, actor=SYSTEM, now=NOW)


async def test_a_replaced_paper_leads_to_the_one_that_replaces_it() -> None:
    subject = f"mediation:{uuid4()}"
    wrong = await an_issued_paper(subject=subject)
    right = await an_issued_paper(subject=subject, view=a_view(claim="补正。"))
    await actions.replace(wrong, by_paper_id=right, reason="补正", actor=SYSTEM, now=NOW)
    view = await models.view_paper(wrong)
    assert (view.stage, view.replaced_by_id) == (Stage.REPLACED, right)


async def test_a_paper_of_another_matter_replaces_nothing() -> None:
    wrong, foreign = await an_issued_paper(), await an_issued_paper()
    for other in (foreign, wrong):
        with pytest.raises(NotNow) as refusal:
            await actions.replace(wrong, by_paper_id=other, reason="-", actor=SYSTEM, now=NOW)
        assert refusal.value.reason == "papers.not_a_replacement"
    assert (await models.view_paper(wrong)).stage is Stage.ISSUED


async def test_a_code_nobody_has_finds_nothing_and_a_slip_is_refused() -> None:
    assert await models.find_by_code("0000-0000-0000-0") is None
    with pytest.raises(NotValid):
        await models.find_by_code("0000-0000-0000-1")


async def test_a_paper_that_is_not_there_is_not_found() -> None:
    for ask in (models.view_paper(uuid4()), models.pdf_of(uuid4())):
        with pytest.raises(NotFound):
            await ask
