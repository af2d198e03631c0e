"""A lifecycle as a table: from which stage, by which act, to which stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from commons.errors import NotNow

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Flow(Generic[S, A]):
    """Every allowed move of one kind of thing. What is not in the table is refused."""

    name: str
    start: S
    moves: Mapping[tuple[S, A], S]

    def step(self, stage: S, act: A) -> S:
        """Return the next stage, or refuse with NotNow("flow.not_now")."""
        after = self.moves.get((stage, act))
        if after is None:
            raise NotNow("flow.not_now", flow=self.name, stage=stage.value, act=act.value)
        return after

    def acts(self, stage: S) -> tuple[A, ...]:
        return tuple(act for (before, act) in self.moves if before == stage)

    def mermaid(self) -> str:
        """Return the table as a Mermaid state diagram, for the handbook."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        lines += [
            f"    {before.value} --> {after.value}: {act.value}"
            for (before, act), after in self.moves.items()
        ]
        arrived = set(self.moves.values()) | {self.start}
        left = {before for before, _ in self.moves}
        lines += [f"    {stage.value} --> [*]" for stage in sorted(arrived - left)]
        return "\n".join(lines)
