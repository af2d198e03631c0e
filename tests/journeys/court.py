"""The court's way through one case, form by form: filing, fee, hearing, judgment."""

import re
from collections.abc import Mapping
from datetime import timedelta

from tests.journeys.island import Island
from tests.journeys.steps import APPLICANT, RESPONDENT, STROKES
from tests.journeys.walking import Walker

UUID = "[0-9a-f-]{36}"
EXPLAINED = {"reason": "too_far_apart", "explanation": "双方差距过大，不愿再谈。"}
# What the mediation cannot know; everything else stands in the complaint already.
ADDED: Mapping[str, Mapping[str, str]] = {
    "court": {"filed_as": "mediator"},
    "claims": {"fee_kind": "property"},
    "story": {"agreement": "2026年11月1日租车，交押金680元。", "breach": "还车后不退押金。"},
    "service": {"e_consent": "yes"},
    "wishes": {"wants_mediation": "no", "wants_online": "no"},
}
WHOLE: Mapping[str, Mapping[str, str]] = {
    "court": {"filed_as": "window", "island": "虚构屿"},
    "plaintiff": APPLICANT,
    "defendant": RESPONDENT,
    "claims": {**ADDED["claims"], "cause": "租赁合同纠纷", "item_1": "退还押金", "amount_1": "680"},
    "story": ADDED["story"],
    "evidence": {"evidence": "租车合同；原告；押金数额"},
    "service": {**ADDED["service"], "service_address": APPLICANT["address"]},
    "wishes": ADDED["wishes"],
}

TEXT: Mapping[str, str] = {
    "claims": "原告请求返还押金680元。被告称车有划痕。（虚构）",
    "facts": "押金已经交付，没有证据证明划痕发生在租期内。（虚构）",
    "law": "《中华人民共和国民法典》第五百零九条、第五百七十七条。",
    "result": "被告于本判决生效之日起十日内返还原告押金680元。（虚构）",
    "costs": "案件受理费25元由被告负担。（虚构）",
    "amount": "680",
    "perform_days": "10",
}


def offers(person: Walker, deed: str) -> bool:
    """Say whether the page that is open has a form for this deed."""
    return any(form.action.endswith(deed) for form in person.page.forms)


async def failed(mediator: Walker, here: str) -> None:
    """End the mediation without an agreement."""
    await mediator.open(f"{here}/end")
    await mediator.send(EXPLAINED, having="reason")
    assert mediator.at == here, mediator.answer.text


async def handed_in(filer: Walker, here: str) -> str:
    """Write the complaint with what the mediation has fixed; returns the case's address."""
    await filer.open(here)
    await filer.send(to="/filing")
    filing = filer.at
    for screen, said in ADDED.items():
        await answered(filer, filing, screen, said)
    return await sent(filer, filing)


async def written(filer: Walker) -> str:
    """Write a whole complaint at the window, where nothing went before."""
    await filer.open("/filings")
    await filer.send(to="/filings")
    filing = filer.at.rpartition("/")[0]
    for screen, said in WHOLE.items():
        await answered(filer, filing, screen, said)
    return await sent(filer, filing)


async def answered(filer: Walker, filing: str, screen: str, said: Mapping[str, str]) -> None:
    await filer.open(f"{filing}/{screen}")
    form = filer.page.form(having="version")
    courts = form.choices.get("organisation_id")
    chosen = {**said, "organisation_id": courts[0]} if courts else said
    await filer.send(chosen, having="version")


async def sent(filer: Walker, filing: str) -> str:
    assert filer.at == f"{filing}/check", filer.answer.text
    await filer.send(having="version")
    assert re.fullmatch(f"/cases/{UUID}", filer.at), filer.answer.text
    return filer.at


async def filed(clerk: Walker, case: str) -> None:
    """Accept the complaint, give the case to its judge and its clerk."""
    await clerk.open(case)
    await clerk.send(to="/accept")
    form = clerk.page.form(to="/assign")
    chosen = {name: form.choices[name][-1] for name in ("judge_id", "clerk_id")}
    await clerk.send(chosen, to="/assign")
    assert "民初1号" in clerk.answer.text


async def paid(island: Island, filer: Walker, case: str) -> None:
    """Pay online: the bank is asked, and nothing is believed before it has answered."""
    await filer.open(f"{case}/fee")
    await filer.send(to="/pay")
    await island.work()
    [key] = island.sandbox.payments.kept
    bank = island.visitor()
    for is_true in (False, True):
        if is_true:
            await filer.follow(f"/pay/{key}")
            await filer.send(having="")
            assert "法院向银行核实以后才算收到" in filer.answer.text
        else:
            called = await bank.client.post("/callbacks/payments", json={"keys": [key]})
            assert called.status_code == 204
        await island.work()
        assert ("待交" in await filer.open(f"{case}/fee")) is not is_true
        island.clock.move(timedelta(minutes=1))  # the bank is asked once a minute at most


async def copies_received(island: Island, clerk: Walker, case: str, on: str) -> None:
    await clerk.open(f"{case}/parties")
    await clerk.send({"on": on}, to="/copies")
    await island.work()


