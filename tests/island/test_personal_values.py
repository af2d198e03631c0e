"""Canaries: personal values go through deeds and pages, and must turn up nowhere else.

They are looked for in logs, addresses, error pages, names of files, messages, and in the raw
bytes of the database. Each hunt also looks for a value that must be found: a blind hunter is
noticed.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from tortoise import Tortoise

from commons import vault, worker
from commons.access import actions as access
from commons.access.actor import SYSTEM
from commons.access.models import Account
from commons.access.places import Newcomer, OrganisationKind, Term
from commons.access.rules import HowSignedIn
from commons.access.sessions import actor_of_token, begin_session
from commons.almanac import FixedClock
from commons.db import atomic, is_embedded, settle, tortoise_config
from commons.papers.issuing_actions import archive
from commons.papers.models import view_paper
from commons.papers.render import Rendered, Renderer
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from commons.settings import Settings
from commons.web.site import build_site
from commons.worker import Hands
from island.routing import routes
from island.wiring import MODELS, hands
from litigation.delivery import actions as delivery
from litigation.delivery.models import Delivery
from litigation.delivery.rules import Recipient
from litigation.mediation.models import Party
from litigation.mediation.parties import EServiceBasis, Side
from litigation.mediation.rules import Stage
from litigation.signing import actions as signing
from litigation.signing.rules import PaperKind
from tests.access_table.asking import Answer, ask
from tests.access_table.doors import FORM_TYPE
from tests.access_table.world import Someone
from tests.commons.access.builders import NOW, a_grant, actor_for, an_account, an_organisation
from tests.conftest import TEST_DATABASE_URL
from tests.litigation.delivery.builders import digits_in
from tests.litigation.mediation.builders import a_matter, somebody

pytestmark = pytest.mark.skipif(
    not is_embedded(TEST_DATABASE_URL), reason="reads the raw bytes of the embedded database"
)

PLAIN_NAME = "虚构金丝雀甲"  # a party's name is kept readable: the positive control
NUMBERS = ("11010519491231002X", "830000199001010012", "440524188001010014")
PHONES = ("13805019901", "13805019902", "13805019903")
ADDRESSES = ("虚构金丝雀路七号", "虚构金丝雀街八号")
WORDS = ("金丝雀背靠背底线", "金丝雀私下笔记", "金丝雀未写完半句", "金丝雀报价说明")
PASSWORD = "金丝雀口令唱在灯塔之上"
READER = Recipient(
    person_id=uuid4(), name="虚构收件人", phone="+86" + PHONES[2], consent=EServiceBasis.EXPLICIT
)


@dataclass(slots=True)
class Island:
    """A site on a real file, with one mediator at work and everything that came out of it."""

    app: Starlette
    home: Path
    sandbox: Sandbox
    outside: Outside
    me: Someone
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, target: str, *, token: str = "", **form: object) -> Answer:
        answer = await ask(
            self.app,
            method,
            target,
            token=token or self.me.token,
            headers={"content-type": FORM_TYPE},
            body=urlencode(form).encode(),
        )
        self.answers.append((f"{method} {target}", answer))
        return answer


@pytest.fixture
async def island(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Island]:
    vault.unlock(bytes(range(32)))
    url = f"sqlite://{tmp_path / 'island.db'}"
    await Tortoise.init(config=tortoise_config(url, MODELS), _enable_global_fallback=True)
    await Tortoise.generate_schemas()
    settings = Settings.read({"ISLAND_MODE": "test", "ISLAND_HOME": str(tmp_path)})
    sandbox = Sandbox(clock)
    outside = Outside(settings, clock, Renderer(1), *sandbox.ports)
    app = build_site(routes=routes(settings), outside=outside, find_actor=actor_of_token)
    yield Island(app, tmp_path, sandbox, outside, await _mediator())
    await outside.renderer.close()
    await settle()
    await Tortoise.close_connections()


async def _mediator() -> Someone:
    place = await an_organisation(OrganisationKind.STUDIO, await an_organisation())
    account = await an_account("mediator", "虚构调解员", enrolled=False)
    await a_grant(account, access.Role.MEDIATOR, place)
    return Someone(await actor_for(account), await _session(account), {"place": place})


@atomic
async def _session(account: Account) -> str:
    return await begin_session(account.id, how=HowSignedIn.DEMO_LINK, device="", now=NOW)


async def live(island: Island) -> None:
    """One day of work, with a canary in every field that is about somebody."""
    actor, place = island.me.actor, island.me.own["place"]
    parties = {
        "applicant": somebody(PLAIN_NAME, number=NUMBERS[0], phone=PHONES[0], address=ADDRESSES[0]),
        "respondent": somebody(
            "虚构金丝雀乙", number=NUMBERS[1], phone=PHONES[1], address=ADDRESSES[1]
        ),
    }
    matter = await a_matter(stage=Stage.UNDER_WAY, actor=actor, organisation_id=place.id, **parties)
    base = f"/mediations/{matter.id}"
    one = await Party.get(matter_id=matter.id, side=Side.APPLICANT)
    for part, words in (("caucus-a", WORDS[0]), ("private", WORDS[1])):
        await island.ask("POST", f"{base}/record/{part}", key=uuid4(), kind="statement", text=words)
    await island.ask("POST", f"{base}/record/unsent/caucus-a", text=WORDS[2])
    await island.ask(
        "POST", f"{base}/record/offers", key=uuid4(), party_id=one.id, kind="pay_now",
        amount="543.21", closes_on="2026-11-26", words=WORDS[3], place="caucus_a",
    )  # fmt: skip
    await island.ask("POST", "/mediations", search=NUMBERS[0])
    await _wrong_turns(island, base, one)
    await _open_an_account(island, place.id)
    await _sign_in_in_vain(island)
    await _deliver(island, matter)


async def _wrong_turns(island: Island, base: str, one: Party) -> None:
    """Forms that are refused: what was typed goes back to its writer, and nowhere else."""
    who = {"side": "applicant", "kind": "person", "name": PLAIN_NAME, "number": NUMBERS[2]}
    who |= {"phone": PHONES[1], "address": ADDRESSES[1]}
    for changes in ({"number": NUMBERS[2] + "9"}, {"version": "99"}):
        await island.ask("POST", f"{base}/parties/{one.id}", **{**who, **changes})
    await island.ask("GET", f"{base}/no-such-room")
    await island.ask("POST", f"/mediations/{uuid4()}/record/caucus-a", text=WORDS[0])
    await island.ask("POST", "/d", code="ABCDEFGHJKMNP")


async def _open_an_account(island: Island, place_id: object) -> None:
    phone = "+86" + PHONES[1]
    newcomer = Newcomer(login="newcomer", name="虚构新人", number=NUMBERS[2], phone=phone)
    term = Term(access.Role.MEDIATOR, place_id, from_on=NOW.date())  # type: ignore[arg-type]
    _, invitation = await access.open_account(SYSTEM, newcomer, term, NOW)
    island.secrets["invitation"] = invitation
    await island.ask("GET", f"/sign-in/enrol/{invitation}", token="x")


async def _sign_in_in_vain(island: Island) -> None:
    await island.ask("POST", "/sign-in", token="x", login="newcomer", password=PASSWORD)
    island.secrets["password"] = PASSWORD
    island.secrets["session"] = island.me.token


async def _deliver(island: Island, matter: object) -> None:
    """Issue a paper, tell its reader, and walk the reader's way to it with code and digits."""
    actor, clock = island.me.actor, island.outside.clock
    paper_id = await signing.draw_up(
        actor, matter.id, PaperKind.NOTICE, by_agent={}, court="虚构法院", now=NOW  # type: ignore[attr-defined]
    )  # fmt: skip
    from_paper = await view_paper(paper_id)
    for signer in from_paper.signers:
        await _sign(island, matter, paper_id, signer.id, from_paper.content_hash)
    content = b"%PDF-1.7 invented"
    await archive(paper_id, Rendered(content, "1" * 64, "0" * 64, 1, 1), actor=SYSTEM, now=NOW)
    await delivery.prepare(paper_id, (READER,), actor=SYSTEM, now=NOW)
    await _work(island)
    code = (await view_paper(paper_id)).code.replace("-", "")
    island.secrets["code"] = code
    begun = await island.ask("POST", "/d", token="x", code=code)
    visit = _visit(begun)
    await _knock(island, "/d/phone", visit, phone=PHONES[2][-4:])
    await _work(island)
    digits = digits_in([sms.text for sms in island.sandbox.sms if "验证码 " in sms.text][-1])
    island.secrets["digits"] = digits
    inside = await _knock(island, "/d/confirm", visit, otp=digits)
    visit = _visit(inside)
    island.secrets["visit"] = visit.partition("=")[2]
    await _knock(island, "/d/read", visit)
    assert await Delivery.all().count() == 1
    assert clock.now() == NOW


