"""The exchange between the parties as papers print it: claims, exhibits with views, issues."""

from commons.papers.rules import Json
from commons.papers.wording import sum_in_full
from litigation.record.entries import Exchange, ExhibitEntry
from litigation.signing import wording


def claims_with_replies(exchange: Exchange) -> list[Json]:
    return [
        {
            "party": one.party.name,
            "text": _claim_words(one.item, one.amount_fen, one.basis),
            "replies": [{"party": each.party.name, "text": each.text} for each in one.replies],
        }
        for one in exchange.standing_claims()
    ]


def _claim_words(item: str, amount_fen: int | None, basis: str) -> str:
    amount = f"，{sum_in_full(amount_fen)}" if amount_fen is not None else ""
    reason = f"。事实和理由：{basis}" if basis else ""
    return f"{item}{amount}{reason}"


def issues(exchange: Exchange) -> list[Json]:
    return [one.text for one in exchange.issues if one.settled_reason is None]


def exhibit_row(one: ExhibitEntry) -> list[Json]:
    # Evidence Rules art. 19: each exhibit is listed with its source and what it is to prove.
    what = f"{one.name}（{wording.EXHIBITS[one.kind]}）"
    source = f"；来源：{one.source}" if one.source else ""
    purpose = f"；证明目的：{one.purpose}" if one.purpose else ""
    withdrawn = "；已撤回" if one.withdrawn_reason is not None else ""
    views = "；".join(
        f"{view.party.name}：真实{wording.OPINIONS[view.genuine]}、"
        f"合法{wording.OPINIONS[view.lawful]}、关联{wording.OPINIONS[view.relevant]}"
        + (f"（{view.reason}）" if view.reason else "")
        for view in one.views
    )
    return [str(one.number), one.party.name, f"{what}{source}{purpose}{withdrawn}", views or "—"]
