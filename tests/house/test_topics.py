"""Whatever happens is heard by somebody, or is on the list of what is only written down."""

import ast

from commons.events import topics
from island.wiring import hands
from tests.house.building import whole_house

# Nobody listens to these yet; each is kept for the reason beside it.
RECORD_ONLY = {
    "litigation.case.fee_settled": "the case goes into the pool in the same deed",
    "litigation.case.moved": "the judge sees it in the case",
    "litigation.case.refused": "the ruling is drawn up in the same deed",
    "litigation.case.submitted": "for statistics to come",
    "litigation.clocks.ran_out": "for the rooms above: what follows is theirs to do",
    "litigation.delivery.seen": "the mediator's page reads the sightings themselves",
    "litigation.delivery.stalled": "the board of deliveries shows it to the clerk",
    "litigation.decision.effective": "enforcement is asked for by a person",
    "litigation.decision.issued": "the papers follow from the signatures, not from this fact",
    "litigation.enforcement.asked": "the court sees it in its list",
    "litigation.enforcement.closed": "for recovery, which is a package to come",
    "litigation.enforcement.money_came": "for recovery, which is a package to come",
    "litigation.hearing.adjournment_asked": "the president sees it in his list",
    "litigation.hearing.asked": "the pool holds the wish itself",
    "litigation.hearing.summoned": "the papers follow by themselves",
    "litigation.mediation.accepted": "the clocks start from the row; for statistics to come",
    "litigation.mediation.agreed": "the papers follow from the signatures, not from this fact",
    "litigation.mediation.broken": "the enforcement page is opened by a person",
    "litigation.mediation.confirmed": "enforcement is asked for by a person",
    "litigation.mediation.offered": "the mediator sees the offer in his list",
    "litigation.mediation.opened": "for statistics to come",
    "scheduling.hearing.withdrawn": "whoever takes a hearing back knows it",
}


def test_every_topic_has_a_listener_or_a_reason_to_have_none():
    heard = set(hands().listeners)
    assert heard | RECORD_ONLY.keys() == set(topics())
    assert heard & RECORD_ONLY.keys() == set()


def test_every_event_of_the_source_is_known_to_the_service():
    marked = {
        one.args[0].value
        for file in whole_house().files.values()
        for node in file.nodes
        if isinstance(node, ast.ClassDef)
        for one in node.decorator_list
        if isinstance(one, ast.Call)
        and ast.unparse(one.func) == "event"
        and isinstance(one.args[0], ast.Constant)
    }
    assert marked == set(topics())


def test_no_listener_hears_a_topic_twice():
    for topic, listeners in hands().listeners.items():
        assert len(set(listeners)) == len(listeners), topic