async def _sign(
    island: Island, matter: object, paper_id: object, signer: object, shown: str
) -> None:
    thumb = f"/mediations/{matter.id}/papers/{paper_id}/sign/{signer}/thumb"  # type: ignore[attr-defined]
    signed = await island.ask(
        "POST",
        thumb,
        shown_hash=shown,
        witness="虚构见证人",
        witness_capacity="邻居",
        reason="虚构",
    )
    assert signed.status == 303


async def _knock(island: Island, target: str, visit: str, **form: str) -> Answer:
    answer = await ask(
        island.app,
        "POST",
        target,
        headers={"content-type": FORM_TYPE, "cookie": visit},
        body=urlencode(form).encode(),
    )
    island.answers.append((f"POST {target}", answer))
    assert answer.status == 303, answer.text
    return answer


def _visit(answer: Answer) -> str:
    [cookie] = [one for one in answer.cookies if "pickup" in one or "visit" in one or "d=" in one]
    return cookie.partition(";")[0]


async def _work(island: Island) -> None:
    everything = hands()
    quiet = {topic: who for topic, who in everything.listeners.items() if "papers" not in topic}
    await worker.rest(Hands(quiet), island.outside)


def canaries(island: Island) -> dict[str, str]:
    told = [*NUMBERS, *PHONES, *ADDRESSES, *WORDS]
    return {**{text: text for text in told}, **island.secrets}


