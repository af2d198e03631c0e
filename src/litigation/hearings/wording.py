"""How papers of a hearing name things, in the words of the courts."""

from collections.abc import Mapping

from litigation.cases.fees import Procedure
from litigation.hearings.adjourning import Cause, Choice, Reason, Verdict
from litigation.hearings.attending import Absence
from litigation.hearings.online import Mode
from litigation.hearings.rules import Part, Purpose, Switch
from litigation.hearings.sitting import Phase

PARTS: Mapping[Part, str] = {
    Part.PLAINTIFF: "原告",
    Part.DEFENDANT: "被告",
    Part.THIRD: "第三人",
    Part.AGENT: "委托诉讼代理人",
    Part.WITNESS: "证人",
    Part.EXPERT: "鉴定人",
    Part.INTERPRETER: "翻译人员",
}
PROCEDURES: Mapping[Procedure, str] = {
    Procedure.ORDINARY: "普通程序",
    Procedure.SUMMARY: "简易程序",
    Procedure.SMALL_CLAIMS: "小额诉讼程序",
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.EXCHANGE: "庭前会议、证据交换",
    Purpose.TRIAL: "开庭审理",
    Purpose.PRONOUNCEMENT: "宣判",
}
MODES: Mapping[Mode, str] = {
    Mode.IN_PERSON: "现场",
    Mode.ONLINE: "在线",
    Mode.MIXED: "部分在线、部分现场",
}
PHASES: Mapping[Phase, str] = {
    Phase.OPENING: "开庭准备",
    Phase.INQUIRY: "法庭调查",
    Phase.DEBATE: "法庭辩论",
    Phase.LAST_WORDS: "最后意见",
    Phase.MEDIATION: "法庭调解",
    Phase.PRONOUNCEMENT: "宣判",
}
ABSENCES: Mapping[Absence, str] = {
    Absence.NO_REASON: "未到庭",
    Absence.GOOD_REASON: "有正当理由未到庭",
    Absence.TECHNICAL: "因网络、设备等技术原因未能在线到庭",
    Absence.FORCE_MAJEURE: "因不可抗力未到庭",
    Absence.LEFT_EARLY: "未经许可中途退庭",
}
REASONS: Mapping[Reason, str] = {
    Reason.EXCUSED: "必须到庭的当事人或者其他诉讼参与人有正当理由没有到庭"
    "（民事诉讼法第149条第1项）",
    Reason.RECUSAL: "当事人临时提出回避申请（民事诉讼法第149条第2项）",
    Reason.EVIDENCE: "需要通知新的证人到庭，调取新的证据，重新鉴定、勘验，或者补充调查"
    "（民事诉讼法第149条第3项）",
    Reason.OTHER: "其他应当延期的情形（民事诉讼法第149条第4项）",
}
CAUSES: Mapping[Cause, str] = {Cause.FORCE_MAJEURE: "不可抗力", Cause.ACCIDENT: "意外事件"}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.JUDGE: "承办法官决定",
    Verdict.PRESIDENT: "报请院长批准",
    Verdict.ASK: "延期次数已经用完，法律没有规定例外，报请院长决定",
    Verdict.NO: "不予延期",
}
CHOICES: Mapping[Choice, str] = {
    Choice.GRANT: "准予延期",
    Choice.ONLINE: "不延期，保留原定时间，改为在线开庭",
    Choice.BEYOND: "准予再次延期",
    Choice.REFUSE: "不准延期",
}
SWITCHES: Mapping[Switch, str] = {
    Switch.ASKED: "当事人申请",
    Switch.FERRY: "渡轮停航",
    Switch.NO_MEANS: "当事人不具备在线诉讼的条件或者能力",
    Switch.ON_SITE: "需要当面查明身份、核对原件或者查验实物",
    Switch.COMPLEX: "案件疑难复杂",
    Switch.PUBLIC_INTEREST: "涉及国家安全、国家秘密或者社会公共利益",
    Switch.TECHNICAL: "网络或者设备发生故障",
}
# Why a window begins and ends where it does, for those to whom it is explained.
WINDOW: Mapping[str, str] = {
    "hearings.first_by_notice": "最早{earliest_on}：开庭三日前通知，并留足路上的时间",
    "hearings.first_by_answer": "最早{earliest_on}：答辩期届满的次日",
    "hearings.first_by_evidence": "最早{earliest_on}：举证期限届满的次日",
    "hearings.last_by_planning": "最迟{latest_on}：排期以一年为限",
    "hearings.last_by_term": "最迟{latest_on}：审理期限届满前，并留出制作文书的时间",
    "hearings.last_by_gap": "最迟{latest_on}：与上一次开庭相隔不超过一个月",
    "hearings.margin_given_up": "时间紧迫，不再留出制作文书的时间，最迟至审理期限届满日{term_on}",
    "hearings.no_day_left": "期限内已经没有可以开庭的日期，由法官决定",
}
