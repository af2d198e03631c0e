"""The journeys of a case: to a judgment, and all the ways on which it goes elsewhere."""

from tests.journeys import court
from tests.journeys.fetching import code_for, fetched
from tests.journeys.island import Island
from tests.journeys.steps import APPLICANT, CANARY, RESPONDENT, begun, opened, recorded
from tests.journeys.walking import Walker


async def test_a_failed_mediation_becomes_a_judgment_and_then_money(island: Island) -> None:
    mediator, clerk = await island.sign_in("lin"), await island.sign_in("clerk")
    matter = await opened(mediator)
    await begun(mediator, matter)
    await recorded(mediator, matter)
    await court.failed(mediator, matter)
    await island.work()
    case = await court.handed_in(mediator, matter)
    await court.filed(clerk, case)
    await court.paid(island, mediator, case)
    await court.copies_received(island, clerk, case, "2026-11-23")
    await court.a_room(clerk)
    hearing = await court.listed(island, clerk, case, "2026-12-10")
    await court.summoned(island, clerk, hearing)
    for who in (APPLICANT, RESPONDENT):
        await fetched(island, code_for(island, who, "传票"), who, "传票")
    await island.until(2026, 12, 9)
    reminded = [one for one in island.sandbox.sms if one.template == "hearing_reminder"]
    phones = sorted(one.phone[-11:] for one in reminded)
    assert phones == sorted((APPLICANT["phone"], RESPONDENT["phone"]))
    await island.until(2026, 12, 10)
    clerk, judge = await island.sign_in("clerk"), await island.sign_in("judge")
    await court.heard(clerk, hearing)
    decision = await court.decided(judge, clerk, case)
    await court.pronounced(judge, decision, "2026-12-10")
    await island.work()
    for who in (APPLICANT, RESPONDENT):
        await fetched(island, code_for(island, who, "民事判决书"), who, "返还原告押金680元")
    await island.work()

    # The plaintiff had consented to electronic service, the defendant had not.
    shown = await clerk.open(decision)
    assert (shown.count("电子送达，2026年12月10日"), shown.count("未送达")) == (1, 1)
    await court.served(clerk, decision, "2026-12-10")
    # A small claim is final with its service (Civil Procedure Law art. 165).
    assert "2026年12月20日" in await clerk.open(decision)  # ten days to pay
    assert ("已结案" in await clerk.open(case), "判决" in clerk.answer.text) == (True, True)
    # Nobody pays: ten days and one night later it is enforced, and in the end closed.
    await island.until(2026, 12, 21)
    clerk, judge = await island.sign_in("clerk"), await island.sign_in("judge")
    enforcement = await court.enforced(clerk, decision)
    await island.work()
    await fetched(island, code_for(island, RESPONDENT, "执行通知书"), RESPONDENT, "立即履行")
    await court.paid_and_closed(clerk, judge, enforcement, on="2026-12-21")
    await island.until(2026, 12, 21, 15)  # a telephone gets one code a minute
    clerk, judge = await island.sign_in("clerk"), await island.sign_in("judge")
    for who in (APPLICANT, RESPONDENT):
        await fetched(island, code_for(island, who, "执行结案通知书"), who, "已经执行完毕")
    assert "执行完毕" in await clerk.open("/enforcements?closed=yes")
    assert "没有结束的期限" in await judge.open(f"/clocks{case}")
    assert not any(CANARY.encode() in one for one in (*clerk.shown, *judge.shown))


async def ripe(island: Island) -> tuple[Walker, str]:
    """File a case at the window and pay for it; returns the clerk and the case's address."""
    clerk = await island.sign_in("clerk")
    case = await court.written(clerk)
    await court.filed(clerk, case)
    await court.paid(island, clerk, case)
    await court.copies_received(island, clerk, case, "2026-11-23")
    await court.a_room(clerk)
    return clerk, case


async def test_a_fee_that_nobody_paid_ends_a_case_after_the_day_and_not_before(island: Island):
    clerk = await island.sign_in("clerk")
    case = await court.written(clerk)
    await court.filed(clerk, case)
    for day, hour, may_lapse in ((23, 10, False), (30, 23, False)):
        await island.until(2026, 11, day, hour)
        judge = await island.sign_in("judge")
        await judge.open(f"{case}/fee")
        assert court.offers(judge, "/lapse") is may_lapse
    told = [one.phone[-11:] for one in island.sandbox.sms if one.template == "fee_nears"]
    assert told == [APPLICANT["phone"]]  # before the day, and once
    # Fee Measures art. 22: seven days from the notice, and only then.
    await island.until(2026, 12, 1)
    judge = await island.sign_in("judge")
    assert "待交费" in await judge.open(case)  # the machine rules nothing
    await judge.open(f"{case}/fee")
    assert court.offers(judge, "/lapse")
    await judge.send(to="/lapse")
    shown = await judge.open(case)
    assert ("已结案" in shown, "按撤诉处理" in shown) == (True, True)


