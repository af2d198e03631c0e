"""Claims, replies, exhibits, views and issues: added, never overwritten, and counted once."""

from hashlib import sha256
from uuid import uuid4

import pytest

from commons.errors import NotAllowed, NotFound, NotNow, NotValid
from commons.evidence_log.models import Leaf
from litigation.mediation.rules import Stage
from litigation.record import claim_actions, exhibit_actions, rules
from litigation.record.claim_actions import Around, Asked
from litigation.record.exhibit_actions import HandedIn, Looked
from litigation.record.models import Claim, Exhibit, ExhibitContent, ExhibitFile, Issue
from litigation.record.queries import court_record, shown_file
from litigation.record.rules import ClaimStage, ExhibitKind, Opinion
from tests.commons.uploads.files import pdf, photo_with_place
from tests.litigation.mediation.builders import (
    CLERK,
    MEDIATOR,
    NOW,
    STRANGER,
    put_in_stage,
)
from tests.litigation.record.builders import (
    a_claim,
    a_file,
    a_reply,
    a_scene,
    a_view,
    an_exhibit,
    an_issue,
)


async def test_a_claim_and_the_latest_reply_are_shown_side_by_side(db):
    scene = await a_scene()
    claim_id = await a_claim(scene)
    await a_reply(scene, claim_id, "虚构：不同意。")
    await a_reply(scene, claim_id, "虚构：同意一半。")
    (claim,) = (await court_record(scene.id)).exchange.claims
    assert (claim.number, claim.item, claim.amount_fen) == (1, "支付租金", 680_00)
    assert [(reply.party.name, reply.text) for reply in claim.replies] == [
        ("虚构乙", "虚构：同意一半。")
    ]


async def test_dropping_a_claim_keeps_its_amount_and_its_words(db):
    """Feature 1.23: saving a screen again never blanks what was stored."""
    scene = await a_scene()
    claim_id = await a_claim(scene)
    await claim_actions.drop_claim(MEDIATOR, scene.id, claim_id, reason="虚构：已另行付清", now=NOW)
    row = await Claim.get(id=claim_id)
    assert (row.stage, row.amount_fen, row.item, row.basis) == (
        ClaimStage.DROPPED,
        680_00,
        "支付租金",
        "虚构的租赁合同第三条",
    )
    with pytest.raises(NotNow) as refused:
        await claim_actions.drop_claim(MEDIATOR, scene.id, claim_id, reason="再次", now=NOW)
    assert refused.value.reason == "record.claim_is_dropped"


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"item": " "}, "item", "record.text_missing"),
        ({"item": "字" * 201}, "item", "record.text_too_long"),
        ({"basis": "字" * 4001}, "basis", "record.text_too_long"),
        ({"amount_fen": 0}, "amount", "record.amount_out_of_range"),
        ({"amount_fen": 2**62}, "amount", "record.amount_out_of_range"),
    ],
)
async def test_a_claim_that_cannot_be_kept_says_which_field(db, changes, field, reason):
    scene = await a_scene()
    facts = {"party_id": scene.applicant.id, "item": "租金", **changes}
    with pytest.raises(NotValid) as refused:
        await claim_actions.claim(MEDIATOR, scene.id, Asked(**facts), form_key=uuid4(), now=NOW)
    assert refused.value.fields[field].reason == reason
    assert await Claim.all().count() == 0


async def test_nobody_replies_to_his_own_claim_or_to_one_elsewhere(db):
    scene, other = await a_scene(), await a_scene()
    claim_id = await a_claim(scene)
    words = {"text": "虚构", "form_key": uuid4(), "now": NOW}
    with pytest.raises(NotValid):
        await claim_actions.reply(
            MEDIATOR, scene.id, claim_id, party_id=scene.applicant.id, **words
        )
    with pytest.raises(NotFound):
        await claim_actions.reply(
            MEDIATOR, other.id, claim_id, party_id=other.respondent.id, **words
        )