async def a_room(clerk: Walker) -> None:
    await clerk.open("/scheduling/rooms")
    court = clerk.page.form(having="seats").choices["organisation_id"][1]
    room = {"organisation_id": court, "name": "第一法庭（虚构）", "seats": "12"}
    await clerk.send(room, having="seats")


async def listed(island: Island, clerk: Walker, case: str, on: str) -> str:
    """Give the hearing of this case its place; returns the hearing's address."""
    await clerk.open("/scheduling")
    await clerk.open(
        next(link for link in clerk.page.links if re.fullmatch(f"/scheduling/{UUID}", link))
    )
    room = clerk.page.form(having="room_id").choices["room_id"][-1]
    await clerk.send({"on": on, "start": "09:30", "room_id": room}, having="room_id")
    assert clerk.at == "/scheduling?listed=yes", clerk.answer.text
    await island.work()
    await clerk.open(f"{case}/hearings")
    found = [link for link in clerk.page.links if re.fullmatch(f"/hearings/{UUID}", link)]
    for link in dict.fromkeys(found):
        await clerk.open(link)
        if offers(clerk, "/summon"):
            return link
    raise AssertionError(clerk.answer.text)


async def summoned(island: Island, clerk: Walker, hearing: str) -> None:
    await clerk.open(hearing)
    await clerk.send(to="/summon")
    await island.work()


async def heard(clerk: Walker, hearing: str) -> None:
    """Call the roll, open, write the record down, and close."""
    await clerk.open(hearing)
    for one in dict.fromkeys(link for link in clerk.page.links if f"{hearing}/people/" in link):
        await clerk.open(one)
        await clerk.send({"has_come": "yes"}, to="/call")
        await clerk.send({"how": "original_card"}, to="/identity")
    await clerk.open(hearing)
    await clerk.send(to="/open")
    assert clerk.at == f"{hearing}/record", clerk.answer.text
    for phase in ("opening", "inquiry", "debate", "last_words"):
        said = {"phase": phase, "speaker": "审判员", "text": "虚构：依次进行。"}
        await clerk.send(said, having="speaker")
    await clerk.open(f"{hearing}/end")
    await clerk.send({"ending": "hold"}, having="ending")
    assert clerk.at == hearing, clerk.answer.text


async def decided(judge: Walker, clerk: Walker, case: str) -> str:
    """Write a judgment, sign it, and pronounce it; returns its address."""
    await judge.open(f"{case}/decisions")
    await judge.send({"kind": "judgment"}, having="kind")
    decision = judge.at
    await judge.open(f"{decision}/text")
    await judge.send(TEXT, having="version")
    assert judge.at == decision, judge.answer.text
    await judge.send(to="/draw")
    for one in dict.fromkeys(link for link in judge.page.links if "/trial-papers/" in link):
        await signed_by_all((judge, clerk), one)
    return decision


async def signed_by_all(hands: tuple[Walker, ...], paper: str) -> None:
    for hand in hands:
        await hand.open(paper)
        for link in [one for one in hand.page.links if "/sign/" in one]:
            await hand.open(link)
            await hand.send({"mark": STROKES}, having="mark")


async def pronounced(judge: Walker, decision: str, on: str) -> None:
    await judge.open(decision)
    await judge.send({"how": "at_once", "on": on}, to="/pronounce")
    assert judge.at == decision, judge.answer.text


async def served(clerk: Walker, decision: str, on: str) -> list[str]:
    """Write down that every party took the decision at court; returns the parties' addresses."""
    await clerk.open(decision)
    parties = list(
        dict.fromkeys(link for link in clerk.page.links if f"{decision}/parties/" in link)
    )
    for one in parties:
        await clerk.open(one)
        await clerk.send({"way": "collected", "served_on": on}, to="/served")
        assert clerk.at == one, clerk.answer.text
    return parties


async def enforced(clerk: Walker, decision: str) -> str:
    """Ask for enforcement with one press, take it in, tell the debtor; returns its address."""
    await clerk.open(decision)
    await clerk.follow(f"{decision}/enforcement")
    await clerk.send(to="/enforcement")
    here = clerk.at
    assert re.fullmatch(f"/enforcements/{UUID}", here), clerk.answer.text
    await clerk.send(to="/accept")
    assert "执1号" in clerk.answer.text
    await clerk.open(f"{here}/papers")
    await clerk.send(to="/enforcement_notice")
    await clerk.open(f"{here}/measures")
    await clerk.send({"measure": "notice", "on": "2026-12-21"}, having="measure")
    return here


async def paid_and_closed(clerk: Walker, judge: Walker, here: str, *, on: str) -> None:
    """Take what the account says is owed: the debt and one day of doubled interest."""
    await clerk.open(f"{here}/money")
    assert "680.12" in clerk.answer.text  # 680 yuan and 0.0175 % of it
    money = {"amount": "680.12", "received_on": on, "came": "deducted"}
    await clerk.send(money, having="came")
    await judge.open(f"{here}/end")
    await judge.send(to="/satisfy")
    assert judge.at == here, judge.answer.text
    await clerk.open(f"{here}/papers")
    await clerk.send(to="/enforcement_closing")
