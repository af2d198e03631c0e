"""The seven papers of a mediation and the exact facts printed on each of them.

What reaches the court is built from `CourtRecord` alone: no function here that makes the report
can even be handed a line of the talks, an offer or a note (Online Mediation Rules art. 18).
"""

from collections.abc import Sequence
from typing import TypeAlias

from commons.money import yuan
from commons.papers.rules import Json
from commons.papers.wording import day, moment, sum_in_full
from litigation.mediation.rules import ConflictKind, Track
from litigation.record.entries import CourtRecord, Exchange, JointRecord
from litigation.record.rules import FactStage
from litigation.signing import wording
from litigation.signing.exchange import claims_with_replies, exhibit_row, issues
from litigation.signing.sheets import (
    Confirming,
    Ending,
    Head,
    PartyLine,
    Promises,
    Talks,
)

View: TypeAlias = dict[str, Json]


def notice(head: Head, parties: Sequence[PartyLine]) -> View:
    return {**_top(head, parties), "disclosure": _disclosure(head), "term": _term(head)}


def transcript(head: Head, parties: Sequence[PartyLine], joint: JointRecord, talks: Talks) -> View:
    exchange = joint.exchange
    agreed = [one.text for one in joint.facts if one.stage is FactStage.FIXED]
    return {
        **_top(head, parties),
        "time": moment(talks.begun_at) if talks.begun_at else "",
        "place": talks.place,
        "mode": "在线" if talks.is_online else "现场",
        "recorder": head.mediator,
        "identity": [f"{one.name}，{one.identity}" for one in parties if one.identity],
        "rights": "调解员已告知当事人的权利义务、调解不公开和不利影响排除的规则，"
        "并就虚假调解的法律后果作出提示，当事人表示听清。",
        "disclosure": _disclosure(head),
        "claims": claims_with_replies(exchange),
        "exhibits": [exhibit_row(one) for one in exchange.exhibits],
        "lines": [
            {
                "speaker": line.speaker,
                "label": wording.LINES[line.kind],
                "text": line.text,
                "without_prejudice": line.without_prejudice,
                "corrects": line.corrects_number,
                "heard": "、".join(talks.heard_by.get(line.number, ())),
            }
            for line in joint.lines
        ],
        "agreed_facts": agreed,
        "issues": issues(exchange),
        "result": "\n".join(line.text for line in joint.results),
        "read_back": _read_back(parties, joint, talks),
    }


def _read_back(parties: Sequence[PartyLine], joint: JointRecord, talks: Talks) -> str:
    # Row 1.13: the ticks stand in the transcript itself, so that they are signed with it.
    total = len(joint.lines)
    counts = [
        (one.name, sum(one.name in names for names in talks.heard_by.values())) for one in parties
    ]
    read = [f"{name}逐段听读确认{count}段" for name, count in counts if count]
    if not read:
        return "本笔录交当事人阅读；不能阅读的，由调解员宣读。"
    return f"本笔录“调解经过”共{total}段，已向当事人宣读：{'；'.join(read)}。"


def facts(head: Head, parties: Sequence[PartyLine], joint: JointRecord) -> View:
    """List what both sides are asked to fix now, together with what they fixed before."""
    asked = [one for one in joint.facts if one.stage in {FactStage.PROPOSED, FactStage.FIXED}]
    return {
        **_top(head, parties),
        "agreed_facts": [one.text for one in asked],
        # Not printed: with the last signature exactly these are fixed, and no later one.
        "fact_ids": [str(one.id) for one in asked],
    }


def agreement(
    head: Head, parties: Sequence[PartyLine], exchange: Exchange, promises: Promises
) -> View:
    return {
        **_top(head, parties),
        "facts": promises.facts,
        "issues": issues(exchange),
        "terms": [
            {
                "debtor": one.debtor,
                "creditor": one.creditor,
                "what": one.what.rstrip("。"),
                "amount": sum_in_full(one.amount_fen) if one.amount_fen else "",
                "due_on": one.due_on.isoformat() if one.due_on else "",
                "method": one.method,
            }
            for one in promises.terms
        ],
        "default_clause": promises.default_clause,
        "costs": promises.costs,
        "confirmation": _confirmation(head, promises),
    }