def found_in(text: str, island: Island) -> list[str]:
    """Name the canaries in a text, also as an address would write them."""
    return [name for name, one in canaries(island).items() if one in text or quote(one) in text]


async def test_no_personal_value_leaves_by_a_side_door(
    island: Island, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await live(island)
    assert len(canaries(island)) >= 17
    logged = caplog.text + "\n".join(str(record.args) for record in caplog.records)
    assert found_in(logged, island) == []
    # A name is no secret in the database, but a log of statements would show it.
    assert PLAIN_NAME not in logged
    assert "POST /mediations/{matter_id:uuid}/record/caucus-a" in logged, "nothing was logged"
    addresses = "\n".join(answer.location for _, answer in island.answers)
    assert found_in(addresses, island) == []
    assert "/mediations/" in addresses
    heads = "\n".join(
        f"{name}: {value}" for _, answer in island.answers for name, value in answer.headers.items()
    )
    assert found_in(heads, island) == []
    names = "\n".join(str(path) for path in island.home.rglob("*"))
    assert found_in(names, island) == []
    assert "island.db" in names


async def test_a_page_of_an_error_repeats_nothing_personal(island: Island) -> None:
    await live(island)
    errors = [
        (name, one) for name, one in island.answers if one.status in {400, 403, 404, 409, 500}
    ]
    told = {name: found_in(one.text, island) for name, one in errors if "enrol" not in name}
    # A form that somebody else overtook is shown again with what this person has just typed.
    assert {name: hits for name, hits in told.items() if hits and "/parties/" not in name} == {}
    assert len(told) >= 2


async def test_a_message_says_what_it_must_and_nothing_more(island: Island) -> None:
    await live(island)
    kinds = {}
    for sms in island.sandbox.sms:
        kinds.setdefault(sms.template, set()).update(found_in(sms.text.replace("-", ""), island))
    assert kinds == {"paper_waiting": {"code"}, "pickup_code": {"digits"}}


CLASS_ONE = (*NUMBERS, *PHONES, *ADDRESSES, *WORDS)
SECRET = ("code", "digits", "password", "invitation", "visit", "session")


async def test_the_raw_bytes_of_the_database_hold_no_class_one_value(island: Island) -> None:
    await live(island)
    raw = b"".join(path.read_bytes() for path in sorted(island.home.glob("island.db*")))
    named = {text: text for text in CLASS_ONE} | {name: island.secrets[name] for name in SECRET}
    hits = [name for name, one in named.items() if one.encode() in raw and len(one) > 6]
    assert hits == []
    assert PLAIN_NAME.encode() in raw, "the hunter is blind"
    assert raw.startswith(b"SQLite format 3")
    assert len(raw) > 300_000


async def test_the_hunter_finds_what_is_there(island: Island) -> None:
    """Positive controls, one for each hunt."""
    await live(island)
    assert found_in(f"x {NUMBERS[0]} y", island) == [NUMBERS[0]]
    assert found_in(f"/search?q={quote(WORDS[0])}", island) == [WORDS[0]]
    own_page = "\n".join(answer.text for name, answer in island.answers if "/parties/" in name)
    assert PHONES[1] in own_page, "the writer sees again what was typed"
