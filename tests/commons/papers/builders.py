"""Ready-made papers, people and strokes for the tests of papers; all of them invented."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from commons.access.actor import SYSTEM
from commons.papers.actions import draw_up
from commons.papers.extras import Certificate, Extras, SignatureLine
from commons.papers.marks import Strokes, svg_path
from commons.papers.rules import Json, Signer

FOLDER = Path(__file__).parent / "templates"
TRANSCRIPT = "trial/transcript.html"
NOW = datetime(2026, 11, 23, 2, 5, 7, tzinfo=UTC)
A_NAME = Strokes(
    width=620,
    height=180,
    strokes=(((40, 60), (120, 50), (180, 62)), ((110, 20), (112, 90), (90, 150)), ((300, 90),)),
)


def a_view(**changes: Json) -> Mapping[str, Json]:
    """Two pages of an invented mediation about a room that was not there."""
    view: dict[str, Json] = {
        "held_at": "2026-11-23T09:30:00+08:00",
        "place": "东庠岛海上调解点（虚构）",
        "mediator": "林海生（虚构）",
        "parties": [
            {
                "role": "申请人",
                "name": "𠮷田㙓",
                "facts": ["女", "1988年3月5日出生", "联系电话138****0000"],
            },
            {"role": "被申请人", "name": "岚岛观澜民宿（虚构）", "facts": ["经营者：陈䶮"]},
        ],
        "claim": "退还房费六百八十元。\n因到店无房，另行住宿，请求赔偿差价。",
        "claim_fen": 68000,
        "exhibits": [[str(n), f"订单截图{n}", "证明已经付款", "真实性无异议"] for n in range(1, 9)],
        "agreed_facts": ["申请人于2026年11月20日支付房费680元。", "当晚民宿无房可住。"] * 3,
        "course": "调解员向双方说明调解的性质和效力，双方均表示清楚。\n" * 6
        + "双方在调解员主持下，本着互谅互让的原则进行了协商。" * 12,
    }
    return view | changes


def some_extras(**changes: Any) -> Extras:
    lines = (
        SignatureLine(
            name="𠮷田㙓",
            capacity="申请人",
            way="strokes",
            width=A_NAME.width,
            height=A_NAME.height,
            path=svg_path(A_NAME),
            signed_at=NOW.isoformat(),
            device="调解员平板",
            factors=("短信验证码",),
        ),
        SignatureLine(
            name="陈䶮",
            capacity="被申请人",
            way="thumb_print",
            witness="王小岚",
            witness_capacity="调解员",
            reason="本人不会写字",
            signed_at=NOW.isoformat(),
            claimed_at=NOW.isoformat(),
        ),
    )
    facts: dict[str, Any] = {
        "title": "调解笔录",
        "number": "（2026）闽0128诉前调1号",
        "dated_at": NOW,
        "code": "ABCD-EFGH-JKMN-P",
        "verify_url": "https://court.example.cn/d#ABCDEFGHJKMNP",
        "signatures": lines,
        "certificate": Certificate("ab" * 32, NOW.isoformat(), NOW.isoformat(), "调解笔录", 3),
    }
    return Extras(**(facts | changes))


def signers(number: int) -> tuple[Signer, ...]:
    """Invented people with fixed ids: the same call names the same people."""
    return tuple(Signer(UUID(int=n), f"第{n}人（虚构）", "当事人") for n in range(1, number + 1))


async def a_paper(**changes: Any) -> UUID:
    """Draw up an invented transcript of an invented mediation."""
    facts: dict[str, Any] = {
        "kind": "transcript",
        "subject": f"mediation:{uuid4()}",
        "title": "调解笔录",
        "template": TRANSCRIPT,
        "view": a_view(),
        "signers": signers(1),
        "actor": SYSTEM,
        "now": NOW,
        "folder": FOLDER,
    }
    return await draw_up(**(facts | changes))
