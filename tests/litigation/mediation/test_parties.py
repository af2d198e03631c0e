"""Who speaks for whom, what was agreed to, and how a party is written down."""

from datetime import date
from uuid import uuid4

import pytest

from commons.errors import NotNow, NotValid
from litigation.mediation.authority import (
    Authority,
    AuthorityKind,
    AuthorityPaper,
    Power,
    Scope,
    check_authority,
    is_minor,
    may,
)
from litigation.mediation.particulars import Checked, check_particulars, plain_address
from litigation.mediation.parties import (
    ConsentAnswer,
    ConsentStep,
    PartyKind,
    Said,
    check_answer,
    check_impossible_days,
    consenting,
    standing,
)
from tests.litigation.mediation.builders import (
    APPLICANT_NUMBER,
    COMPANY_NUMBER,
    RESPONDENT_NUMBER,
)

TODAY = date(2026, 11, 23)
LAWYER = Authority(
    AuthorityKind.LAWYER,
    AuthorityPaper.POWER_OF_ATTORNEY,
    Scope.SPECIAL,
    frozenset({Power.SETTLE}),
    date(2026, 12, 31),
)


def with_(**changes: object) -> Authority:
    given = {
        "kind": LAWYER.kind,
        "paper": LAWYER.paper,
        "scope": LAWYER.scope,
        "powers": LAWYER.powers,
        "ends_on": LAWYER.ends_on,
    }
    return Authority(**{**given, **changes})  # type: ignore[arg-type]


GUARDIAN = with_(
    kind=AuthorityKind.GUARDIAN,
    paper=AuthorityPaper.GUARDIANSHIP_PROOF,
    scope=Scope.GENERAL,
    powers=frozenset(),
)
HEAD = with_(
    kind=AuthorityKind.LEGAL_REPRESENTATIVE,
    paper=AuthorityPaper.LEGAL_REPRESENTATIVE_CERTIFICATE,
    scope=Scope.GENERAL,
    powers=frozenset(),
)


@pytest.mark.parametrize(
    ("authority", "party"),
    [
        (LAWYER, PartyKind.PERSON),
        (LAWYER, PartyKind.ORGANISATION),
        (with_(scope=Scope.GENERAL, powers=frozenset()), PartyKind.PERSON),
        (GUARDIAN, PartyKind.PERSON),
        (HEAD, PartyKind.ORGANISATION),
    ],
)
def test_an_authority_that_holds_is_taken(authority, party) -> None:
    assert check_authority(authority, party=party, today=TODAY) == authority


@pytest.mark.parametrize(
    ("authority", "party", "fields"),
    [
        # "全权代理" with no power named is no special authority.
        (with_(powers=frozenset(), wording="全权代理"), PartyKind.PERSON, {"powers"}),
        (with_(scope=Scope.GENERAL), PartyKind.PERSON, {"scope"}),
        (with_(ends_on=date(2026, 11, 22)), PartyKind.PERSON, {"ends_on"}),
        (with_(paper=AuthorityPaper.GUARDIANSHIP_PROOF), PartyKind.PERSON, {"paper"}),
        (GUARDIAN, PartyKind.ORGANISATION, {"kind"}),
        (HEAD, PartyKind.PERSON, {"kind"}),
        (
            with_(kind=AuthorityKind.GUARDIAN, powers=frozenset()),
            PartyKind.ORGANISATION,
            {"kind", "paper"},
        ),
    ],
)
def test_an_authority_that_would_fall_is_refused_with_every_fault(authority, party, fields) -> None:
    with pytest.raises(NotValid) as refused:
        check_authority(authority, party=party, today=TODAY)
    assert set(refused.value.fields) == fields


def test_only_named_powers_are_held_and_only_until_the_last_day() -> None:
    assert may(LAWYER, Power.SETTLE, on=date(2026, 12, 31))
    assert not may(LAWYER, Power.SETTLE, on=date(2027, 1, 1))
    assert not may(LAWYER, Power.RECEIVE_MONEY, on=TODAY)
    assert not may(with_(scope=Scope.GENERAL, powers=frozenset()), Power.SETTLE, on=TODAY)
    assert all(may(GUARDIAN, power, on=TODAY) for power in Power)


@pytest.mark.parametrize(
    ("born_on", "minor"),
    [
        (date(2008, 11, 23), False),
        (date(2008, 11, 24), True),
        (date(2008, 2, 29), False),
        (date(2026, 1, 1), True),
        (None, False),
    ],
)
def test_majority_comes_on_the_eighteenth_birthday(born_on, minor) -> None:
    assert is_minor(born_on, TODAY) is minor


