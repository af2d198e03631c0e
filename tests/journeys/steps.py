"""The mediator's way through one matter, form by form, as any browser would go it."""

import json
import re

from tests.journeys.walking import Walker

CANARY = "暗礁雀金丝"  # said in confidence only; nobody else may ever read it
APPLICANT = {
    "kind": "person",
    "name": "陈𠮷·虚构",
    "number": "830000199001010012",
    "phone": "13900000001",
    "address": "虚构屿码头路1号",
}
RESPONDENT = {
    "kind": "organisation",
    "name": "虚构海风租车行",
    "number": "91350100M000100Y43",
    "phone": "13900000002",
    "address": "虚构屿澳前码头2号",
}
SCREENS = (
    {"origin": "island_visit"},
    {"organisation_kind": "peoples"},
    {"island": "虚构屿"},
    {"cause": "租赁合同纠纷", "summary": "虚构：退租后押金未退。"},
    APPLICANT,
    RESPONDENT,
)
STROKES = json.dumps(
    {
        "width": 300,
        "height": 120,
        "strokes": [
            [[10 + 7 * at, 60 + at * 37 % 41 - 20, at * 16] for at in range(20)],
            [[40, 20, 400], [40, 100, 480]],
        ],
    }
)
THUMB = {"witness": "虚构见证人", "witness_capacity": "村委会干部", "reason": "手部受伤"}


async def opened(mediator: Walker, *, is_registered: bool = True) -> str:
    """Open a matter, one question a screen; returns its address, or that of the last screen."""
    await mediator.open("/mediations/new")
    await mediator.send(to="/mediations/new")
    for answers in SCREENS:
        chosen = dict(answers)
        if "organisation_kind" in chosen:
            places = re.findall(r'name="organisation_id" value="([^"]+)"', mediator.answer.text)
            chosen["organisation_id"] = places[0]
        await mediator.send(chosen, having="version")
    assert mediator.at.endswith("/check"), mediator.answer.text
    if is_registered:
        await mediator.send(having="version")
    return mediator.at


async def begun(mediator: Walker, here: str) -> list[str]:
    """Declare, accept, ask both parties everything, begin; returns the parties' addresses."""
    await mediator.open(f"{here}/conflict")
    await mediator.send({"kind": "none"}, having="kind")
    await mediator.send(to="/accept")
    parties = sorted(
        {link for link in mediator.page.links if re.fullmatch(rf"{here}/parties/[0-9a-f-]+", link)}
    )
    assert len(parties) == 2
    for party in parties:
        for step in ("mediation", "e_service", "confirmation"):
            await mediator.open(f"{party}/consents")
            await mediator.send({"step": step, "answer": "given", "how": "spoken"}, having="step")
        await mediator.open(f"{party}/identity")
        shown = {"checked_for": "mediation", "how": "original_card", "level": "matched"}
        await mediator.send(shown, having="level")
        await mediator.open(party)
        name = mediator.page.form(having="e_address").filled["name"][0]
        phone = next(one["phone"] for one in (APPLICANT, RESPONDENT) if one["name"] == name)
        await mediator.send({"e_address": phone, "e_basis": "explicit"}, having="e_address")
        assert mediator.at == here
    await mediator.open(f"{here}/begin")
    await mediator.send({"warned": "yes"}, having="warned")
    assert mediator.at == here, mediator.answer.text
    return parties


async def recorded(mediator: Walker, here: str) -> None:
    """Write the exchange, and into the two caucuses and the notes what nobody else may read."""
    record = f"{here}/record"
    text = await mediator.open(f"{record}/claims")
    sides = dict.fromkeys(re.findall(r'name="party_id" value="([^"]+)"', text))
    one, two = sides
    asked = {"party_id": one, "item": "退还押金", "amount": "680", "basis": "租期届满"}
    await mediator.send(asked, having="item")
    await mediator.follow("/record/claims/")
    await mediator.send({"party_id": two, "text": "车身有划痕"}, having="text")
    await mediator.open(f"{record}/exhibits")
    shown = {"party_id": one, "name": "租车合同", "kind": "document", "purpose": "押金数额"}
    await mediator.send(shown, having="purpose")
    await mediator.follow("/views")
    view = {"party_id": two, "genuine": "accepted", "lawful": "accepted", "relevant": "denied"}
    await mediator.send({**view, "reason": "划痕在先"}, having="genuine")
    await mediator.open(f"{record}/issues")
    await mediator.send({"text": "划痕是否发生在租用期间"}, having="text")
    for fact in ("双方于2026年11月1日订立租车合同，押金680元。", "车辆已于次日交还。"):
        await mediator.open(f"{record}/facts")
        await mediator.send({"text": fact}, having="text")
    await mediator.open(record)
    await mediator.send({"text": "现在开始调解，已告知权利义务。"}, having="prejudice")
    for place in ("caucus-a", "caucus-b", "private"):
        await mediator.open(f"{record}/{place}")
        await mediator.send({"text": f"底线五百元，{CANARY}"}, having="text")
        assert CANARY in mediator.answer.text
    await mediator.open(f"{record}/offers")
    offer = {
        "party_id": one,
        "place": "caucus_a",
        "amount": "500",
        "closes_on": "2026-12-01",
        "words": CANARY,
    }
    kinds = re.findall(r'name="kind" value="([^"]+)"', mediator.answer.text)
    await mediator.send({**offer, "kind": kinds[0]}, having="closes_on")
    assert CANARY in mediator.answer.text, mediator.answer.text


async def drawing(mediator: Walker, here: str, kind: str) -> str:
    """Draw a paper up; its content stands still from now on, and nobody has signed it."""
    await mediator.open(f"{here}/papers/draw/{kind}")
    await mediator.send()
    assert re.fullmatch(rf"{here}/papers/[0-9a-f-]+", mediator.at), mediator.answer.text
    return mediator.at


async def drawn(mediator: Walker, here: str, kind: str) -> str:
    """Draw a paper up, and have everybody sign it: by hand, and one party by thumb."""
    paper = await drawing(mediator, here, kind)
    count = 0
    while waiting := [link for link in mediator.page.links if "/sign/" in link]:
        await mediator.open(waiting[0])
        if count == 1:
            await mediator.follow("/thumb")
            await mediator.send(THUMB, to="/thumb")
        else:
            await mediator.send({"mark": STROKES}, having="mark")
        assert mediator.at == paper, mediator.answer.text
        count += 1
    assert count == 3  # two parties and the mediator
    return paper


async def agreed(mediator: Walker, here: str) -> str:
    await mediator.open(f"{here}/papers/terms")
    term = {
        "debtor": RESPONDENT["name"],
        "creditor": APPLICANT["name"],
        "what": "退还租车押金",
        "amount": "600",
        "due_on": "2026-12-03",
        "method": "转账（虚构）",
    }
    await mediator.send(term, having="debtor")
    assert "600.00" in mediator.answer.text
    return await drawn(mediator, here, "agreement")
