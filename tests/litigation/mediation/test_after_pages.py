"""The pages after the end: the result, the day counter, the ruling, an unkept promise."""

import re
from datetime import timedelta

import pytest

from commons.almanac import FixedClock
from litigation.mediation import end_actions
from litigation.mediation.models import Matter
from litigation.mediation.parties import Side
from litigation.mediation.rules import OrganisationKind, Origin, Stage
from tests.litigation.mediation.builders import CLERK, MEDIATOR, NOW, a_matter, side_of


async def version(web, path: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', (await web.get(path)).text)
    assert found is not None
    return found[1]


async def agreed(**opening: object) -> Matter:
    matter = await a_matter(stage=Stage.UNDER_WAY, **opening)
    await end_actions.conclude_agreed(matter.id, effective_at=NOW, actor=MEDIATOR, now=NOW)
    return matter


async def test_confirmation_is_asked_decided_and_then_enforced(desk, clock: FixedClock) -> None:
    matter = await agreed()
    debtor = await side_of(matter.id, Side.RESPONDENT)
    after = f"/mediations/{matter.id}/afterwards"
    async with desk(MEDIATOR) as web:
        shown = await web.get(after)
        assert "双方可以在 2026年12月23日 前一起申请（还有 30 天）。" in shown.text
        early = await web.get(f"/mediations/{matter.id}/enforcement")
        assert early.status_code == 409
        asked = {"version": await version(web, after), "asked_on": "2026-11-23"}
        assert (await web.post(f"{after}/asked", data=asked)).status_code == 303
        decided = {
            "version": await version(web, after),
            "confirmed": "yes",
            "ruling_number": "（2026）虚构民特1号",
            "decided_on": "2026-11-24",
        }
        future = await web.post(f"{after}/decided", data=decided)
        assert future.status_code == 422
        assert "（2026）虚构民特1号" in future.text
        clock.move(timedelta(days=2))
        assert (await web.post(f"{after}/decided", data=decided)).status_code == 303
        broken = {
            "version": await version(web, after),
            "by": str(debtor.id),
            "performance_due_on": "2026-11-24",
            "words": "虚构：未付租金。",
        }
        assert (await web.post(f"{after}/broken", data=broken)).status_code == 303
        request = await web.get(f"/mediations/{matter.id}/enforcement")
    assert request.status_code == 200
    for words in ("申请强制执行", "（2026）虚构民特1号", "虚构乙", "2028年11月24日"):
        assert words in request.text
    assert (await Matter.get(id=matter.id)).stage is Stage.CONFIRMED


@pytest.mark.parametrize(
    ("opening", "later", "words"),
    [
        ({}, 31, "三十天已过，不能再申请。"),
        ({"origin": Origin.COURT_REFERRAL}, 0, "这件已经立案"),
        ({"organisation_kind": OrganisationKind.ADMINISTRATIVE}, 0, "请人民调解委员会"),
    ],
)
async def test_when_it_cannot_be_confirmed_the_reason_and_the_way_out_are_told(
    desk, clock, opening, later, words
) -> None:
    matter = await agreed(**opening)
    clock.move(timedelta(days=later))
    async with desk(MEDIATOR) as web:
        shown = await web.get(f"/mediations/{matter.id}/afterwards")
    assert words in shown.text
    assert "asked_on" not in shown.text


async def test_an_ended_matter_says_why_and_where_to_go(desk) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    party = await side_of(matter.id, Side.RESPONDENT)
    async with desk(MEDIATOR) as web:
        sent = await web.post(
            f"/mediations/{matter.id}/end",
            data={
                "version": matter.version,
                "reason": "unwilling",
                "who": str(party.id),
                "explanation": "虚构：<b>不愿意</b>。",
            },
        )
        assert sent.status_code == 303
        shown = (await web.get(f"/mediations/{matter.id}")).text
        late = await web.post(f"/mediations/{matter.id}/parties/new", data={"side": "third"})
    assert "第二十五条第（4）项" in shown
    assert "可以向法院起诉" in shown
    assert "<b>不愿意</b>" not in shown
    assert "&lt;b&gt;不愿意&lt;/b&gt;" in shown
    assert late.status_code == 422


async def test_refused_after_filing_shows_the_fee_notice(desk) -> None:
    matter = await a_matter(origin=Origin.REFUSAL)
    async with desk(MEDIATOR) as web:
        shown = (await web.get(f"/mediations/{matter.id}")).text
    assert "法院通知交费，转入审理" in shown
    assert "是否接受这件调解" not in shown


async def test_onlookers_read_the_result_and_are_given_no_buttons(desk) -> None:
    matter = await agreed()
    async with desk(CLERK) as web:
        shown = await web.get(f"/mediations/{matter.id}/afterwards")
        assert shown.status_code == 200
        assert 'name="version"' not in shown.text
        sent = await web.post(f"/mediations/{matter.id}/afterwards/asked", data={"version": "1"})
    assert sent.status_code == 403


async def test_every_page_is_told_in_english(desk) -> None:
    matter = await a_matter(stage=Stage.UNDER_WAY)
    party = await side_of(matter.id, Side.APPLICANT)
    # What people themselves have written stays as it is.
    own = {
        "甲",
        "乙",
        "屿",
        "调解员",
        "租赁合同纠纷",
        "渔排租金未付",
        "屿东路",
        "屿西路",
        "号",
        "调",
    }
    async with desk(MEDIATOR) as web:
        for path in ("", "/end", "/time", f"/parties/{party.id}/consents", "/conflict"):
            shown = (await web.get(f"/mediations/{matter.id}{path}?lang=en")).text
            main = shown[shown.index("<main") : shown.index("</main>")]
            words = set(re.findall(r"[\u4e00-\u9fff]+", main.replace("虚构", " ")))
            assert words <= own, path
