"""Gathers what the papers of a case print, each step of the fee as a sentence."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from commons.papers.places import TEMPLATES
from litigation.cases import wording
from litigation.cases.charging import NoticeStage, ReliefStage
from litigation.cases.fees import Procedure
from litigation.cases.grading import SLOTS
from litigation.cases.models import (
    Case,
    CaseClaim,
    CaseExhibit,
    CaseFact,
    CaseParty,
    FeeNotice,
    FeeRefund,
    FeeRelief,
    Supplement,
)
from litigation.cases.pleading import ELEMENTS, ClaimStage, Domicile
from litigation.cases.rules import RefusalGround, Side, Stage
from litigation.cases.sheets import (
    Account,
    CaseSheet,
    Charged,
    ClaimLine,
    ExhibitLine,
    Head,
    Listed,
    Owed,
    PartyLine,
    Pleaded,
    Refused,
    Relieved,
)
from litigation.cases.ways import CourtWays
from litigation.record.rules import Grade

# Civil Procedure Law art. 128 and 285; Interpretation art. 99, 266 and 275.
ANSWER_DAYS, ANSWER_DAYS_ABROAD = 15, 30
EVIDENCE_DAYS: Mapping[Procedure, int] = {
    Procedure.ORDINARY: 15,
    Procedure.SUMMARY: 15,
    Procedure.SMALL_CLAIMS: 7,
}


async def sheet_of(case: Case, ways: CourtWays, *, on: date) -> CaseSheet:
    parties = await CaseParty.filter(case_id=case.id).order_by("place")
    abroad = any(
        one.domicile is Domicile.ABROAD for one in parties if one.side is not Side.PLAINTIFF
    )
    return CaseSheet(
        head=_head(case, ways, on),
        parties=tuple(_party(one) for one in parties),
        pleaded=await _pleaded(case),
        listed=await _listed(case),
        refused=_refused(case),
        charged=await _charged(case),
        relieved=await _relieved(case),
        account=await _account(case),
        answer_days=ANSWER_DAYS_ABROAD if abroad else ANSWER_DAYS,
        evidence_days=EVIDENCE_DAYS[case.procedure],
    )


def _head(case: Case, ways: CourtWays, on: date) -> Head:
    return Head(
        number=case.number or "",
        receipt_number=case.receipt_number,
        cause=case.cause,
        court=ways.court_name,
        hotline=ways.hotline,
        procedure=case.procedure,
        is_panel=SLOTS[case.grade or Grade.SIMPLE].is_panel,
        judge=case.judge_name,
        clerk=case.clerk_name,
        drawn_on=on,
        submitted_at=case.submitted_at,
        filed_on=case.filed_on,
    )


def _party(row: CaseParty) -> PartyLine:
    facts = (
        f"证件号码{row.number_masked}" if row.number_masked else "",
        f"住{row.address}" if row.address else "",
        wording.DOMICILES[row.domicile],
        f"委托诉讼代理人{row.agent_name}" if row.agent_name else "",
    )
    return PartyLine(
        side=row.side,
        name=row.name,
        facts=tuple(filter(None, facts)),
        address=row.address or "",
        e_address=row.e_address or "",
        phone=row.phone or "",
        e_consent=row.e_basis is not None,
        agent=row.agent_name,
    )


async def _pleaded(case: Case) -> Pleaded:
    claims = await CaseClaim.filter(case_id=case.id, stage=ClaimStage.STANDING).order_by("place")
    exhibits = await CaseExhibit.filter(case_id=case.id).order_by("place")
    facts = await CaseFact.filter(case_id=case.id).order_by("place")
    said = case.pleading
    return Pleaded(
        claims=tuple(ClaimLine(one.side, one.item, one.amount_fen) for one in claims),
        story=tuple((name, said.get(name, "")) for name in ELEMENTS),
        exhibits=tuple(
            ExhibitLine(one.side, one.name, one.source, one.purpose) for one in exhibits
        ),
        agreed_facts=tuple(one.text for one in facts),
        preservation=said.get("preservation", ""),
        receiver=said.get("receiver", ""),
        filed_by=case.filed_by_name,
    )


async def _listed(case: Case) -> Listed | None:
    row = await Supplement.get_or_none(case_id=case.id)
    return Listed(tuple(row.defects), row.due_on) if row else None


def _refused(case: Case) -> Refused | None:
    if case.stage is not Stage.REFUSED:
        return None
    return Refused(RefusalGround(case.pleading["refusal_ground"]), case.ending_words)


async def _charged(case: Case) -> Charged | None:
    row = (
        await FeeNotice.filter(case_id=case.id)
        .exclude(stage=NoticeStage.CANCELLED)
        .order_by("-place")
        .first()
    )
    if row is None:
        return None
    return Charged(
        kind=row.kind,
        payer=row.party_name,
        whole_fen=row.whole_fen,
        fee_fen=row.fee_fen,
        fee_fen_max=row.fee_fen_max,
        lines=tuple(sentences(row.lines)),
        due_on=row.due_on,
        is_provisional=row.provisional,
    )


async def _relieved(case: Case) -> Relieved | None:
    row = (
        await FeeRelief.filter(notice__case_id=case.id)
        .exclude(stage=ReliefStage.OPEN)
        .select_related("notice")
        .order_by("-decided_on", "-id")
        .first()
    )
    if row is None:
        return None
    return Relieved(
        kind=row.kind,
        ground=row.ground,
        payer=row.notice.party_name,
        is_granted=row.stage is ReliefStage.GRANTED,
        waived_fen=row.granted_fen,
        until_on=row.until_on,
        reason=row.reason,
    )


async def _account(case: Case) -> Account:
    notices = await FeeNotice.filter(case_id=case.id).exclude(stage=NoticeStage.CANCELLED)
    refunds = await FeeRefund.filter(case_id=case.id).order_by("owed_on", "id")
    return Account(
        notices=tuple(
            (wording.NOTICES[one.kind], one.party_name, one.fee_fen, one.paid_fen, one.waived_fen)
            for one in notices
        ),
        refunds=tuple(
            Owed(one.ground, one.party_name, one.amount_fen, one.due_on) for one in refunds
        ),
    )


@lru_cache(maxsize=1)
def _reasons() -> Mapping[str, str]:
    """Read the source sentences: a paper is in Chinese, whoever has it drawn up."""
    found: dict[str, str] = {}
    for path in sorted((TEMPLATES.parents[1] / "locale" / "words").glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8")).get("reasons", {})
    return found


def sentences(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """Write the steps of a reckoning as sentences."""
    return [_reasons()[one["reason"]].format(**one["facts"]) for one in lines]
