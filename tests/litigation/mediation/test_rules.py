"""When a mediation may be accepted, begun and sent on."""

from uuid import uuid4

import pytest

from commons.errors import NotNow
from litigation.mediation import rules
from litigation.mediation.rules import (
    TRACK_OF,
    ConflictKind,
    Declaration,
    Facts,
    Origin,
    Readiness,
    Remedy,
    Stage,
    Track,
)

MEDIATOR, APPLICANT, RESPONDENT = uuid4(), uuid4(), uuid4()
BOTH = frozenset({APPLICANT, RESPONDENT})
READY = Readiness(
    applicants=frozenset({APPLICANT}),
    respondents=frozenset({RESPONDENT}),
    consenting=BOTH,
    identified=BOTH,
)


def facts(
    *,
    track: Track = Track.NOT_FILED,
    stage: Stage = Stage.REGISTERED,
    declaration: Declaration | None = None,
    readiness: Readiness = READY,
) -> Facts:
    return Facts(track, stage, MEDIATOR, declaration, readiness)


def declared(kind: ConflictKind = ConflictKind.NONE, agreed_by: frozenset = frozenset()) -> Facts:
    return facts(declaration=Declaration(MEDIATOR, kind, agreed_by))


def test_the_origin_decides_the_track() -> None:
    assert {origin: TRACK_OF[origin] for origin in Origin} == {
        Origin.WALK_IN: Track.NOT_FILED,
        Origin.ISLAND_VISIT: Track.NOT_FILED,
        Origin.VILLAGE: Track.NOT_FILED,
        Origin.BUREAU: Track.NOT_FILED,
        Origin.COURT_REFERRAL: Track.FILED,
        Origin.REFUSAL: Track.REFUSED,
    }


def test_a_mediator_without_conflict_accepts() -> None:
    assert rules.accept(declared(), by=MEDIATOR) is Stage.ACCEPTED


@pytest.mark.parametrize("kind", [ConflictKind.RELATIVE, ConflictKind.INTEREST, ConflictKind.OTHER])
def test_with_a_conflict_every_party_has_to_agree(kind: ConflictKind) -> None:
    assert rules.accept(declared(kind, BOTH), by=MEDIATOR) is Stage.ACCEPTED
    for agreed in (frozenset(), frozenset({APPLICANT}), frozenset({RESPONDENT, uuid4()})):
        with pytest.raises(NotNow, match="conflict_needs_all_parties"):
            rules.accept(declared(kind, agreed), by=MEDIATOR)


@pytest.mark.parametrize(
    ("given", "by", "reason"),
    [
        (facts(), MEDIATOR, "mediation.declare_first"),
        (facts(declaration=Declaration(uuid4(), ConflictKind.NONE)), MEDIATOR, "declare_first"),
        (declared(), uuid4(), "mediation.offered_to_someone_else"),
        (facts(track=Track.REFUSED), MEDIATOR, "refused_track_goes_to_fee_notice"),
        (
            facts(stage=Stage.ENDED, declaration=Declaration(MEDIATOR, ConflictKind.NONE)),
            MEDIATOR,
            "flow.not_now",
        ),
    ],
)
def test_what_was_not_offered_or_not_declared_cannot_be_accepted(given, by, reason) -> None:
    with pytest.raises(NotNow, match=reason):
        rules.accept(given, by=by)


def test_it_begins_when_everybody_consents_and_is_known() -> None:
    assert rules.begin(facts(stage=Stage.ACCEPTED), warned=True) is Stage.UNDER_WAY


@pytest.mark.parametrize(
    ("readiness", "warned", "missing"),
    [
        (
            Readiness(frozenset({APPLICANT}), frozenset(), BOTH, BOTH),
            True,
            ("mediation.both_sides_needed",),
        ),
        (
            Readiness(READY.applicants, READY.respondents, READY.applicants, BOTH),
            True,
            ("mediation.consent_missing",),
        ),
        (
            Readiness(READY.applicants, READY.respondents, BOTH, READY.respondents),
            True,
            ("mediation.identity_missing",),
        ),
        (
            Readiness(READY.applicants, READY.respondents, BOTH, BOTH, READY.applicants),
            True,
            ("mediation.guardian_missing",),
        ),
        (READY, False, ("mediation.warning_missing",)),
        (
            Readiness(READY.applicants, READY.respondents),
            False,
            (
                "mediation.consent_missing",
                "mediation.identity_missing",
                "mediation.warning_missing",
            ),
        ),
    ],
)
def test_everything_that_is_missing_is_named(readiness, warned, missing) -> None:
    given = facts(stage=Stage.ACCEPTED, readiness=readiness)
    assert rules.missing_to_begin(given, warned=warned) == missing
    with pytest.raises(NotNow, match=missing[0]):
        rules.begin(given, warned=warned)


def test_refused_mediation_goes_to_the_fee_notice_and_nothing_else_does() -> None:
    assert rules.record_refusal(facts(track=Track.REFUSED)) is Stage.FEE_NOTICE
    for track in (Track.NOT_FILED, Track.FILED):
        with pytest.raises(NotNow, match="not_a_refused_track"):
            rules.record_refusal(facts(track=track))


def test_only_a_confirmed_agreement_is_enforced() -> None:
    assert {stage for stage in Stage if rules.remedy(stage) is Remedy.ENFORCE} == {Stage.CONFIRMED}


def test_from_an_ended_matter_no_way_leads_on() -> None:
    assert rules.FLOW.acts(Stage.ENDED) == ()
    assert rules.FLOW.acts(Stage.FEE_NOTICE) == ()


def test_an_old_page_is_refused_and_a_missing_version_is_not() -> None:
    rules.check_version(3, 3)
    rules.check_version(3, None)
    with pytest.raises(NotNow, match=r"db\.changed_meanwhile"):
        rules.check_version(4, 3)
