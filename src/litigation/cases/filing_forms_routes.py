"""The forms of the complaint's screens, and what the door already knows for them."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from commons.web.forms import Day, Form, LongText, Money, Text
from litigation.cases.door import BUYING, Trouble
from litigation.cases.fee_scale import Kind
from litigation.cases.pleading import CLAIM_LINES, Domicile, Screen
from litigation.cases.rules import (
    CAUSE_MAX,
    ISLAND_MAX,
    ITEM_MAX,
    TEXT_MAX,
    WORDS_MAX,
    FiledAs,
)
from litigation.mediation.parties import ADDRESS_MAX, NAME_MAX, PartyKind

TYPED_MAX = 100
# What a complaint about such a trouble is usually called; the filer may write another name.
CAUSES: Mapping[Trouble, str] = {
    Trouble.SHOPPING: "买卖合同纠纷",
    Trouble.TRAVEL: "旅游合同纠纷",
    Trouble.DEBT: "民间借贷纠纷",
    Trouble.RENT: "租赁合同纠纷",
    Trouble.WORK: "劳动争议",
    Trouble.INJURY: "健康权纠纷",
    Trouble.NEIGHBOUR: "相邻关系纠纷",
    Trouble.FAMILY: "离婚纠纷",
}
KINDS: Mapping[Trouble, Kind] = {Trouble.WORK: Kind.LABOUR, Trouble.FAMILY: Kind.DIVORCE}


class StartForm(Form):
    """What was answered at the door comes along; nothing is asked twice."""

    trouble: Trouble | None = None
    amount: int | None = None
    talk: Literal["yes", "no"] | None = None


class Seen(Form):
    version: int


class CourtForm(Seen):
    organisation_id: UUID
    filed_as: FiledAs
    island: Annotated[str, Text(ISLAND_MAX)] = ""


class WhoForm(Seen):
    """Who a party is; number, phone and address may still be unknown."""

    kind: PartyKind
    name: Annotated[str, Text(NAME_MAX)]
    number: Annotated[str, Text(TYPED_MAX)] = ""
    phone: Annotated[str, Text(TYPED_MAX)] = ""
    address: Annotated[str, Text(ADDRESS_MAX)] = ""
    domicile: Domicile = Domicile.MAINLAND
    is_missing: Literal["yes"] | None = None


class ClaimsForm(Seen):
    cause: Annotated[str, Text(CAUSE_MAX)]
    fee_kind: Kind
    item_1: Annotated[str, Text(ITEM_MAX)]
    amount_1: Money | None = None
    item_2: Annotated[str, Text(ITEM_MAX)] = ""
    amount_2: Money | None = None
    item_3: Annotated[str, Text(ITEM_MAX)] = ""
    amount_3: Money | None = None
    item_4: Annotated[str, Text(ITEM_MAX)] = ""
    amount_4: Money | None = None
    item_5: Annotated[str, Text(ITEM_MAX)] = ""
    amount_5: Money | None = None
    item_6: Annotated[str, Text(ITEM_MAX)] = ""
    amount_6: Money | None = None


class StoryForm(Seen):
    agreement: Annotated[str, LongText(TEXT_MAX)]
    performance: Annotated[str, LongText(TEXT_MAX)] = ""
    breach: Annotated[str, LongText(TEXT_MAX)]
    loss: Annotated[str, LongText(TEXT_MAX)] = ""
    law: Annotated[str, LongText(TEXT_MAX)] = ""


class EvidenceForm(Seen):
    evidence: Annotated[str, LongText(TEXT_MAX)] = ""


class ServiceForm(Seen):
    service_address: Annotated[str, Text(ADDRESS_MAX)]
    receiver: Annotated[str, Text(NAME_MAX)] = ""
    e_consent: Literal["yes", "no"]
    e_address: Annotated[str, Text(TYPED_MAX)] = ""


class WishesForm(Seen):
    wants_mediation: Literal["yes", "no"]
    wants_online: Literal["yes", "no"]
    preservation: Annotated[str, LongText(WORDS_MAX)] = ""
    leaves_on: Day | None = None


FORMS: Mapping[Screen, type[Seen]] = {
    Screen.COURT: CourtForm,
    Screen.PLAINTIFF: WhoForm,
    Screen.DEFENDANT: WhoForm,
    Screen.CLAIMS: ClaimsForm,
    Screen.STORY: StoryForm,
    Screen.EVIDENCE: EvidenceForm,
    Screen.SERVICE: ServiceForm,
    Screen.WISHES: WishesForm,
}


assert len(ClaimsForm.model_fields) == CLAIM_LINES * 2 + 3, "one field for each line of claims"


def from_door(form: StartForm) -> dict[str, str]:
    answers: dict[str, str] = {}
    if form.trouble is not None and form.trouble in CAUSES:
        answers["cause"] = CAUSES[form.trouble]
        answers["fee_kind"] = KINDS.get(form.trouble, Kind.PROPERTY).value
    if form.amount is not None and form.amount >= 0:
        answers["amount_1"] = str(form.amount)
        if form.trouble in BUYING:
            answers["item_1"] = "退还价款"
    if form.talk is not None:
        answers["wants_mediation"] = form.talk
    return answers
