"""The words that a spreadsheet uses for what the house calls by names of its own."""

from collections.abc import Mapping

from commons.access.actor import Role
from litigation.cases.fee_scale import Kind
from litigation.cases.fees import Procedure
from litigation.cases.pleading import Domicile
from litigation.cases.rules import CaseKind, Ending, Stage
from litigation.delivery.earlier import Outcome, Way
from litigation.mediation.parties import PartyKind

ROLES: Mapping[str, Role] = {
    "法官": Role.JUDGE,
    "审判员": Role.JUDGE,
    "书记员": Role.CLERK,
    "调解员": Role.MEDIATOR,
}
KINDS: Mapping[str, CaseKind] = {
    "民事": CaseKind.CIVIL,
    "特别程序": CaseKind.SPECIAL,
    "支付令": CaseKind.PAYMENT_ORDER,
    "执行": CaseKind.ENFORCEMENT,
}
FEES: Mapping[str, Kind] = {
    "财产": Kind.PROPERTY,
    "离婚": Kind.DIVORCE,
    "人格权": Kind.PERSONALITY,
    "其他": Kind.OTHER,
    "知识产权": Kind.IP,
    "劳动争议": Kind.LABOUR,
    "支付令": Kind.PAYMENT_ORDER,
    "执行": Kind.ENFORCEMENT,
}
PROCEDURES: Mapping[str, Procedure] = {
    "普通": Procedure.ORDINARY,
    "简易": Procedure.SUMMARY,
    "小额": Procedure.SMALL_CLAIMS,
}
STAGES: Mapping[str, Stage] = {
    "待审查": Stage.SUBMITTED,
    "调解中": Stage.MEDIATING,
    "待排期": Stage.POOL,
    "已开庭": Stage.HEARD,
    "中止": Stage.STAYED,
    "已裁判": Stage.DECIDED,
    "已结案": Stage.CLOSED,
}
ENDINGS: Mapping[str, Ending] = {
    "判决": Ending.JUDGED,
    "调解": Ending.MEDIATED,
    "撤诉": Ending.WITHDRAWN,
    "按撤诉处理": Ending.DEEMED_WITHDRAWN,
    "驳回起诉": Ending.DISMISSED,
    "移送": Ending.TRANSFERRED,
    "并案": Ending.CONSOLIDATED,
    "其他": Ending.OTHER_WAY,
}
PARTY_KINDS: Mapping[str, PartyKind] = {
    "自然人": PartyKind.PERSON,
    "单位": PartyKind.ORGANISATION,
}
DOMICILES: Mapping[str, Domicile] = {
    "大陆": Domicile.MAINLAND,
    "港澳": Domicile.HONG_KONG_MACAO,
    "台湾": Domicile.TAIWAN,
    "境外": Domicile.ABROAD,
}
WAYS: Mapping[str, Way] = {
    "直接": Way.DIRECT,
    "留置": Way.LEFT,
    "电子": Way.ELECTRONIC,
    "委托": Way.ENTRUSTED,
    "邮寄": Way.MAIL,
    "转交": Way.FORWARDED,
    "公告": Way.ANNOUNCEMENT,
}
OUTCOMES: Mapping[str, Outcome] = {
    "已送达": Outcome.SERVED,
    "送达中": Outcome.UNDER_WAY,
    "未送达": Outcome.FAILED,
}
