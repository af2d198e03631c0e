"""What is printed for a file itself: cover and index, the list of hashes, sheets of facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from commons.papers.rules import Json, canonical
from litigation.bundle.rules import Scope, Section

View: TypeAlias = dict[str, Json]
FRONT, BACK, SHEET, SLIP = [f"bundle/{name}.html" for name in ("front", "back", "sheet", "slip")]
SECTIONS = {
    Section.COMPLAINT: "起诉材料",
    Section.RECEIPT: "诉讼费用",
    Section.ACCEPTANCE: "受理和通知",
    Section.ANSWER: "答辩和申请",
    Section.IDENTITY: "当事人身份和代理",
    Section.EVIDENCE: "证据",
    Section.MEDIATION: "诉前调解确认的事实",
    Section.SUMMONS: "传唤和通知",
    Section.HEARING: "庭审笔录",
    Section.DECISION: "裁判文书",
    Section.PRONOUNCEMENT: "宣判笔录",
    Section.SERVICE: "送达",
    Section.ENFORCEMENT: "执行",
    Section.INTERNAL: "内部审批（副卷）",
}
SCOPES = {Scope.COURT: "正卷和副卷", Scope.PARTIES: "正卷"}


@dataclass(frozen=True, slots=True)
class Volume:
    """The file as its cover names it."""

    court: str
    number: str
    cause: str
    title: str
    procedure: str
    judge: str
    clerk: str
    filed: str
    closed: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index and of the list of hashes."""

    section: Section
    title: str
    on: str
    first: int
    last: int
    sha256: str


def front(volume: Volume, entries: Sequence[Entry]) -> View:
    lines: list[Json] = [
        [
            str(at),
            SECTIONS[one.section],
            one.title,
            one.on,
            str(one.first) if one.first == one.last else f"{one.first}—{one.last}",
        ]
        for at, one in enumerate(entries, start=1)
    ]
    return {
        "court": volume.court,
        "number": volume.number,
        "cause": volume.cause,
        "title": volume.title,
        "procedure": volume.procedure,
        "judge": volume.judge or "—",
        "clerk": volume.clerk or "—",
        "filed": volume.filed or "—",
        "closed": volume.closed or "—",
        "scope": SCOPES[volume.scope],
        "lines": lines,
    }


def back(entries: Sequence[Entry]) -> View:
    """List the hash of every item; the last line is the hash of the list itself."""
    lines: list[Json] = [
        # In two halves, so that the column of names keeps its room.
        [str(at), one.title, f"{one.sha256[:32]} {one.sha256[32:]}"]
        for at, one in enumerate(entries, start=1)
    ]
    return {"lines": lines, "whole": hash_of_list(entries)}


def hash_of_list(entries: Sequence[Entry]) -> str:
    """Hash the items' hashes, one a line, in the order of the file."""
    return sha256("".join(f"{one.sha256}\n" for one in entries).encode()).hexdigest()


def sheet(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> View:
    return {"title": title, "columns": list(columns), "rows": [list(row) for row in rows]}


def hash_of_sheet(view: View) -> str:
    return sha256(canonical(view).encode()).hexdigest()


def slip(title: str, media_type: str, size: int, digest: str) -> View:
    """Stand in for what cannot be bound: what it is, and how it is recognised."""
    return {"title": title, "media_type": media_type, "size": f"{size:,}", "sha256": digest}