def test_the_latest_answer_holds_for_its_step_alone() -> None:
    ana, ben = uuid4(), uuid4()
    said = (
        Said(ana, ConsentStep.MEDIATION, ConsentAnswer.REFUSED),
        Said(ana, ConsentStep.MEDIATION, ConsentAnswer.GIVEN),
        Said(ben, ConsentStep.MEDIATION, ConsentAnswer.GIVEN),
        Said(ben, ConsentStep.MEDIATION, ConsentAnswer.WITHDRAWN),
        Said(ben, ConsentStep.ONLINE, ConsentAnswer.GIVEN),
    )
    assert consenting(said, ConsentStep.MEDIATION) == {ana}
    assert consenting(said, ConsentStep.ONLINE) == {ben}
    assert consenting(said, ConsentStep.RECORDING) == set()
    assert standing(said)[ben, ConsentStep.MEDIATION] is ConsentAnswer.WITHDRAWN
    with pytest.raises(NotNow, match="nothing_to_withdraw"):
        check_answer(said, Said(ben, ConsentStep.MEDIATION, ConsentAnswer.WITHDRAWN))


def test_impossible_days_are_kept_once_and_in_order() -> None:
    days = (date(2027, 2, 23), date(2026, 11, 23), date(2027, 2, 23))
    assert check_impossible_days(days, today=TODAY) == (date(2026, 11, 23), date(2027, 2, 23))
    with pytest.raises(NotValid):
        check_impossible_days((date(2027, 2, 24),), today=TODAY)


def check(**changes: object) -> Checked:
    given: dict[str, object] = {
        "kind": PartyKind.PERSON,
        "name": "虚构甲",
        "number": "",
        "phone": "",
        "address": "",
    }
    return check_particulars(**{**given, **changes}, today=TODAY)  # type: ignore[arg-type]


def test_a_party_is_written_down_in_one_spelling() -> None:
    found = check(number="1101051949 1231 002x", phone="138 0501 0001", address=" 虚构屿 1 号 ")
    assert found == Checked(
        kind=PartyKind.PERSON,
        name="虚构甲",
        number=APPLICANT_NUMBER,
        number_kind="identity-card",
        number_masked="110105********002X",
        phone="+8613805010001",
        phone_masked="138****0001",
        address="虚构屿 1 号",
        born_on=date(1949, 12, 31),
    )


def test_a_taiwan_permit_and_a_company_code_are_known() -> None:
    permit = check(number=RESPONDENT_NUMBER)
    assert (permit.number_kind, permit.born_on) == ("taiwan-residence-permit", date(1990, 1, 1))
    company = check(
        kind=PartyKind.ORGANISATION, name="虚构（岚岛）渔业有限公司", number=COMPANY_NUMBER
    )
    assert (company.number_kind, company.born_on) == ("unified-social-credit-code", None)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"number": "110105194912310021"}, {"number": "persons.number_checksum"}),
        ({"number": "110105194902310021"}, {"number": "persons.number_impossible_date"}),
        ({"number": COMPANY_NUMBER}, {"number": "mediation.number_of_an_organisation"}),
        (
            {"kind": PartyKind.ORGANISATION, "number": APPLICANT_NUMBER},
            {"number": "mediation.number_of_a_person"},
        ),
        (
            {"kind": PartyKind.ORGANISATION, "name": " "},
            {"name": "mediation.organisation_name_missing"},
        ),
        ({"kind": PartyKind.ORGANISATION, "name": "字" * 101}, {"name": "mediation.too_long"}),
        ({"name": ""}, {"name": "persons.name_missing"}),
        ({"address": "长" * 200_000}, {"address": "mediation.too_long"}),
        (
            {"name": "<b>甲</b>", "phone": "12", "number": "x"},
            {
                "name": "persons.name_strange_character",
                "phone": "persons.phone_not_a_number",
                "number": "persons.number_wrong_length",
            },
        ),
    ],
)
def test_every_fault_is_named_at_once(changes, faults) -> None:
    with pytest.raises(NotValid) as refused:
        check(**changes)
    assert {name: each.reason for name, each in refused.value.fields.items()} == faults


def test_the_same_house_is_found_however_it_is_written() -> None:
    assert plain_address("虚构屿 东路1号，2 楼") == plain_address("虚构屿东路1号2楼")
