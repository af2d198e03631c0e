"""The papers that lead to a hearing and record it, and the exact facts printed on each."""

from typing import TypeAlias

from commons.papers.rules import Json
from commons.papers.wording import day, moment
from litigation.hearings import wording
from litigation.hearings.rules import SUMMONED_PARTS
from litigation.hearings.sheets import (
    Called,
    Course,
    Explained,
    Head,
    Moved,
    PutOff,
    Sitting,
    Typed,
)

View: TypeAlias = dict[str, Json]


def top(head: Head) -> View:
    return {
        "case": {
            "number": head.number,
            "cause": head.cause,
            "procedure": wording.PROCEDURES[head.procedure],
            "judge": head.judge,
            "clerk": head.clerk,
        },
        "parties": [
            {"role": one.role, "name": one.name, "facts": list(one.facts)} for one in head.parties
        ],
        "court": head.court,
        "drawn_on": head.drawn_on.isoformat(),
    }


def names_only(head: Head) -> View:
    """What strangers to the case may read: who with whom, and nothing of where they live."""
    bare = [{"role": one.role, "name": one.name, "facts": []} for one in head.parties]
    return {**top(head), "parties": bare}


def call(head: Head, sitting: Sitting, called: Called) -> View:
    """A summons or a notice: to whom, why, when, where, and what happens to who stays away."""
    role = wording.PARTS[called.part]
    if called.for_whom:
        role = f"{called.for_whom}的{role}"
    return {
        **names_only(head),
        "name": called.name,
        "role": role,
        "address": called.address,
        "reason": wording.PURPOSES[sitting.purpose],
        "time": moment(sitting.starts_at),
        "where": _where(sitting, is_online=called.is_online),
        "notes": _notes(called),
    }


def _where(sitting: Sitting, *, is_online: bool) -> str:
    if is_online:
        # Online Litigation Rules art. 24: by the court's own means, in fit surroundings.
        return "在线参加（进入方式见诉讼服务页面，开庭前重新核对身份）"
    return sitting.room


def _notes(called: Called) -> list[Json]:
    notes: list[Json] = ["请携带身份证件和本件，提前十五分钟到达。"]
    if called.is_online:
        notes = [
            "请在安静、光线充足、网络畅通的场所参加，不得自行录音录像、截屏或者传播。",
            "因网络、设备、停电等原因不能在线到庭的，请立即联系法庭，不视为拒不到庭。",
        ]
    if called.part in SUMMONED_PARTS:
        notes.append(_CONSEQUENCES.get(called.part.value, ""))
    notes.append("需要乘船的，请留意航班；渡轮停航不能到庭的，请立即联系法庭。")
    return [one for one in notes if one]


# Civil Procedure Law art. 146 and 147.
_CONSEQUENCES = {
    "plaintiff": "原告经传票传唤，无正当理由拒不到庭，或者未经法庭许可中途退庭的，可以按撤诉处理。",
    "defendant": "被告经传票传唤，无正当理由拒不到庭，或者未经法庭许可中途退庭的，可以缺席判决。",
}


def announcement(head: Head, sitting: Sitting) -> View:
    # Art. 139: a public hearing is announced with names, cause, time and place.
    return {
        **names_only(head),
        "time": moment(sitting.starts_at),
        "where": f"{sitting.room}（{wording.MODES[sitting.mode]}）",
        "reason": wording.PURPOSES[sitting.purpose],
    }


def change(head: Head, called: Called, moved: Moved) -> View:
    return {
        **top(head),
        "name": called.name,
        "before": moved.before,
        "after": moved.after,
        "why": moved.why,
        "words": moved.words,
    }


def approval(head: Head, put_off: PutOff) -> View:
    decided = wording.CHOICES[put_off.choice] if put_off.choice else _granted(put_off)
    return {
        **top(head),
        "sits_on": day(put_off.sits_on) if put_off.sits_on else "",
        "reason": wording.REASONS[put_off.reason],
        "cause": wording.CAUSES[put_off.cause] if put_off.cause else "",
        "words": put_off.words,
        "count": f"已经延期{put_off.done_before}次，本程序以{put_off.limit}次为限",
        "verdict": wording.VERDICTS[put_off.verdict],
        "asked_by": put_off.asked_by,
        "decision": decided,
        "decision_words": put_off.decision,
        "decided_by": put_off.decided_by,
        "decided_on": day(put_off.decided_on) if put_off.decided_on else "",
    }


def _granted(put_off: PutOff) -> str:
    if put_off.decided_on is None:
        return "（待决定）"
    return "准予延期" if put_off.is_granted else "不准延期"


def procedure(head: Head, typed: Typed) -> View:
    assert typed.to_procedure is not None
    return {
        **top(head),
        "after": wording.PROCEDURES[typed.to_procedure],
        "words": typed.words,
    }


def term(head: Head, typed: Typed) -> View:
    ends = day(typed.term_ends_on) if typed.term_ends_on else ""
    return {**top(head), "words": typed.words, "months": str(typed.months), "ends": ends}


def record(head: Head, course: Course) -> View:
    """Print what was said, phase by phase, with the roll before it (art. 150)."""
    return {
        **top(head),
        "opened": moment(course.opened_at),
        "closed": moment(course.closed_at) if course.closed_at else "（尚未闭庭）",
        "where": f"{course.sitting.room}（{wording.MODES[course.sitting.mode]}）",
        "purpose": wording.PURPOSES[course.sitting.purpose],
        "roll": [{"role": one.role, "name": one.name, "how": one.how} for one in course.roll],
        "lines": [
            {
                "place": str(one.place),
                "phase": wording.PHASES[one.phase],
                "speaker": one.speaker,
                "text": one.text,
                "corrects": str(one.corrects) if one.corrects else "",
            }
            for one in course.lines
        ],
    }


def circuit(head: Head, course: Course, typed: Typed) -> View:
    return {
        **record(head, course),
        "vessel": typed.vessel,
        "fee": typed.fee,
        "words": typed.words,
    }


def explanation(head: Head, explained: Explained) -> View:
    return {
        **top(head),
        "earliest": day(explained.earliest_on),
        "latest": day(explained.latest_on),
        "why": list(explained.why),
        "placed": explained.placed,
    }