async def test_an_exhibit_keeps_the_original_sealed_and_shows_the_clean_copy(db):
    scene = await a_scene()
    original = photo_with_place()
    exhibit_id = await an_exhibit(scene, files=(a_file(original),))
    file = await ExhibitFile.get(exhibit_id=exhibit_id)
    kept = await ExhibitContent.get(file_id=file.id)
    assert file.original_sha256 == sha256(original).hexdigest()
    assert bytes(kept.original) == original
    shown = await shown_file(CLERK, scene.id, file.id, small=False)
    assert (shown.name, shown.media_type) == ("海边.jpg", "image/jpeg")
    assert sha256(shown.content).hexdigest() == file.clean_sha256
    assert b"119.7912" not in shown.content
    small = await shown_file(CLERK, scene.id, file.id, small=True)
    assert small.content.startswith(b"\xff\xd8\xff")
    leaf = await Leaf.get(act="record.file_kept")
    assert leaf.facts == {
        "exhibit": str(exhibit_id),
        "file": str(file.id),
        "original_sha256": file.original_sha256,
        "clean_sha256": file.clean_sha256,
    }


async def test_several_photos_stay_in_the_order_in_which_they_were_chosen(db):
    scene = await a_scene()
    files = (a_file(name="甲.jpg"), a_file(pdf(), "乙.pdf"), a_file(name="丙.jpg"))
    await an_exhibit(scene, files=files)
    (exhibit,) = (await court_record(scene.id)).exchange.exhibits
    assert [(file.name, file.is_picture) for file in exhibit.files] == [
        ("甲.jpg", True),
        ("乙.pdf", False),
        ("丙.jpg", True),
    ]


async def test_a_double_click_hands_in_one_exhibit_with_its_files_once(db):
    scene = await a_scene()
    handed = HandedIn(scene.applicant.id, "虚构照片", ExhibitKind.PICTURE)
    key, files = uuid4(), (a_file(),)
    ids = [
        await exhibit_actions.hand_in(MEDIATOR, scene.id, handed, files, form_key=key, now=NOW)
        for _ in range(2)
    ]
    assert ids[0] == ids[1]
    assert (await Exhibit.all().count(), await ExhibitFile.all().count()) == (1, 1)


async def test_files_are_fetched_only_through_their_own_matter(db):
    scene, other = await a_scene(), await a_scene()
    await an_exhibit(scene, files=(a_file(),))
    file = await ExhibitFile.get()
    for actor, matter_id in ((STRANGER, scene.id), (MEDIATOR, other.id)):
        with pytest.raises(NotFound):
            await shown_file(actor, matter_id, file.id, small=False)


async def test_only_the_mediator_takes_an_original_out_and_each_time_is_written_down(db):
    scene = await a_scene()
    original = photo_with_place()
    await an_exhibit(scene, files=(a_file(original),))
    file = await ExhibitFile.get()
    with pytest.raises(NotAllowed):
        await exhibit_actions.take_original(CLERK, scene.id, file.id, now=NOW)
    for _ in range(2):
        _, content = await exhibit_actions.take_original(MEDIATOR, scene.id, file.id, now=NOW)
        assert content == original
    assert await Leaf.filter(act="record.original_taken").count() == 2


async def test_a_matter_has_a_limit_of_bytes(db):
    scene = await a_scene()
    await an_exhibit(scene, files=(a_file(),))
    await ExhibitFile.all().update(original_bytes=rules.FILES_BYTES_MAX)
    with pytest.raises(NotValid) as refused:
        await an_exhibit(scene, "虚构第二份", files=(a_file(),))
    assert refused.value.fields["files"].reason == "record.files_full"
    assert await Exhibit.all().count() == 1


async def test_an_exhibit_has_a_limit_of_files_and_a_matter_of_exhibits(db):
    scene = await a_scene()
    file = a_file()
    with pytest.raises(NotValid) as refused:
        await an_exhibit(scene, files=(file,) * 13)
    assert refused.value.fields["files"].reason == "record.too_many_files"
    rows = [
        Exhibit(
            matter_id=scene.id,
            form_key=uuid4(),
            form_print="",
            written_at=NOW,
            number=number,
            party_id=scene.applicant.id,
            name="虚构",
            kind=ExhibitKind.OBJECT,
        )
        for number in range(1, rules.EXHIBITS_MAX + 1)
    ]
    await Exhibit.bulk_create(rows)
    with pytest.raises(NotNow) as full:
        await an_exhibit(scene)
    assert full.value.reason == "record.exhibits_full"


