"""Papers on their way to invented people, for the tests of delivery."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from commons.access.actor import SYSTEM
from commons.almanac import Clock
from commons.papers.actions import draw_up
from commons.papers.issuing_actions import archive
from commons.papers.models import view_paper
from commons.papers.render import Rendered, Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Keys, Mode, Settings
from commons.worker import Hands, rest
from litigation.delivery import actions, listening, pickup_actions
from litigation.delivery.events import AttemptDue, CallbackNoted, OtpDue, PatienceOver
from litigation.delivery.models import Delivery
from litigation.delivery.pickup_rules import Source
from litigation.delivery.rules import Channel, Recipient
from litigation.mediation.parties import EServiceBasis

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 invented\n" + b"x" * 200_000
HOME = Source("203.0.113.7", "Mozilla/5.0 (invented phone)")
LIN_PHONE = "+8613805010001"
CHEN_PHONE = "+8613805010002"
VIEW: dict[str, Any] = {
    "matter": {
        "number": "虚构调1号",
        "cause": "租赁合同",
        "organisation": "虚构屿调解委员会",
        "mediator": "虚构调解员",
    },
    "parties": [],
    "disclosure": "",
    "term": "三十日。",
    "drawn_on": "2026-11-23",
}
HANDS = Hands(
    {
        AttemptDue.topic: (listening.on_attempt_due,),
        PatienceOver.topic: (listening.on_patience_over,),
        OtpDue.topic: (listening.on_otp_due,),
        CallbackNoted.topic: (listening.on_callback_noted,),
    }
)


def a_recipient(**changes: Any) -> Recipient:
    facts: dict[str, Any] = {
        "person_id": uuid4(),
        "name": "林虚构",
        "phone": LIN_PHONE,
        "consent": EServiceBasis.EXPLICIT,
        "has_confirmed": frozenset({Channel.SMS}),
    }
    return Recipient(**(facts | changes))


async def a_paper(*, subject: str = "", title: str = "调解告知书", now: datetime = NOW) -> UUID:
    """Draw up, complete and archive a paper by its real deeds; only the printing is skipped."""
    paper_id = await draw_up(
        kind="notice",
        subject=subject or f"mediation:{uuid4()}",
        title=title,
        template="mediation/notice.html",
        view=VIEW,
        signers=(),
        actor=SYSTEM,
        now=now,
        number="虚构调1号",
    )
    content = PDF + paper_id.bytes
    rendered = Rendered(content, sha256(content).hexdigest(), "0" * 64, 1, 1)
    await archive(paper_id, rendered, actor=SYSTEM, now=now)
    return paper_id


async def a_delivery(
    *, recipients: Sequence[Recipient] | None = None, subject: str = "", now: datetime = NOW
) -> tuple[Delivery, str]:
    """Prepare a paper for its recipients; returns the first delivery and the code."""
    paper_id = await a_paper(subject=subject, now=now)
    people = recipients if recipients is not None else (a_recipient(),)
    ids = await actions.prepare(paper_id, people, actor=SYSTEM, now=now)
    code = (await view_paper(paper_id)).code.replace("-", "")
    return await Delivery.get(id=ids[0]), code


def an_outside(sandbox: Sandbox, clock: Clock, *, home: Path = Path("/nonexistent")) -> Outside:
    settings = Settings(
        mode=Mode.TEST,
        home=home,
        database_url="sqlite://:memory:",
        public_url="http://testserver",
        hosts=("testserver",),
        court_name="虚构县人民法院",
        court_code="闽0128",
        service_name="虚构诉讼服务",
        hotline="12368",
        keys=Keys(bytes(32), bytes(32), {"k1": bytes(32)}),
    )
    return Outside(
        settings=settings,
        clock=clock,
        renderer=Renderer(1),
        sms=sandbox.sms_sender,
        wechat=sandbox.wechat_sender,
        stamper=sandbox.stamper,
        payments=sandbox.payments,
        meetings=sandbox.meetings,
    )


async def work(sandbox: Sandbox, clock: Clock) -> None:
    """Let the worker do everything that is due."""
    await rest(HANDS, an_outside(sandbox, clock))


def digits_in(text: str) -> str:
    return text.split("验证码 ")[1][:6]


async def an_open_visit(
    code: str,
    sandbox: Sandbox,
    clock: Clock,
    *,
    tail: str = LIN_PHONE[-4:],
    source: Source = HOME,
) -> str:
    """Walk to the paper as its recipient does; returns the visit's token."""
    token = await pickup_actions.begin(code, clock.now())
    await pickup_actions.ask_for_otp(token, tail, source, clock.now())
    await work(sandbox, clock)
    texts = [sms.text for sms in sandbox.sms if sms.template == "pickup_code"]
    digits = digits_in(texts[-1])
    opened = await pickup_actions.confirm(token, digits, source, clock.now())
    assert opened is not None
    return opened


def later(**span: int) -> datetime:
    return NOW + timedelta(**span)
