"""The papers of filing and fee, and the exact facts printed on each of them."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from commons.money import yuan
from commons.papers.rules import Json
from commons.papers.wording import day, moment, sum_in_full
from litigation.cases import wording
from litigation.cases.paper_kinds import CasePaper
from litigation.cases.rules import Side
from litigation.cases.sheets import CaseSheet, PartyLine

View: TypeAlias = dict[str, Json]


def content(kind: CasePaper, sheet: CaseSheet) -> View:
    """Build the exact facts that this paper prints."""
    return {**_top(sheet), **_BUILDERS[kind](sheet)}


def _top(sheet: CaseSheet) -> View:
    head = sheet.head
    return {
        "case": {
            "number": head.number or head.receipt_number,
            "cause": head.cause,
            "procedure": wording.PROCEDURES[head.procedure],
        },
        "parties": [_named(one) for one in sheet.parties],
        "court": head.court,
        "hotline": head.hotline,
        "drawn_on": head.drawn_on.isoformat(),
    }


def _named(one: PartyLine) -> View:
    return {"role": wording.SIDES[one.side], "name": one.name, "facts": list(one.facts)}


def _complaint(sheet: CaseSheet) -> View:
    pleaded = sheet.pleaded
    own = [one for one in pleaded.claims if one.side is Side.PLAINTIFF]
    return {
        "claims": [
            [str(n), one.item, yuan(one.amount_fen) if one.amount_fen is not None else "—"]
            for n, one in enumerate(own, 1)
        ],
        "story": [
            {"name": wording.ELEMENTS[name], "text": text} for name, text in pleaded.story if text
        ],
        "exhibits": [
            [str(n), one.name, one.source, one.purpose]
            for n, one in enumerate(
                [one for one in pleaded.exhibits if one.side is Side.PLAINTIFF], 1
            )
        ],
        "agreed_facts": list(pleaded.agreed_facts),
        "preservation": pleaded.preservation,
        "service": _address(sheet.parties[0], pleaded.receiver),
        "filed_by": pleaded.filed_by,
        "submitted_at": moment(sheet.head.submitted_at),
    }


def _address(one: PartyLine, receiver: str) -> View:
    return {
        "name": one.name,
        "receiver": receiver,
        "address": one.address,
        "phone": one.phone,
        "e_address": one.e_address,
        "e_consent": one.e_consent,
    }


def _receipt(sheet: CaseSheet) -> View:
    pleaded = sheet.pleaded
    materials = [
        "民事起诉状",
        *(one.name for one in pleaded.exhibits if one.side is Side.PLAINTIFF),
    ]
    return {
        "receipt_number": sheet.head.receipt_number,
        "submitted_at": moment(sheet.head.submitted_at),
        "filed_by": pleaded.filed_by,
        "materials": materials,
    }


def _defects(sheet: CaseSheet) -> View:
    assert sheet.listed is not None
    return {"defects": list(sheet.listed.defects), "due_on": sheet.listed.due_on.isoformat()}


def _refusal(sheet: CaseSheet) -> View:
    assert sheet.refused is not None
    return {
        "ground": wording.REFUSALS[sheet.refused.ground],
        "article": wording.REFUSAL_ARTICLES[sheet.refused.ground],
        "reason": sheet.refused.reason,
        "claims": [one.item for one in sheet.pleaded.claims],
        "submitted_on": day(sheet.head.submitted_at.date()),
        "judge": sheet.head.judge,
    }


def _filed(sheet: CaseSheet) -> View:
    assert sheet.head.filed_on is not None
    return {"filed_on": day(sheet.head.filed_on), "answer_days": sheet.answer_days}


def _evidence(sheet: CaseSheet) -> View:
    return {"evidence_days": sheet.evidence_days}


def _fee(sheet: CaseSheet) -> View:
    one = sheet.charged
    assert one is not None
    # Where the province has not fixed a fee, the least is asked for, and the most is named.
    most = "" if one.fee_fen == one.fee_fen_max else sum_in_full(one.fee_fen_max)
    return {
        "what": wording.NOTICES[one.kind],
        "payer": one.payer,
        "fee": sum_in_full(one.fee_fen),
        "most": most,
        "whole": yuan(one.whole_fen),
        "lines": list(one.lines),
        "due_on": one.due_on.isoformat(),
        "provisional": one.is_provisional,
    }


def _relief(sheet: CaseSheet) -> View:
    one = sheet.relieved
    assert one is not None
    return {
        "payer": one.payer,
        "kind": wording.RELIEFS[one.kind],
        "ground": wording.GROUNDS[one.ground],
        "granted": one.is_granted,
        "waived": sum_in_full(one.waived_fen) if one.waived_fen else "",
        "until_on": one.until_on.isoformat() if one.until_on else "",
        "reason": one.reason,
    }


def _bench(sheet: CaseSheet) -> View:
    head = sheet.head
    return {
        "bench": "合议庭" if head.is_panel else "审判员一人独任",
        "judge": head.judge,
        "clerk": head.clerk,
    }


def _addresses(sheet: CaseSheet) -> View:
    one = sheet.parties[0]
    return {"service": _address(one, sheet.pleaded.receiver)}


def _fee_list(sheet: CaseSheet) -> View:
    account = sheet.account
    return {
        "notices": [
            [name, payer, yuan(asked), yuan(paid), yuan(waived)]
            for name, payer, asked, paid, waived in account.notices
        ],
        "refunds": [
            [wording.REFUNDS[one.ground], one.payer, yuan(one.amount_fen), day(one.due_on)]
            for one in account.refunds
        ],
    }


def _nothing(_: CaseSheet) -> View:
    return {}


_BUILDERS: Mapping[CasePaper, Callable[[CaseSheet], View]] = {
    CasePaper.COMPLAINT: _complaint,
    CasePaper.ORAL: _complaint,
    CasePaper.RECEIPT: _receipt,
    CasePaper.DEFECTS: _defects,
    CasePaper.REFUSAL: _refusal,
    CasePaper.ACCEPTANCE: _filed,
    CasePaper.RESPOND: _filed,
    CasePaper.EVIDENCE: _evidence,
    CasePaper.FEE: _fee,
    CasePaper.RELIEF: _relief,
    CasePaper.SMALL_CLAIMS: _bench,
    CasePaper.BENCH: _bench,
    CasePaper.ONLINE: _nothing,
    CasePaper.RIGHTS: _nothing,
    CasePaper.ADDRESS: _addresses,
    CasePaper.FEE_LIST: _fee_list,
}