async def test_the_other_side_views_an_exhibit_and_the_owner_does_not(db):
    scene = await a_scene()
    exhibit_id = await an_exhibit(scene)
    await a_view(scene, exhibit_id, "虚构：第一次说。")
    await a_view(scene, exhibit_id, "虚构：第二次说。")
    (exhibit,) = (await court_record(scene.id)).exchange.exhibits
    (view,) = exhibit.views
    assert (view.party.name, view.genuine, view.lawful, view.relevant, view.reason) == (
        "虚构乙",
        Opinion.DENIED,
        Opinion.ACCEPTED,
        Opinion.NO_VIEW,
        "虚构：第二次说。",
    )
    own = Looked(scene.applicant.id, *[Opinion.ACCEPTED] * 3)
    with pytest.raises(NotValid) as refused:
        await exhibit_actions.give_view(
            MEDIATOR, scene.id, exhibit_id, own, form_key=uuid4(), now=NOW
        )
    assert refused.value.fields["party_id"].reason == "record.view_on_own"


async def test_a_withdrawn_exhibit_keeps_its_number_and_its_bytes(db):
    scene = await a_scene()
    exhibit_id = await an_exhibit(scene, files=(a_file(),))
    await exhibit_actions.withdraw_exhibit(
        MEDIATOR, scene.id, exhibit_id, reason="虚构：交错了", now=NOW
    )
    await an_exhibit(scene, "虚构第二份")
    exhibits = (await court_record(scene.id)).exchange.exhibits
    assert [(one.number, one.withdrawn_reason, len(one.files)) for one in exhibits] == [
        (1, "虚构：交错了", 1),
        (2, None, 0),
    ]


async def test_an_issue_says_whether_it_has_evidence(db):
    scene = await a_scene()
    claim_id, exhibit_id = await a_claim(scene), await an_exhibit(scene)
    issue_id = await an_issue(scene, claim_ids=frozenset({claim_id}))
    (issue,) = (await court_record(scene.id)).exchange.issues
    assert issue.lacks_evidence
    around = Around(frozenset({claim_id}), frozenset(), frozenset({exhibit_id}))
    await claim_actions.link_issue(
        MEDIATOR, scene.id, issue_id, around, version=issue.version, now=NOW
    )
    (issue,) = (await court_record(scene.id)).exchange.issues
    assert (issue.lacks_evidence, issue.exhibit_ids) == (False, frozenset({exhibit_id}))


async def test_of_two_who_link_an_issue_at_once_the_second_hears_of_it(db):
    scene = await a_scene()
    claim_id = await a_claim(scene)
    issue_id = await an_issue(scene)
    around = Around(claim_ids=frozenset({claim_id}))
    await claim_actions.link_issue(MEDIATOR, scene.id, issue_id, around, version=1, now=NOW)
    with pytest.raises(NotNow) as refused:
        await claim_actions.link_issue(MEDIATOR, scene.id, issue_id, Around(), version=1, now=NOW)
    assert refused.value.reason == "db.changed_meanwhile"
    assert (await Issue.get(id=issue_id)).claim_ids == [str(claim_id)]


async def test_an_issue_cannot_point_into_another_matter(db):
    scene, other = await a_scene(), await a_scene()
    claim_id = await a_claim(other)
    with pytest.raises(NotValid) as refused:
        await an_issue(scene, claim_ids=frozenset({claim_id}))
    assert refused.value.fields["around"].reason == "record.not_in_this_matter"


async def test_after_the_end_the_exchange_is_closed(db):
    scene = await a_scene()
    claim_id, exhibit_id = await a_claim(scene), await an_exhibit(scene)
    await put_in_stage(scene.id, Stage.ENDED)
    for deed in (
        lambda: a_claim(scene),
        lambda: a_reply(scene, claim_id),
        lambda: an_exhibit(scene),
        lambda: a_view(scene, exhibit_id),
        lambda: an_issue(scene),
    ):
        with pytest.raises(NotNow) as refused:
            await deed()
        assert refused.value.reason == "record.matter_has_ended"
    assert (await Claim.all().count(), await Exhibit.all().count()) == (1, 1)
