"""Who may arrange whom: accounts, invitations, roles; and what a person does to the own account."""

from datetime import date, timedelta

import pytest

from commons.access import actions, credentials
from commons.access.actor import ANYONE, Actor, Permission, Role
from commons.access.models import Account, Grant, Invitation, Organisation, Person, RecoveryCode
from commons.access.places import Newcomer, OrganisationKind, Term
from commons.access.queries import account_of, my_account, people
from commons.access.rules import HowSignedIn
from commons.access.sessions import actor_of_token, begin_session
from commons.access.signin import Caller, check_code, check_password
from commons.db import atomic
from commons.errors import NotAllowed, NotFound, NotValid, Refusal
from commons.evidence_log.models import Leaf
from commons.i18n import Language
from commons.outbox import Fact
from tests.commons.access.builders import (
    NOW,
    PASSWORD,
    SECRET,
    a_court,
    a_grant,
    actor_for,
    an_account,
    an_administrator,
    an_organisation,
    code_at,
)

pytestmark = pytest.mark.usefixtures("db")
HERE = Caller("203.0.113.9", "虚构浏览器")
TODAY = date(2026, 11, 23)
NUMBER = "11010519491231002X"
MINUTE = timedelta(minutes=1)


async def reason_of(deed) -> str:
    with pytest.raises(Refusal) as refused:
        await deed
    fields = getattr(refused.value, "fields", {})
    return next((problem.reason for problem in fields.values()), refused.value.reason)


async def everything() -> list[int]:
    models = (Account, Grant, Invitation, Person, Leaf, Fact, RecoveryCode)
    return [await model.all().count() for model in models]


def newcomer(login: str = "wang", **changes: str) -> Newcomer:
    return Newcomer(**({"login": login, "name": "王虚构"} | changes))


async def test_the_first_administrator_enrols_by_a_link_and_there_is_never_a_second_first() -> None:
    token = await actions.bootstrap(login="chen", name="陈虚构", now=NOW)
    again = await actions.bootstrap(login="chen", name="陈虚构", now=NOW)
    assert await reason_of(credentials.open_invitation(token, NOW)) == "access.no_such_link"
    invited = await credentials.open_invitation(again, NOW)
    assert (invited.login, invited.name) == ("chen", "陈虚构")
    enrolled = await credentials.enrol(
        again, password=PASSWORD, code=code_at(NOW, invited.totp_secret), caller=HERE, now=NOW
    )
    actor = await actor_of_token(enrolled.session_token, NOW)
    root = await Organisation.get(kind=OrganisationKind.ISLAND)
    assert actor is not None
    assert actor.may(Permission.PEOPLE_ARRANGE, root.id)
    later = actions.bootstrap(login="evil", name="恶虚构", now=NOW)
    assert await reason_of(later) == "access.there_is_an_administrator"
    assert await Account.all().count() == 1


async def test_a_link_is_good_once_and_for_a_day() -> None:
    token = await actions.bootstrap(login="chen", name="陈虚构", now=NOW)
    day = timedelta(hours=24)
    assert await reason_of(credentials.open_invitation(token, NOW + day)) == "access.no_such_link"
    secret = (await credentials.open_invitation(token, NOW)).totp_secret
    first = credentials.enrol(
        token, password=PASSWORD, code=code_at(NOW, secret), caller=HERE, now=NOW
    )
    await first
    second = credentials.enrol(
        token, password=PASSWORD, code=code_at(NOW, secret), caller=HERE, now=NOW
    )
    assert await reason_of(second) == "access.no_such_link"
    for wrong in ("", "x", token[:-1]):
        assert await reason_of(credentials.open_invitation(wrong, NOW)) == "access.no_such_link"


