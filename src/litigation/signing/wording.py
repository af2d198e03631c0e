"""How the keys of a mediation are written in its papers: zh-Hans, as courts write."""

from collections.abc import Mapping

from litigation.mediation.authority import AuthorityKind
from litigation.mediation.ending import EndReason, NextDoor
from litigation.mediation.parties import Side
from litigation.mediation.rules import Track
from litigation.record.rules import ExhibitKind, Grade, LineKind, Opinion
from litigation.signing.rules import PaperKind

TITLES: Mapping[PaperKind, str] = {
    PaperKind.NOTICE: "调解告知书",
    PaperKind.TRANSCRIPT: "调解笔录",
    PaperKind.FACTS: "无争议事实确认书",
    PaperKind.AGREEMENT: "调解协议",
    PaperKind.REPORT: "诉前调解调查报告",
    PaperKind.ENDING: "调解终结报告",
    PaperKind.CONFIRMATION: "司法确认申请书",
}
SIDES: Mapping[Side, str] = {
    Side.APPLICANT: "申请人",
    Side.RESPONDENT: "被申请人",
    Side.THIRD: "第三人",
}
AGENTS: Mapping[AuthorityKind, str] = {
    AuthorityKind.GUARDIAN: "法定代理人",
    AuthorityKind.LEGAL_REPRESENTATIVE: "法定代表人",
    AuthorityKind.LAWYER: "委托诉讼代理人（律师）",
    AuthorityKind.CLOSE_RELATIVE: "委托诉讼代理人（近亲属）",
    AuthorityKind.STAFF: "委托诉讼代理人（工作人员）",
    AuthorityKind.COMMUNITY: "委托诉讼代理人（社区或社会团体推荐）",
}
OPINIONS: Mapping[Opinion, str] = {
    Opinion.ACCEPTED: "认可",
    Opinion.DENIED: "不认可",
    Opinion.NO_VIEW: "未表态",
}
EXHIBITS: Mapping[ExhibitKind, str] = {
    ExhibitKind.DOCUMENT: "书证",
    ExhibitKind.OBJECT: "物证",
    ExhibitKind.PICTURE: "视听资料",
    ExhibitKind.ELECTRONIC: "电子数据",
    ExhibitKind.WITNESS: "证人证言",
    ExhibitKind.STATEMENT: "当事人的陈述",
    ExhibitKind.APPRAISAL: "鉴定意见",
    ExhibitKind.INSPECTION: "勘验笔录",
}
LINES: Mapping[LineKind, str] = {
    LineKind.STATEMENT: "",
    LineKind.QUESTION: "问：",
    LineKind.ANSWER: "答：",
    LineKind.EVIDENCE: "（举证质证）",
    LineKind.RIGHTS: "（告知权利义务）",
    LineKind.PROPOSAL: "（调解方案）",
    LineKind.RESULT: "（调解结果）",
    LineKind.READ_BACK: "（宣读）",
    LineKind.SUPPLEMENT: "（补充）",
}
GRADES: Mapping[Grade, str] = {
    Grade.FAST: "速裁",
    Grade.SIMPLE: "简案",
    Grade.ORDINARY: "普案",
    Grade.COMPLEX: "繁案",
}
TRACKS: Mapping[Track, str] = {
    Track.NOT_FILED: "未起诉，由调解组织调解",
    Track.FILED: "已立案，先行（委托）调解",
    Track.REFUSED: "已立案，当事人不同意调解",
}
# Online Mediation Rules art. 25, items (1) to (8).
REASONS: Mapping[EndReason, str] = {
    EndReason.AGREED: "当事人达成调解协议",
    EndReason.SETTLED: "当事人自行和解，撤回申请",
    EndReason.UNREACHABLE: "在调解期限内无法与当事人取得联系",
    EndReason.UNWILLING: "当事人一方明确表示不愿意继续调解",
    EndReason.TOO_FAR_APART: "当事人分歧较大，难以达成调解协议",
    EndReason.TERM_OVER: "调解期限届满未达成协议，当事人未同意延长期限",
    EndReason.NOT_SIGNED: "当事人一方拒绝在调解协议上签字",
    EndReason.OTHER: "其他导致调解无法进行的情形",
}
NEXT_DOORS: Mapping[NextDoor, str] = {
    NextDoor.NOTHING: "本次纠纷处理终结。",
    NextDoor.CONFIRMATION: "当事人可以自调解协议生效之日起三十日内共同申请司法确认。",
    NextDoor.CLOSE_FILED_CASE: "已立案件由人民法院依法报结。",
    NextDoor.FILE_COMPLAINT: "当事人可以依法向有管辖权的人民法院起诉，本次调解收集的材料随案移交。",
    NextDoor.FEE_NOTICE: "案件转入审理程序，人民法院将依法通知交纳诉讼费用。",
}