def _confirmation(head: Head, promises: Promises) -> str:
    if head.track is not Track.NOT_FILED:
        return "本案已经立案，当事人可以撤回起诉，或者申请人民法院依法制作民事调解书。"
    if promises.wants_confirmation:
        return f"当事人约定自本协议生效之日起三十日内共同向{head.court}申请司法确认。"
    return "当事人暂不申请司法确认；三十日内可以另行共同申请。"


def report(head: Head, parties: Sequence[PartyLine], court: CourtRecord) -> View:
    words = court.words
    return {
        **_top(head, parties),
        "claims": [
            [
                str(one.number),
                f"{one.party.name}：{one.item}",
                yuan(one.amount_fen) if one.amount_fen is not None else "—",
                one.basis,
            ]
            for one in court.exchange.standing_claims()
        ],
        "replies": [
            f"{reply.party.name}对请求{one.number}：{reply.text}"
            for one in court.exchange.standing_claims()
            for reply in one.replies
        ],
        "exhibits": [exhibit_row(one) for one in court.exchange.exhibits],
        "agreed_facts": [one.text for one in court.fixed_facts],
        "issues": issues(court.exchange),
        "course": words.course if words else "",
        "reason": _reason(court),
        "costly_conduct": court.costly_conduct,
        "appraisal_needs": words.appraisal_needs if words else "",
        "court_hints": court.court_hints,
        "advice": _advice(court),
    }


def _reason(court: CourtRecord) -> str:
    if court.end_reason is None:
        return ""
    named = f"未成原因：{wording.REASONS[court.end_reason]}。"
    return f"{named}\n{court.explanation}" if court.explanation else named


def _advice(court: CourtRecord) -> str:
    words = court.words
    if words is None or words.grade is None:
        return "（未提出）"
    minutes = f"，预计庭审{words.minutes}分钟" if words.minutes else ""
    return f"建议按{wording.GRADES[words.grade]}办理{minutes}。以上为调解员的建议，由人民法院决定。"


def ending(head: Head, parties: Sequence[PartyLine], how: Ending) -> View:
    begun = day(head.accepted_on) if head.accepted_on else "（未接受）"
    closed = day(how.closed_on) if how.closed_on else day(head.drawn_on)
    return {
        **_top(head, parties),
        "period": f"调解组织接受日期：{begun}；终结日期：{closed}。",
        "reason": wording.REASONS[how.reason],
        "reason_item": how.reason.item,
        "next_door": wording.NEXT_DOORS[how.next_door],
    }


def confirmation(head: Head, parties: Sequence[PartyLine], what: Confirming) -> View:
    return {
        **_top(head, [_as_joint(one) for one in parties]),
        "agreed_on": what.agreed_on.isoformat(),
        "due_on": what.due_on.isoformat(),
        "agreement_code": what.agreement_code,
        "organisation_kind": what.organisation_kind,
        # Interpretation art. 354: what has to be handed in with the application.
        "annexes": [
            "调解协议",
            f"调解组织（{head.organisation}）主持调解的证明",
            "申请人的身份证明、资格证明、住所、联系方式",
            "与调解协议相关的财产权利证明等材料",
        ],
    }


def _as_joint(one: PartyLine) -> PartyLine:
    return PartyLine("申请人", one.name, one.facts, one.identity)


def _top(head: Head, parties: Sequence[PartyLine]) -> View:
    return {
        "matter": {
            "number": head.number,
            "case_number": head.case_number or "—",
            "cause": head.cause,
            "track": wording.TRACKS[head.track],
            "organisation": head.organisation,
            "mediator": head.mediator,
        },
        "parties": [
            {"role": one.role, "name": one.name, "facts": list(one.facts)} for one in parties
        ],
        "drawn_on": head.drawn_on.isoformat(),
        "court": head.court,
    }


def _disclosure(head: Head) -> str:
    if head.conflict is None:
        return ""
    if head.conflict is ConflictKind.NONE:
        return f"调解员{head.mediator}声明：与本案当事人没有需要披露的关系。"
    return f"调解员{head.mediator}披露：{head.conflict_words}。当事人知悉后，同意由其继续调解。"


def _term(head: Head) -> str:
    if head.term_due_on is None:
        return "调解期限自调解组织接受之日起计算，届时另行告知。"
    mark = "（该年节假日安排尚未公布，暂定）" if head.term_is_provisional else ""
    return (
        f"调解期限至{day(head.term_due_on)}止{mark}。"
        "期限届满，各方同意的可以延长；不同意延长的，调解终结。"
    )