async def test_enrolling_needs_a_good_password_and_the_right_code() -> None:
    token = await actions.bootstrap(login="chen", name="陈虚构", now=NOW)
    secret = (await credentials.open_invitation(token, NOW)).totp_secret
    before = await everything()
    for password, code, reason in [
        ("short", code_at(NOW, secret), "access.password_too_short"),
        (PASSWORD, "000000", "access.wrong_code"),
        (PASSWORD, code_at(NOW, SECRET), "access.wrong_code"),
    ]:
        deed = credentials.enrol(token, password=password, code=code, caller=HERE, now=NOW)
        assert await reason_of(deed) == reason
    assert await everything() == before
    assert (await Account.get()).password_hash is None


async def test_the_code_of_enrolment_cannot_be_used_to_sign_in() -> None:
    token = await actions.bootstrap(login="chen", name="陈虚构", now=NOW)
    secret = (await credentials.open_invitation(token, NOW)).totp_secret
    code = code_at(NOW, secret)
    await credentials.enrol(token, password=PASSWORD, code=code, caller=HERE, now=NOW)
    step = await check_password("chen", PASSWORD, caller=HERE, now=NOW)
    assert await reason_of(check_code(step, code, caller=HERE, now=NOW)) == "access.wrong_code"


async def test_an_account_is_opened_with_its_first_role_and_an_invitation() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account_id, token = await actions.open_account(
        admin,
        newcomer("Wang", number=NUMBER, phone="13800138000"),
        Term(Role.MEDIATOR, east.id, TODAY, date(2027, 11, 22)),
        NOW,
    )
    account = await Account.get(id=account_id).prefetch_related("person")
    assert (account.login, account.password_hash, account.person.name) == ("wang", None, "王虚构")
    assert (account.person.number, account.person.phone) == (NUMBER, "+8613800138000")
    row = await Grant.get(account_id=account_id)
    assert (row.role, row.organisation_id, row.from_on, row.until_on, row.granted_by_id) == (
        Role.MEDIATOR,
        east.id,
        TODAY,
        date(2027, 11, 22),
        admin.account_id,
    )
    acts = await Leaf.filter(subject=f"account:{account_id}").order_by("at", "act")
    assert sorted(leaf.act for leaf in acts) == [
        "access.account_opened",
        "access.granted",
        "access.invited",
    ]
    assert {leaf.actor for leaf in acts} == {f"account:{admin.account_id}"}
    assert NUMBER not in str([leaf.facts for leaf in acts])
    assert (await credentials.open_invitation(token, NOW)).login == "wang"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"login": "Ab"}, "access.login_not_valid"),
        ({"login": "1lin"}, "access.login_not_valid"),
        ({"login": "林虚构"}, "access.login_not_valid"),
        ({"login": "a" * 41}, "access.login_not_valid"),
        ({"login": "admin-chen"}, "access.login_taken"),
        ({"login": "ADMIN-CHEN"}, "access.login_taken"),
    ],
)
async def test_a_name_for_an_account_is_plain_and_free(
    changes: dict[str, str], reason: str
) -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    before = await everything()
    deed = actions.open_account(
        admin, newcomer(**changes), Term(Role.MEDIATOR, east.id, TODAY), NOW
    )
    assert await reason_of(deed) == reason
    assert await everything() == before


async def test_two_accounts_of_one_number_belong_to_one_person() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    term = Term(Role.MEDIATOR, east.id, TODAY)
    first, _ = await actions.open_account(admin, newcomer("wang", number=NUMBER), term, NOW)
    second, _ = await actions.open_account(admin, newcomer("wang2", number=NUMBER), term, NOW)
    rows = await Account.filter(id__in=[first, second])
    assert len({row.person_id for row in rows}) == 1
    other = newcomer("lili", name="李虚构", number=NUMBER)
    deed = actions.open_account(admin, other, term, NOW)
    assert await reason_of(deed) == "access.number_of_another_name"


