"""What is remembered of services that were made before a case came here."""

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index

from commons.access.actor import Actor, Permission
from commons.db import Row, SealedTextField
from litigation.delivery.earlier import TITLE_MAX, WORDS_MAX, Outcome, Way


class EarlierDelivery(Row):
    """One paper that was served elsewhere, as the former keeper wrote it down."""

    case_id = fields.UUIDField()
    case_name = fields.CharField(max_length=60)
    organisation_id = fields.UUIDField()
    party_id = fields.UUIDField(null=True)  # None: an agent, or somebody who received for a party
    recipient = SealedTextField[str]()
    title = fields.CharField(max_length=TITLE_MAX)
    way = fields.CharEnumField(Way, max_length=20)
    outcome = fields.CharEnumField(Outcome, max_length=20)
    sent_on = fields.DateField()
    served_on = fields.DateField(null=True)
    words = fields.CharField(max_length=WORDS_MAX, default="")

    class Meta:
        table = "delivery_earlier"
        indexes = [
            Index(fields=("case_id", "sent_on")),
            # One way for one court and for several: walked from its end, nothing is sorted.
            Index(fields=("outcome", "sent_on", "id", "organisation_id")),
        ]


def earlier_visible_to(actor: Actor) -> Q:
    """Let staff see what was served in the cases of their court."""
    if actor.is_service:
        return Q()
    places = actor.reach.get(Permission.DELIVERY_SEE, frozenset())
    return Q(organisation_id__in=sorted(places))
