"""Finding everything that belongs into a file: papers, exhibits, and what only rows know."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from commons.almanac import day_of
from commons.money import yuan
from commons.papers.models import Paper
from commons.papers.rules import Stage as PaperStage
from litigation.bundle.rules import (
    OF_CASE,
    OF_MEDIATION,
    OF_THINGS,
    Body,
    Item,
    Section,
)
from litigation.bundle.sheets import View, hash_of_sheet, sheet
from litigation.cases.charging import PaymentStage
from litigation.cases.models import Case, CaseExhibit, CaseParty, FeeNotice, FeePayment, Motion
from litigation.cases.motions import MotionKind
from litigation.cases.rules import Side
from litigation.decisions.models import DecisionReach
from litigation.delivery.models import Attempt, Delivery, Sighting
from litigation.delivery.served import served
from litigation.large_files.models import LargeFile
from litigation.large_files.rules import LargeStage
from litigation.record.exchange_models import Exhibit, ExhibitFile

SIDES: Mapping[Side, str] = {Side.PLAINTIFF: "原告", Side.DEFENDANT: "被告", Side.THIRD: "第三人"}
MOTIONS: Mapping[MotionKind, str] = {
    MotionKind.ANSWER: "答辩状",
    MotionKind.COUNTERCLAIM: "反诉状",
    MotionKind.JURISDICTION: "管辖异议申请",
    MotionKind.CLAIM_CHANGE: "变更诉讼请求申请",
    MotionKind.WITHDRAWAL: "撤诉申请",
    MotionKind.CONSOLIDATION: "并案申请",
}
Sheets = dict[str, View]


async def gather(case: Case) -> tuple[list[Item], Sheets]:
    """List the items of a file, and the facts of those that are printed from rows."""
    papers = await _papers(case)
    items = [*papers, *await _files(case), *await _large(case)]
    sheets: Sheets = {}
    for section, name, view in (
        await _identity(case),
        await _fees(case),
        *await _motions(case),
        await _exhibits(case),
        await _service(papers),
    ):
        if view["rows"]:
            sheets[name] = view
            items.append(_of_sheet(section, name, view))
    return items, sheets


def _of_sheet(section: Section, name: str, view: View) -> Item:
    digest = hash_of_sheet(view)
    # A party sees its case, not the ways by which others were sought.
    withheld = section is Section.SERVICE
    title, source = str(view["title"]), f"sheet:{name}"
    return Item(section, title, "", Body.SHEET, source, digest, is_withheld=withheld)


async def _papers(case: Case) -> list[Item]:
    """List what was printed and archived; what still waits for signatures is not in the file."""
    items: list[Item] = []
    unserved = await _unserved(case)
    for row in await Paper.filter(subject__startswith=case.subject, stage=PaperStage.ISSUED):
        of = OF_CASE if row.subject == case.subject else OF_THINGS
        withheld = row.subject.rpartition(":")[2] in unserved
        items += _of_paper(row, of.get(row.kind), is_withheld=withheld)
    if case.matter_id is not None:
        rows = Paper.filter(subject=f"mediation:{case.matter_id}", stage=PaperStage.ISSUED)
        for row in await rows:
            items += _of_paper(row, OF_MEDIATION.get(row.kind))
    return items


async def _unserved(case: Case) -> frozenset[str]:
    """Name the decisions that some party has not received yet."""
    rows = DecisionReach.filter(decision__case_id=case.id, served_on=None)
    ids = await rows.values_list("decision_id", flat=True)
    return frozenset(map(str, ids))


def _of_paper(row: Paper, section: Section | None, *, is_withheld: bool = False) -> Iterable[Item]:
    if section is None or row.pdf_sha256 is None:
        return ()
    on = day_of(row.drawn_up_at).isoformat()
    source = f"{row.kind}:{row.id}"
    return (
        Item(
            section,
            row.title,
            on,
            Body.PAPER,
            source,
            row.pdf_sha256,
            is_withheld=is_withheld,
        ),
    )


async def _files(case: Case) -> list[Item]:
    """List the files of the exhibits that both sides saw in the mediation and nobody withdrew."""
    if case.matter_id is None:
        return []
    exhibits = await Exhibit.filter(matter_id=case.matter_id)
    standing = {one.id: one for one in exhibits if one.withdrawn_reason is None}
    files = await ExhibitFile.filter(exhibit_id__in=list(standing)).order_by("position")
    return [
        Item(
            Section.EVIDENCE,
            f"证据{standing[one.exhibit_id].number} {standing[one.exhibit_id].name}：{one.name}",
            "",
            Body.FILE,
            f"file:{one.id}",
            one.clean_sha256,
            media_type=one.media_type,
            size=one.clean_bytes,
        )
        for one in files
    ]


async def _large(case: Case) -> list[Item]:
    rows = await LargeFile.filter(case_id=case.id, stage=LargeStage.WHOLE)
    return [
        Item(
            Section.EVIDENCE,
            one.title,
            day_of(one.whole_at or one.began_at).isoformat(),
            Body.LARGE,
            f"large:{one.id}",
            one.sha256,
            media_type=str(one.media),
            size=one.size,
        )
        for one in rows
    ]


async def _identity(case: Case) -> tuple[Section, str, View]:
    rows = await CaseParty.filter(case_id=case.id).order_by("place")
    lines = [
        (SIDES[one.side], one.name, one.number_masked or "—", one.agent_name or "—") for one in rows
    ]
    columns = ("地位", "姓名或者名称", "证件号码", "委托代理人")
    return Section.IDENTITY, "identity", sheet("当事人身份和代理情况", columns, lines)


async def _fees(case: Case) -> tuple[Section, str, View]:
    notices = await FeeNotice.filter(case_id=case.id)
    rows = FeePayment.filter(notice_id__in=[one.id for one in notices], stage=PaymentStage.PAID)
    lines = [
        (
            day_of(one.verified_at or one.asked_at).isoformat(),
            f"{yuan(one.amount_fen)}元",
            one.receipt_number or one.reference or "—",
        )
        for one in await rows.order_by("asked_at", "id")
    ]
    return (
        Section.RECEIPT,
        "fees",
        sheet("诉讼费收据登记", ("日期", "金额", "票据或者流水号"), lines),
    )


async def _motions(case: Case) -> list[tuple[Section, str, View]]:
    rows = await Motion.filter(case_id=case.id).order_by("place")
    return [
        (
            Section.ANSWER,
            f"motion-{one.place}",
            sheet(
                f"{MOTIONS[one.kind]}（{one.party_name}）",
                ("项目", "内容"),
                [
                    ("提出日期", one.made_on.isoformat()),
                    ("内容", one.words or "—"),
                    ("处理", one.decision or "—"),
                ],
            ),
        )
        for one in rows
    ]


async def _exhibits(case: Case) -> tuple[Section, str, View]:
    rows = await CaseExhibit.filter(case_id=case.id).order_by("place")
    lines = [(SIDES[one.side], one.name, one.source or "—", one.purpose or "—") for one in rows]
    columns = ("提交人", "证据名称", "来源", "证明目的")
    return Section.EVIDENCE, "exhibits", sheet("证据目录", columns, lines)


async def _service(papers: Iterable[Item]) -> tuple[Section, str, View]:
    """Say of each paper whom it reached when, by what deliveries prove: three queries."""
    titles = {UUID(one.source.partition(":")[2]): one.title for one in papers}
    rows = await Delivery.filter(paper_id__in=list(titles)).order_by("prepared_at", "id")
    ids = [row.id for row in rows]
    attempts = await Attempt.filter(delivery_id__in=ids)
    sights = await Sighting.filter(delivery_id__in=ids)
    lines: list[tuple[str, str, str]] = []
    for row in rows:
        tried = [one for one in attempts if one.delivery_id == row.id]
        seen = [one for one in sights if one.delivery_id == row.id]
        at = served(row.facts(tried, seen)).at
        opened = min((one.at for one in seen), default=None)
        said = f"{day_of(at)} 送达" if at else f"{day_of(opened)} 打开" if opened else "没有打开"
        lines.append((titles[row.paper_id], row.name, said))
    return Section.SERVICE, "service", sheet("送达情况登记", ("文书", "受送达人", "结果"), lines)