async def test_whoever_does_not_arrange_people_there_learns_nothing() -> None:
    island, court, east, west = await a_court()
    account = await an_account("tribunal-admin", "吴虚构")
    await a_grant(account, Role.ADMINISTRATOR, east)
    of_east = await actor_for(account)
    clerk = await an_account("clerk", "何虚构")
    await a_grant(clerk, Role.CLERK, court)
    before = await everything()
    for actor, place in [
        (of_east, west),
        (of_east, court),
        (of_east, island),
        (await actor_for(clerk), east),
        (Actor(verified_at=NOW), east),
    ]:
        term = Term(Role.CLERK, place.id, TODAY)
        for deed in (
            actions.open_account(actor, newcomer(), term, NOW),
            actions.grant(actor, clerk.id, term, NOW),
        ):
            assert await reason_of(deed) == "access.no_such_organisation"
    assert await everything() == before


async def test_every_deed_about_people_needs_a_fresh_second_factor() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    row = await a_grant(account, Role.CLERK, east)
    later = NOW + 10 * MINUTE
    term = Term(Role.CLERK, east.id, TODAY)
    before = await everything()
    for deed in (
        actions.open_account(admin, newcomer(), term, later),
        actions.invite_again(admin, account.id, later),
        actions.close_account(admin, account.id, later),
        actions.grant(admin, account.id, term, later),
        actions.end_grant(admin, row.id, later),
    ):
        with pytest.raises(NotAllowed) as refused:
            await deed
        assert refused.value.reason == "access.verify_again"
    assert await everything() == before


async def test_nobody_gives_roles_to_the_own_person() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    mine = await Account.get(id=admin.account_id)
    second = await Account.create(person_id=mine.person_id, login="second", opened_at=NOW)
    await a_grant(second, Role.CLERK, east)
    term = Term(Role.JUDGE, east.id, TODAY)
    for account in (mine, second):
        assert await reason_of(actions.grant(admin, account.id, term, NOW)) == (
            "access.not_to_yourself"
        )
        assert await reason_of(actions.close_account(admin, account.id, NOW)) == (
            "access.not_to_yourself"
        )


async def test_the_administrator_of_one_tribunal_cannot_take_over_who_also_works_elsewhere() -> (
    None
):
    _, _, east, west = await a_court()
    mine = await an_account("east-admin", "吴虚构")
    await a_grant(mine, Role.ADMINISTRATOR, east)
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    elsewhere = await a_grant(account, Role.JUDGE, west)
    actor = await actor_for(mine)
    for deed in (
        actions.invite_again(actor, account.id, NOW),
        actions.close_account(actor, account.id, NOW),
    ):
        assert await reason_of(deed) == "access.also_works_elsewhere"
    assert await reason_of(actions.end_grant(actor, elsewhere.id, NOW)) == "access.no_such_grant"
    await Grant.filter(id=elsewhere.id).update(until_on=date(2026, 11, 22))
    await actions.invite_again(actor, account.id, NOW)


async def test_roles_are_given_and_taken_back_with_the_next_request() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    token = await atomic(begin_session)(
        account.id, how=HowSignedIn.PASSWORD_AND_CODE, device="", now=NOW
    )
    assert not (await actor_of_token(token, NOW)).may(Permission.MEDIATION_SEE)
    given = await actions.grant(admin, account.id, Term(Role.CLERK, east.id, TODAY), NOW)
    assert (await actor_of_token(token, NOW)).may(Permission.MEDIATION_SEE, east.id)
    await actions.end_grant(admin, given, NOW)
    assert not (await actor_of_token(token, NOW)).may(Permission.MEDIATION_SEE)
    assert await reason_of(actions.end_grant(admin, given, NOW)) == "access.grant_already_ended"
    row = await Grant.get(id=given)
    assert row.ended_at == NOW
    acts = await Leaf.filter(subject=f"account:{account.id}", act__startswith="access.grant")
    assert sorted(leaf.act for leaf in acts) == ["access.grant_ended", "access.granted"]


