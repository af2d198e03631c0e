"""Two processes do the same deed at once on PostgreSQL: each deed happens exactly once."""

import asyncio
import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from commons.access.actor import SYSTEM
from commons.evidence_log.fsck import fsck
from commons.evidence_log.log import integrate
from commons.evidence_log.models import Leaf
from commons.outbox import AT_ONCE, Errand, Fact, Standing
from commons.papers.actions import draw_up
from commons.papers.events import PaperSigned
from commons.papers.models import Signature, view_paper
from commons.papers.rules import Signer, Stage
from litigation.cases.models import Case
from litigation.delivery import pickup_actions
from litigation.delivery.models import Delivery, Otp, Pickup, Sighting
from litigation.delivery.pickup_rules import OTP_LIFE, new_otp
from litigation.delivery.prints import print_otp, print_token, ticket_of
from litigation.delivery.rules import Seen
from litigation.enforcement.models import Enforcement, EnforcementMoney
from litigation.enforcement.reckoning_queries import account_of
from litigation.mediation.models import Party
from litigation.mediation.parties import Side
from tests.commons.evidence_log.builders import KEY
from tests.litigation.cases.builders import a_submitted
from tests.litigation.delivery.builders import VIEW, a_delivery
from tests.litigation.enforcement.builders import LATE_ON, OWED_FEN, a_title
from tests.litigation.mediation.builders import NOW, a_matter
from tests.races.knock import LEDGER, calls, keys, knock
from tests.races.racing import go, on_postgres, race, say, soon, started

pytestmark = [*on_postgres, pytest.mark.usefixtures("db"), pytest.mark.slow]

PEOPLE, ROUNDS, TICKETS, ERRANDS, CLERKS = 40, 200, 100, 400, 200
WINDOWS = 20


async def test_forty_people_sign_one_paper_at_once(tmp_path: Path) -> None:
    signers = tuple(Signer(uuid4(), f"虚构{n}", "当事人") for n in range(PEOPLE))
    paper_id = await draw_up(
        kind="notice",
        subject=f"mediation:{uuid4()}",
        title="调解告知书",
        template="mediation/notice.html",
        view=VIEW,
        signers=signers,
        actor=SYSTEM,
        now=NOW,
    )
    shown = (await view_paper(paper_id)).content_hash
    ids = [str(one.id) for one in signers]
    facts = [
        {"paper": str(paper_id), "shown": shown, "signers": half} for half in (ids[::2], ids[1::2])
    ]
    told, _, seconds = await race("sign", facts, tmp_path)
    assert told == {"done": PEOPLE}
    assert await Signature.filter(paper_id=paper_id, void=False).count() == PEOPLE
    assert (await view_paper(paper_id)).stage is Stage.SIGNED
    assert await Fact.filter(topic=PaperSigned.topic).count() == 1
    assert await Leaf.filter(act="paper.signed").count() == PEOPLE
    while await integrate(KEY, NOW):
        pass
    assert await fsck(str(KEY.public())) == ()
    say(f"{PEOPLE} people of two processes signed one paper: effect once", seconds)


async def test_two_windows_write_the_same_version_and_one_wins_each_time(tmp_path: Path) -> None:
    matter = await a_matter()
    party = await Party.get(matter_id=matter.id, side=Side.APPLICANT)
    facts = {"matter": str(matter.id), "party": str(party.id), "rounds": ROUNDS, "start": soon()}
    each = [{**facts, "name": name} for name in ("东", "西")]
    told, parts, seconds = await race("write", each, tmp_path)
    assert told == {"done": ROUNDS, "db.changed_meanwhile": ROUNDS}
    assert (await Party.get(id=party.id)).version == party.version + ROUNDS
    assert await Leaf.filter(act="mediation.party_corrected").count() == ROUNDS
    won = [part.get("done", 0) for part in parts]
    say(f"{ROUNDS} rounds of two writers on one version: {won[0]} to {won[1]}, never both", seconds)


async def test_one_code_is_redeemed_once(tmp_path: Path) -> None:
    delivery, code = await a_delivery()
    visits = [await _visit(delivery, code) for _ in range(ROUNDS)]
    each = [{"visits": visits, "start": soon()}] * 2
    told, parts, seconds = await race("redeem", each, tmp_path)
    assert told["done"] == ROUNDS
    assert sum(told.values()) == 2 * ROUNDS
    assert set(told) <= {"done", "wrong", "delivery.visit_over", "db.changed_meanwhile"}
    assert await Sighting.filter(seen=Seen.OPENED).count() == ROUNDS
    assert await Otp.exclude(used_at=None).count() == ROUNDS
    won = [part.get("done", 0) for part in parts]
    say(f"{ROUNDS} codes redeemed twice at once: {ROUNDS} let in ({won[0]} + {won[1]})", seconds)


