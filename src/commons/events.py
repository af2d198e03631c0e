"""A fact that has happened, frozen, with a topic: the only thing that travels upwards."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pydantic import TypeAdapter

E = TypeVar("E", bound="Event")

_kinds: dict[str, type["Event"]] = {}


class Event:
    """The base of every fact. Subclasses are frozen dataclasses marked with `@event(topic)`."""

    __slots__ = ()
    topic: ClassVar[str]


def event(topic: str) -> Callable[[type[E]], type[E]]:
    """Give a fact its topic: `package.thing.happened`, one topic for one kind."""

    def mark(kind: type[E]) -> type[E]:
        known = _kinds.setdefault(topic, kind)
        assert known.__qualname__ == kind.__qualname__, f"two kinds for topic {topic}"
        _kinds[topic] = kind
        kind.topic = topic
        return kind

    return mark


def topics() -> dict[str, type[Event]]:
    """List the facts of the house itself; what a test makes up is not among them."""
    return {
        topic: kind
        for topic, kind in sorted(_kinds.items())
        if not kind.__module__.startswith("tests.")
    }


def to_json(fact: Event) -> str:
    adapter: TypeAdapter[Any] = TypeAdapter(type(fact))
    return adapter.dump_json(fact).decode()


def from_json(topic: str, text: str) -> Event:
    adapter: TypeAdapter[Any] = TypeAdapter(_kinds[topic])
    fact: Event = adapter.validate_json(text)
    return fact