async def test_closing_an_account_ends_sessions_and_links_at_once() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    link = await actions.invite_again(admin, account.id, NOW)
    step = await check_password("lin", PASSWORD, caller=HERE, now=NOW)
    token = await check_code(step, code_at(NOW), caller=HERE, now=NOW)
    await actions.close_account(admin, account.id, NOW)
    assert await actor_of_token(token, NOW) is None
    assert await reason_of(credentials.open_invitation(link, NOW)) == "access.no_such_link"
    deed = check_password("lin", PASSWORD, caller=HERE, now=NOW)
    assert await reason_of(deed) == "access.not_recognised"
    assert (
        await reason_of(actions.close_account(admin, account.id, NOW)) == "access.no_such_account"
    )


async def test_a_new_invitation_replaces_password_telephone_and_sessions() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    step = await check_password("lin", PASSWORD, caller=HERE, now=NOW)
    old = await check_code(step, code_at(NOW), caller=HERE, now=NOW)
    link = await actions.invite_again(admin, account.id, NOW)
    assert await actor_of_token(old, NOW) is not None  # until the person has enrolled anew
    secret = (await credentials.open_invitation(link, NOW)).totp_secret
    fresh = await credentials.enrol(
        link, password="另一个很长的密码在这里呀", code=code_at(NOW, secret), caller=HERE, now=NOW
    )
    assert await actor_of_token(old, NOW) is None
    assert await actor_of_token(fresh.session_token, NOW) is not None
    assert len(set(fresh.recovery_codes)) == 10
    deed = check_password("lin", PASSWORD, caller=HERE, now=NOW)
    assert await reason_of(deed) == "access.not_recognised"


async def signed_in() -> tuple[Account, Actor, Actor, str]:
    account = await an_account()
    here, there = [
        await atomic(begin_session)(
            account.id, how=HowSignedIn.PASSWORD_AND_CODE, device="", now=NOW
        )
        for _ in range(2)
    ]
    return account, await actor_of_token(here, NOW), await actor_of_token(there, NOW), there


async def test_changing_the_password_needs_the_old_one_and_ends_all_other_sessions() -> None:
    account, actor, _, elsewhere = await signed_in()
    new = "一个全新而且很长的好密码"
    for old, candidate, reason in [
        ("不是这个密码不是这个密码", new, "access.old_password_wrong"),
        (PASSWORD, "kurz", "access.password_too_short"),
    ]:
        deed = credentials.change_password(actor, old=old, new=candidate, caller=HERE, now=NOW)
        assert await reason_of(deed) == reason
    assert await actor_of_token(elsewhere, NOW) is not None
    await credentials.change_password(actor, old=PASSWORD, new=new, caller=HERE, now=NOW)
    assert await actor_of_token(elsewhere, NOW) is None
    await check_password("lin", new, caller=HERE, now=NOW)
    acts = await Leaf.filter(act="access.password_changed")
    assert [(leaf.subject, leaf.facts) for leaf in acts] == [(f"account:{account.id}", {})]


async def test_a_new_telephone_counts_after_its_first_right_code() -> None:
    account, actor, _, elsewhere = await signed_in()
    deed = credentials.finish_telephone(actor, "123456", caller=HERE, now=NOW)
    assert await reason_of(deed) == "access.no_new_telephone"
    secret = await credentials.begin_telephone(actor, NOW)
    wrong = credentials.finish_telephone(actor, code_at(NOW), caller=HERE, now=NOW)
    assert await reason_of(wrong) == "access.wrong_code"
    assert (await Account.get(id=account.id)).totp_secret == SECRET
    await credentials.finish_telephone(actor, code_at(NOW, secret), caller=HERE, now=NOW)
    assert (await Account.get(id=account.id)).totp_secret == secret
    assert await actor_of_token(elsewhere, NOW) is None


