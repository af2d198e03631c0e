"""Which rows there are, which adapter serves which port, and who listens to what."""

MODELS = (
    "commons.outbox",
    "commons.web.models",
    "commons.access.models",
    "commons.evidence_log.models",
    "commons.holidays.models",
    "commons.papers.models",
    "litigation.mediation.models",
    "litigation.record.models",
    "litigation.signing.models",
    "litigation.delivery.models",
)
