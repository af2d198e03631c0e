"""The papers of filing and fee: what they are called, and whom each of them is sent to."""

from collections.abc import Mapping
from enum import StrEnum

from litigation.cases.rules import Side


class CasePaper(StrEnum):
    """The papers in the order in which they come up."""

    COMPLAINT = "complaint"
    ORAL = "oral"
    RECEIPT = "receipt"
    DEFECTS = "defects"
    REFUSAL = "refusal"
    ACCEPTANCE = "acceptance"
    RESPOND = "respond"
    EVIDENCE = "evidence"
    FEE = "fee"
    RELIEF = "relief"
    SMALL_CLAIMS = "small_claims"
    BENCH = "bench"
    ONLINE = "online"
    RIGHTS = "rights"
    ADDRESS = "address"
    FEE_LIST = "fee_list"


TITLES: Mapping[CasePaper, str] = {
    CasePaper.COMPLAINT: "民事起诉状",
    CasePaper.ORAL: "口头起诉笔录",
    CasePaper.RECEIPT: "起诉材料收据",
    CasePaper.DEFECTS: "补正通知书",
    CasePaper.REFUSAL: "民事裁定书（不予受理）",
    CasePaper.ACCEPTANCE: "受理案件通知书",
    CasePaper.RESPOND: "应诉通知书",
    CasePaper.EVIDENCE: "举证通知书",
    CasePaper.FEE: "交纳诉讼费用通知书",
    CasePaper.RELIEF: "诉讼费用缓减免决定书",
    CasePaper.SMALL_CLAIMS: "小额诉讼告知书",
    CasePaper.BENCH: "审判人员告知书",
    CasePaper.ONLINE: "在线诉讼告知书",
    CasePaper.RIGHTS: "诉讼权利义务告知书",
    CasePaper.ADDRESS: "送达地址确认书",
    CasePaper.FEE_LIST: "诉讼费用清单",
}
TEMPLATES: Mapping[CasePaper, str] = {kind: f"cases/{kind.value}.html" for kind in CasePaper}
# Whom a finished paper is sent to; the rest is handed out or lies in the file.
SENT_TO: Mapping[CasePaper, frozenset[Side]] = {
    CasePaper.DEFECTS: frozenset({Side.PLAINTIFF}),
    CasePaper.REFUSAL: frozenset({Side.PLAINTIFF}),
    CasePaper.RECEIPT: frozenset({Side.PLAINTIFF}),
    CasePaper.ACCEPTANCE: frozenset({Side.PLAINTIFF}),
    CasePaper.FEE: frozenset({Side.PLAINTIFF}),
    CasePaper.RELIEF: frozenset({Side.PLAINTIFF}),
    # Law art. 128: within five days of filing the defendant gets a copy of the complaint.
    CasePaper.COMPLAINT: frozenset({Side.DEFENDANT, Side.THIRD}),
    CasePaper.RESPOND: frozenset({Side.DEFENDANT, Side.THIRD}),
    CasePaper.EVIDENCE: frozenset(Side),
    CasePaper.SMALL_CLAIMS: frozenset(Side),
    CasePaper.BENCH: frozenset(Side),
    CasePaper.ONLINE: frozenset(Side),
    CasePaper.RIGHTS: frozenset(Side),
    CasePaper.FEE_LIST: frozenset(Side),
}