async def test_a_case_that_is_withdrawn_gives_its_hearing_back(island: Island):
    clerk, case = await ripe(island)
    hearing = await court.listed(island, clerk, case, "2026-12-10")
    await court.summoned(island, clerk, hearing)
    await clerk.open(f"{case}/motions?kind=withdrawal")
    plaintiff = clerk.page.form(having="party_id").choices["party_id"][0]
    await clerk.send({"party_id": plaintiff, "words": "双方已和解。（虚构）"}, having="party_id")
    judge = await island.sign_in("judge")
    await judge.open(f"{case}/motions")
    await judge.send({"granted": "yes", "reason": "出于自愿。（虚构）"}, having="granted")
    await island.work()
    shown = await judge.open(case)
    assert ("已结案" in shown, "撤诉" in shown) == (True, True)
    assert "已取消" in await judge.open(hearing)
    told_off = [one.phone[-11:] for one in island.sandbox.sms if one.template == "hearing_off"]
    assert sorted(told_off) == [APPLICANT["phone"], RESPONDENT["phone"]]
    assert "没有排好的开庭" in await clerk.open("/scheduling?listed=yes")


async def test_a_judgment_that_is_appealed_does_not_bind(island: Island):
    clerk, case = await ripe(island)
    judge = await island.sign_in("judge")
    await judge.open(f"{case}/grade")
    # A small claim is final; what does not suit it is tried as a summary case (art. 166).
    await judge.send({"ticked": "unsuitable"}, having="ticked")
    hearing = await court.listed(island, clerk, case, "2026-12-10")
    await court.summoned(island, clerk, hearing)
    await island.until(2026, 12, 10)
    clerk, judge = await island.sign_in("clerk"), await island.sign_in("judge")
    await court.heard(clerk, hearing)
    decision = await court.decided(judge, clerk, case)
    await court.pronounced(judge, decision, "2026-12-10")
    defendant = (await court.served(clerk, decision, "2026-12-10"))[-1]
    assert "上诉期到 2026年12月25日" in await clerk.open(decision)  # art. 171: fifteen days
    await island.until(2026, 12, 24)
    clerk = await island.sign_in("clerk")
    await clerk.open(defendant)
    await clerk.send({"appealed_on": "2026-12-24"}, to="/appeal")
    await island.until(2026, 12, 28)
    judge = await island.sign_in("judge")
    assert "还没有生效：已经上诉" in await judge.open(decision)
    await judge.send({"became": "uphold", "became_on": "2026-12-28"}, to="/result")
    shown = await judge.open(decision)
    assert ("已生效" in shown, "2027年1月7日" in shown) == (True, True)
    assert "已结案" in await judge.open(case)


async def test_after_a_second_typhoon_a_person_decides_and_the_machine_does_not_guess(
    island: Island,
):
    clerk, case = await ripe(island)
    silent = "延期次数已经用完，法律没有规定不可抗力可以例外"
    for sits_on, asks_on, choices, is_silent in (
        ("2026-12-10", 9, ["grant", "online", "refuse"], False),
        ("2026-12-21", 18, ["beyond", "online", "refuse"], True),
    ):
        hearing = await court.listed(island, clerk, case, sits_on)
        await court.summoned(island, clerk, hearing)
        await island.until(2026, 12, asks_on)
        clerk, president = await island.sign_in("clerk"), await island.sign_in("president")
        await clerk.open(f"{hearing}/adjourn")
        storm = {"reason": "other", "cause": "force_majeure", "words": "台风停航。（虚构）"}
        await clerk.send(storm, having="reason")
        await island.work()
        assert "已传唤" in await clerk.open(hearing)  # nothing happens by itself
        await president.open("/adjournments")
        await president.follow("/adjournments/")
        assert (silent in president.answer.text) is is_silent
        assert president.page.form(having="choice").choices["choice"] == choices
        # Beyond what the law allows, nobody decides without a reason.
        unexplained = await president.send({"choice": choices[0]}, having="choice")
        if is_silent:
            assert 'role="alert"' in unexplained
            said = {"choice": choices[0], "words": "原告在外岛，停航三日。（虚构）"}
            await president.send(said, having="choice")
        assert president.at == "/adjournments"
        await island.work()
    assert "还有" in await clerk.open("/scheduling")  # it waits in the pool for a third day