async def test_new_codes_on_paper_make_the_old_ones_worthless() -> None:
    account, actor, _, _ = await signed_in()
    first = await credentials.renew_recovery_codes(actor, NOW)
    second = await credentials.renew_recovery_codes(actor, NOW)
    assert set(first).isdisjoint(second)
    assert await RecoveryCode.filter(account=account, used_at=None).count() == 10
    step = await check_password("lin", PASSWORD, caller=HERE, now=NOW)
    assert await reason_of(check_code(step, first[0], caller=HERE, now=NOW)) == "access.wrong_code"
    await check_code(step, second[0], caller=HERE, now=NOW)


async def test_telephone_and_codes_need_a_fresh_second_factor() -> None:
    _, actor, _, _ = await signed_in()
    later = NOW + 10 * MINUTE
    for deed in (
        credentials.begin_telephone(actor, later),
        credentials.finish_telephone(actor, "1", caller=HERE, now=later),
        credentials.renew_recovery_codes(actor, later),
    ):
        assert await reason_of(deed) == "access.verify_again"


async def test_the_language_is_remembered() -> None:
    _, actor, _, elsewhere = await signed_in()
    await credentials.choose_language(actor, Language.HANT)
    assert (await actor_of_token(elsewhere, NOW)).language == "zh-Hant"


async def test_a_stranger_has_no_account_to_change() -> None:
    for deed in (
        credentials.choose_language(ANYONE, Language.EN),
        credentials.change_password(ANYONE, old="", new=PASSWORD, caller=HERE, now=NOW),
    ):
        with pytest.raises(NotFound):
            await deed


async def test_administrators_see_the_people_and_roles_in_their_reach() -> None:
    island, court, east, west = await a_court()
    admin = await an_administrator(island)
    mine = await an_account("east-admin", "吴虚构")
    await a_grant(mine, Role.ADMINISTRATOR, east)
    account = await an_account()
    await a_grant(account, Role.CLERK, east)
    await a_grant(account, Role.JUDGE, west)
    of_east = await actor_for(mine)
    assert [view.login for view in await people(admin, NOW)] == ["admin-chen", "east-admin", "lin"]
    assert [view.login for view in await people(of_east, NOW)] == ["east-admin", "lin"]
    assert [g.role for g in (await account_of(of_east, account.id, NOW)).grants] == [Role.CLERK]
    assert len((await account_of(admin, account.id, NOW)).grants) == 2
    assert len((await my_account(await actor_for(account), NOW)).grants) == 2
    with pytest.raises(NotFound):
        await account_of(of_east, admin.account_id, NOW)
    assert await people(await actor_for(account), NOW) == ()
    assert court.id not in of_east.reach[Permission.PEOPLE_ARRANGE]


async def test_the_list_of_people_takes_as_many_queries_with_one_as_with_three(
    caplog: pytest.LogCaptureFixture,
) -> None:
    island = await an_organisation()
    admin = await an_administrator(island)
    counts = []
    for login in ("one", "two", "three"):
        await a_grant(await an_account(login), Role.TOURIST, island)
        with caplog.at_level("DEBUG", logger="tortoise.db_client"):
            caplog.clear()
            await people(admin, NOW)
            counts.append(len(caplog.records))
    assert len(set(counts)) == 1


async def test_a_term_must_make_sense() -> None:
    island, _, east, _ = await a_court()
    admin = await an_administrator(island)
    account = await an_account()
    for term, reason in [
        (Term(Role.BUREAU_OFFICER, east.id, TODAY), "access.role_not_held_there"),
        (
            Term(Role.CLERK, east.id, TODAY, date(2026, 11, 22)),
            "access.period_ends_before_it_begins",
        ),
    ]:
        with pytest.raises(NotValid) as refused:
            await actions.grant(admin, account.id, term, NOW)
        assert [p.reason for p in refused.value.fields.values()] == [reason]
    closed = await an_account("he")
    await Account.filter(id=closed.id).update(closed_at=NOW)
    with pytest.raises(NotFound):
        await actions.grant(admin, closed.id, Term(Role.CLERK, east.id, TODAY), NOW)
