"""The columns of the three spreadsheets: what each is called, and by which rule it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator

from commons.access.actor import Role
from commons.access.places import TITLE_CHARACTERS_MAX
from commons.errors import NotValid
from commons.imports import Sheet
from commons.web.forms import Day, Form, LongText, Money, Text, checked, refused
from island.import_words import (
    ENDINGS,
    FEES,
    KINDS,
    OUTCOMES,
    PROCEDURES,
    ROLES,
    STAGES,
    WAYS,
)
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Procedure
from litigation.cases.numbering import CaseNumber, read_case_number
from litigation.cases.rules import CAUSE_MAX, ISLAND_MAX, ITEM_MAX, CaseKind, Ending, Stage
from litigation.delivery.earlier import TITLE_MAX, WORDS_MAX, Outcome, Way
from litigation.mediation.parties import NAME_MAX

# With the sign before it a key is a receipt number, which has forty characters.
KEY_MAX = 36
LIST_MAX = 4000
TYPED_MAX = 100

T = TypeVar("T")


def chosen(table: Mapping[str, T]) -> Callable[[str], T]:
    """Read one of the words of a table, or say which there are."""

    def read(text: str) -> T:
        if text not in table:
            raise NotValid("imports.not_one_of", choices="、".join(table))
        return table[text]

    return read


def one_of(table: Mapping[str, Any]) -> BeforeValidator:
    read = chosen(table)

    def check(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return read(value)
        except NotValid as refusal:
            raise refused(refusal.reason, **refusal.facts) from refusal

    return BeforeValidator(check)


def _number(text: str) -> CaseNumber:
    found = read_case_number(text)
    if found is None:
        raise NotValid("imports.not_a_case_number")
    return found


Key = Annotated[str, Text(KEY_MAX)]
Several = Annotated[str, LongText(LIST_MAX)]
Title = Annotated[str, Text(TITLE_CHARACTERS_MAX)]
Typed = Annotated[str, Text(TYPED_MAX)]


class StaffForm(Form):
    login: Typed
    name: Annotated[str, Text(NAME_MAX)]
    role: Annotated[Role, one_of(ROLES)]
    place: Title
    phone: Typed = ""
    number: Typed = ""
    from_on: Day | None = None
    until_on: Day | None = None


class MatterForm(Form):
    key: Key
    place: Title
    kind: Annotated[CaseKind, one_of(KINDS)] = CaseKind.CIVIL
    number: Annotated[CaseNumber, checked(_number)] | None = None
    cause: Annotated[str, Text(CAUSE_MAX)]
    fee_kind: Annotated[Kind, one_of(FEES)] = Kind.PROPERTY
    item: Annotated[str, Text(ITEM_MAX)] = ""
    amount: Money | None = None
    procedure: Annotated[Procedure, one_of(PROCEDURES)] = Procedure.ORDINARY
    stage: Annotated[Stage, one_of(STAGES)]
    submitted_on: Day
    filed_on: Day | None = None
    stayed_on: Day | None = None
    closed_on: Day | None = None
    ending: Annotated[Ending, one_of(ENDINGS)] | None = None
    judge: Typed = ""
    clerk: Typed = ""
    island: Annotated[str, Text(ISLAND_MAX)] = ""
    plaintiff: Several = ""
    plaintiff_kind: Several = ""
    plaintiff_number: Several = ""
    plaintiff_phone: Several = ""
    plaintiff_address: Several = ""
    plaintiff_domicile: Several = ""
    defendant: Several = ""
    defendant_kind: Several = ""
    defendant_number: Several = ""
    defendant_phone: Several = ""
    defendant_address: Several = ""
    defendant_domicile: Several = ""
    third: Several = ""
    third_kind: Several = ""
    third_number: Several = ""
    third_phone: Several = ""
    third_address: Several = ""
    third_domicile: Several = ""
    copies_on: Day | None = None


class ServiceForm(Form):
    key: Key
    matter: Typed = ""
    case_number: Annotated[CaseNumber, checked(_number)] | None = None
    title: Annotated[str, Text(TITLE_MAX)]
    recipient: Annotated[str, Text(NAME_MAX)]
    way: Annotated[Way, one_of(WAYS)]
    outcome: Annotated[Outcome, one_of(OUTCOMES)]
    sent_on: Day
    served_on: Day | None = None
    words: Annotated[str, Text(WORDS_MAX)] = ""


_PARTS = {
    "": "",
    "_kind": "类型",
    "_number": "证件号码",
    "_phone": "电话",
    "_address": "地址",
    "_domicile": "所在地区",
}
_SIDES = {"plaintiff": "原告", "defendant": "被告", "third": "第三人"}


@dataclass(frozen=True, slots=True)
class Layout:
    """One spreadsheet: its form, what its columns are called, and which one names the line."""

    form: type[Form]
    headings: Mapping[str, str]
    key: str

    @property
    def required(self) -> tuple[str, ...]:
        """List the headings without which no line can be read."""
        fields = self.form.model_fields
        return tuple(h for name, h in self.headings.items() if fields[name].is_required())


LAYOUTS: Mapping[Sheet, Layout] = {
    Sheet.STAFF: Layout(
        StaffForm,
        {
            "login": "登录名",
            "name": "姓名",
            "role": "角色",
            "place": "机构",
            "phone": "电话",
            "number": "证件号码",
            "from_on": "任职日期",
            "until_on": "截止日期",
        },
        "login",
    ),
    Sheet.MATTERS: Layout(
        MatterForm,
        {
            "key": "编号",
            "place": "法院",
            "kind": "类型",
            "number": "案号",
            "cause": "案由",
            "fee_kind": "收费类别",
            "item": "诉讼请求",
            "amount": "标的额",
            "procedure": "程序",
            "stage": "阶段",
            "submitted_on": "收件日期",
            "filed_on": "立案日期",
            "stayed_on": "中止日期",
            "closed_on": "结案日期",
            "ending": "结案方式",
            "judge": "承办法官",
            "clerk": "书记员",
            "island": "岛屿",
            **{s + part: h + said for s, h in _SIDES.items() for part, said in _PARTS.items()},
            "copies_on": "副本送达日期",
        },
        "key",
    ),
    Sheet.SERVICES: Layout(
        ServiceForm,
        {
            "key": "编号",
            "matter": "案件编号",
            "case_number": "案号",
            "title": "文书",
            "recipient": "受送达人",
            "way": "方式",
            "outcome": "状态",
            "sent_on": "发出日期",
            "served_on": "送达日期",
            "words": "备注",
        },
        "key",
    ),
}
