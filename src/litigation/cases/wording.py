"""How the keys of a case are written in its papers: zh-Hans, as courts write."""

from collections.abc import Mapping

from litigation.cases.charging import NoticeKind, RefundGround, ReliefGround, ReliefKind
from litigation.cases.fees import Procedure
from litigation.cases.pleading import Domicile
from litigation.cases.rules import RefusalGround, Side

SIDES: Mapping[Side, str] = {
    Side.PLAINTIFF: "原告",
    Side.DEFENDANT: "被告",
    Side.THIRD: "第三人",
}
PROCEDURES: Mapping[Procedure, str] = {
    Procedure.ORDINARY: "普通程序",
    Procedure.SUMMARY: "简易程序",
    Procedure.SMALL_CLAIMS: "小额诉讼程序",
}
DOMICILES: Mapping[Domicile, str] = {
    Domicile.MAINLAND: "",
    Domicile.HONG_KONG_MACAO: "住所地在港澳",
    Domicile.TAIWAN: "住所地在台湾地区",
    Domicile.ABROAD: "在中华人民共和国领域内没有住所",
}
ELEMENTS: Mapping[str, str] = {
    "agreement": "合同或者约定的内容",
    "performance": "履行情况",
    "breach": "对方违约或者侵权的事实",
    "loss": "损失及计算",
    "law": "请求依据",
}
NOTICES: Mapping[NoticeKind, str] = {
    NoticeKind.FIRST: "案件受理费",
    NoticeKind.TOP_UP: "补交案件受理费",
    NoticeKind.COUNTERCLAIM: "反诉案件受理费",
}
RELIEFS: Mapping[ReliefKind, str] = {
    ReliefKind.DEFER: "缓交",
    ReliefKind.REDUCE: "减交",
    ReliefKind.EXEMPT: "免交",
}
# Measures art. 45 to 47, item by item.
GROUNDS: Mapping[ReliefGround, str] = {
    ReliefGround.DISABLED_NO_INCOME: "残疾人无固定生活来源",
    ReliefGround.MAINTENANCE: "追索赡养费、扶养费、抚育费、抚恤金",
    ReliefGround.LOWEST_INCOME: "最低生活保障对象等，无其他收入",
    ReliefGround.GOOD_SAMARITAN: "因见义勇为或者为保护社会公共利益受到损害",
    ReliefGround.OTHER_EXEMPT: "确实需要免交的其他情形",
    ReliefGround.DISASTER: "因自然灾害等不可抗力造成生活困难或者生产经营难以为继",
    ReliefGround.ENTITLED_GROUP: "国家规定的优抚、安置对象",
    ReliefGround.WELFARE_BODY: "社会福利机构和救助管理站",
    ReliefGround.OTHER_REDUCE: "确实需要减交的其他情形",
    ReliefGround.SOCIAL_INSURANCE: "追索社会保险金、经济补偿金",
    ReliefGround.ACCIDENT_VICTIM: "海上、交通、医疗、工伤、产品质量等人身伤害事故的受害人请求赔偿",
    ReliefGround.LEGAL_AID: "正在接受有关部门法律援助",
    ReliefGround.OTHER_DEFER: "确实需要缓交的其他情形",
}
REFUNDS: Mapping[RefundGround, str] = {
    RefundGround.CLAIM_REDUCED: "法庭调查终结前减少诉讼请求数额",
    RefundGround.HALVED: "以调解方式结案或者准许撤诉，减半交纳",
    RefundGround.NOT_ADMITTED: "裁定驳回起诉",
    RefundGround.TOP_UP_LAPSED: "逾期未补交，按撤诉处理",
    RefundGround.WON: "胜诉方预交而不应负担",
    RefundGround.PAID_TWICE: "多交或者逾期交纳",
}
# Civil Procedure Law art. 122, 127; Interpretation art. 208.
REFUSALS: Mapping[RefusalGround, str] = {
    RefusalGround.NO_DIRECT_INTEREST: "起诉人与本案没有直接利害关系",
    RefusalGround.NO_CLEAR_DEFENDANT: "没有明确的被告",
    RefusalGround.NO_CLEAR_CLAIM: "没有具体的诉讼请求和事实、理由",
    RefusalGround.NOT_CIVIL: "不属于人民法院受理民事诉讼的范围",
    RefusalGround.WRONG_COURT: "不属于本院管辖",
    RefusalGround.ARBITRATION: "双方达成书面仲裁协议",
    RefusalGround.DECIDED_BEFORE: "对已经发生法律效力的判决、裁定、调解书，当事人又起诉",
    RefusalGround.TOO_EARLY: "依法在一定期限内不得起诉",
    RefusalGround.NOT_SUPPLEMENTED: "经一次性告知后，补正仍不符合要求",
}
REFUSAL_ARTICLES: Mapping[RefusalGround, str] = {
    RefusalGround.NO_DIRECT_INTEREST: "第一百二十二条第一项",
    RefusalGround.NO_CLEAR_DEFENDANT: "第一百二十二条第二项",
    RefusalGround.NO_CLEAR_CLAIM: "第一百二十二条第三项",
    RefusalGround.NOT_CIVIL: "第一百二十二条第四项",
    RefusalGround.WRONG_COURT: "第一百二十二条第四项",
    RefusalGround.ARBITRATION: "第一百二十七条第二项",
    RefusalGround.DECIDED_BEFORE: "第一百二十七条第五项",
    RefusalGround.TOO_EARLY: "第一百二十七条第六项",
    RefusalGround.NOT_SUPPLEMENTED: "第一百二十二条",
}