async def _visit(delivery: Delivery, code: str) -> tuple[str, str]:
    token = await pickup_actions.begin(code, NOW)
    pickup = await Pickup.get(token_fingerprint=print_token(token))
    digits, otp_id = new_otp(), uuid4()
    await Otp.create(
        id=otp_id,
        pickup_id=pickup.id,
        delivery_id=delivery.id,
        fingerprint=print_otp(otp_id, digits),
        tries_left=5,
        made_at=NOW,
        expires_at=NOW + OTP_LIFE,
    )
    return token, digits


async def test_one_ticket_hands_out_one_download(tmp_path: Path) -> None:
    delivery, code = await a_delivery()
    tickets = []
    for _ in range(TICKETS):
        token = await pickup_actions.begin(code, NOW)
        pickup = Pickup.filter(token_fingerprint=print_token(token))
        await pickup.update(delivery_id=delivery.id, verified_at=NOW)
        tickets.append((token, ticket_of((await pickup.get()).id, 0)))
    told, _, seconds = await race("fetch", [{"tickets": tickets, "start": soon()}] * 2, tmp_path)
    assert told["done"] == TICKETS
    assert sum(told.values()) == 2 * TICKETS
    assert await Sighting.filter(seen=Seen.DOWNLOADED).count() == TICKETS
    assert await Leaf.filter(act="delivery.downloaded").count() == TICKETS
    say(f"{TICKETS} tickets used twice at once: {TICKETS} downloads", seconds)


async def test_two_workers_do_each_errand_once(tmp_path: Path) -> None:
    await knock(ERRANDS)
    _, parts, seconds = await race("work", [{}, {}], tmp_path, **{LEDGER: str(tmp_path)})
    assert sorted(calls(tmp_path)) == list(range(ERRANDS))
    assert await Errand.filter(standing=Standing.DONE).count() == ERRANDS
    assert await Fact.filter(is_told=False).count() == 0
    shares = [part["turns"] for part in parts]
    assert min(shares) > 0, "one of the two had nothing to do: no race took place"
    say(f"{ERRANDS} errands of two workers: each done once, none lost", seconds)


async def test_a_killed_worker_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    await knock(ERRANDS)
    began = time.monotonic()
    first = await started("work", tmp_path / "killed.json", **{LEDGER: str(tmp_path)})
    go(first, {})
    while len(calls(tmp_path)) < ERRANDS // 4:  # noqa: ASYNC110 - another process counts
        await asyncio.sleep(0.01)
    os.kill(first.pid, signal.SIGKILL)
    await first.wait()
    done = await Errand.filter(standing=Standing.DONE).count()
    assert 0 < done < ERRANDS
    assert await _let_leases_run_out() > 0, "nobody was in the middle of anything"
    _, _, _ = await race("work", [{}], tmp_path, **{LEDGER: str(tmp_path)})
    assert await Errand.filter(standing=Standing.DONE).count() == ERRANDS
    assert keys(tmp_path) == ERRANDS
    again = len(calls(tmp_path)) - ERRANDS
    assert 0 <= again <= 20, "only what was under way may be asked for again, under its old key"
    say(
        f"worker killed after {done} of {ERRANDS} errands: all done by the next, "
        f"{again} asked again under the same key, 0 messages twice",
        time.monotonic() - began,
    )


async def test_two_hundred_clerks_file_at_once_and_leave_no_gap(tmp_path: Path) -> None:
    ids = [str((await a_submitted()).id) for _ in range(CLERKS)]
    each = [{"cases": ids[::2]}, {"cases": ids[1::2]}]
    told, parts, seconds = await race("file", each, tmp_path)
    assert told["done"] == CLERKS
    numbers = await Case.all().values_list("number", flat=True)
    assert sorted(numbers) == sorted(f"（2026）虚0000民初{n}号" for n in range(1, CLERKS + 1))
    slowest = max(part["p99_ms"] for part in parts)
    say(f"{CLERKS} clerks of two processes filed at once: no gap, p99 {slowest} ms", seconds)


async def test_one_title_is_enforced_once_and_no_money_counts_twice(tmp_path: Path) -> None:
    trial, decision_id = await a_title()
    keys = [str(uuid4()) for _ in range(WINDOWS)]
    court = str(trial.court.organisation_id)
    facts = {"court": court, "decision": str(decision_id), "keys": keys}
    told, _, seconds = await race("enforce", [facts, facts], tmp_path)
    assert told["ask:done"] + told["ask:db.changed_meanwhile"] == 2 * WINDOWS
    assert told["money:done"] == 2 * WINDOWS
    assert await Enforcement.all().count() == 1
    assert await Leaf.filter(act="enforcement.asked").count() == 1
    assert await EnforcementMoney.all().count() == WINDOWS
    account = await account_of(await Enforcement.get(), on=LATE_ON)
    assert account.principal_fen == OWED_FEN - 100 * WINDOWS
    say(f"{2 * WINDOWS} windows asked for one enforcement: one; its money counted once", seconds)


async def _let_leases_run_out() -> int:
    """Move what the dead worker had claimed to a time long past, as five minutes would."""
    held = Errand.filter(standing=Standing.WAITING, due_at__gt=AT_ONCE + timedelta(days=1))
    return await held.update(due_at=AT_ONCE)
