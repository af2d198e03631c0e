"""The four ways to say no: not found, not allowed, not now, not valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: a reason key of the catalogue and the facts it names."""

    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


class Refusal(Exception):
    """An expected no. `reason` is a stable key; the words come from the reader's catalogue."""

    status = 400

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts: dict[str, Fact] = facts


class NotFound(Refusal):
    """It is not there, or not there for this person: the two must look the same."""

    status = 404


class NotAllowed(Refusal):
    """The person is known and the thing may be seen, but the act is not theirs."""

    status = 403


class NotNow(Refusal):
    """The act exists but the stage, the clock or somebody else's change forbids it."""

    status = 409


class NotValid(Refusal):
    """What was entered cannot be kept; `fields` says which field and why, `values` keeps it."""

    status = 422

    def __init__(
        self,
        reason: str = "form.check_fields",
        *,
        fields: Mapping[str, Problem] | None = None,
        values: Mapping[str, tuple[str, ...]] | None = None,
        **facts: Fact,
    ) -> None:
        super().__init__(reason, **facts)
        self.fields: dict[str, Problem] = dict(fields or {})
        self.values: dict[str, tuple[str, ...]] = dict(values or {})
