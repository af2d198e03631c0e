"""All sensible ways to fill one judge's half day: which hearings, in which order, in which rooms.

An agenda is one judge's half day at one venue, with its hearings in order. Its price has what
depends on the order alone, and whatever the caller adds for each hearing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduling.solving.masks import first_bit
from scheduling.solving.tables import Tables

LABELS_MAX = 3
"""Ways to fill the same half day with the same hearings that are kept while it is being filled."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One hearing that could be heard in the half day: what it costs there and where it may start.

    `price` is what it adds apart from its place in the order (minus what the caller gains by having
    it placed); `rooms` pairs each room with a mask of starts.
    """

    number: int
    price: float
    minutes: int
    steps: int
    rooms: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A filled half day: its price and (hearing, start, room) in order."""

    price: float
    minutes: int
    order: tuple[tuple[int, int, int], ...]


Label = tuple[float, int, int, int, int, tuple[tuple[int, int, int], ...]]
"""Price so far, end, last room, mask of rooms, minutes, and the order."""


def agendas(
    tables: Tables,
    offers: Sequence[Offer],
    *,
    minutes_max: int,
    labels_max: int = 4000,
) -> list[Agenda]:
    """Return the cheapest agenda for every set of offers that fits.

    `minutes_max` is what the judge may still sit that day. When more than `labels_max` half-filled
    agendas would have to be kept, the dearest are dropped, so the list is then not complete.
    """
    weights = tables.problem.weights
    best: dict[int, Label] = {}
    level: dict[int, list[Label]] = {}
    for position, offer in enumerate(offers):
        if offer.minutes > minutes_max:
            continue
        labels: list[Label] = [
            (
                offer.price,
                start + offer.steps,
                room,
                1 << room,
                offer.minutes,
                ((offer.number, start, room),),
            )
            for room, mask in offer.rooms
            for start in _first_starts(mask, offers, position)
        ]
        if labels:
            level[1 << position] = _pruned(labels)
    while level:
        for members, labels in level.items():
            best[members] = labels[0]
        level = _longer(tables, offers, level, minutes_max, labels_max)
    return [Agenda(label[0] + weights.sitting, label[4], label[5]) for label in best.values()]


def _first_starts(mask: int, offers: Sequence[Offer], position: int) -> list[int]:
    """Start at once, or so late that a hearing which must begin later follows without a gap."""
    first = first_bit(mask)
    steps = offers[position].steps
    found = [first]
    for place, other in enumerate(offers):
        if place == position:
            continue
        for _, starts in other.rooms:
            wanted = first_bit(starts) - steps
            if wanted > first:
                later = mask >> wanted
                start = wanted + first_bit(later) if later else mask.bit_length() - 1
                if start not in found:
                    found.append(start)
    return found[:LABELS_MAX]


def _longer(
    tables: Tables,
    offers: Sequence[Offer],
    level: dict[int, list[Label]],
    minutes_max: int,
    labels_max: int,
) -> dict[int, list[Label]]:
    """Append one more hearing to every agenda of a level."""
    longer: dict[int, list[Label]] = {}
    for members, labels in level.items():
        for position, offer in enumerate(offers):
            bit = 1 << position
            if not members & bit and labels[0][4] + offer.minutes <= minutes_max:
                found = [one for label in labels for one in _appended(tables, label, offer)]
                if found:
                    longer.setdefault(members | bit, []).extend(found)
    kept = {members: _pruned(labels) for members, labels in longer.items()}
    if len(kept) > labels_max:
        cheapest = sorted(kept, key=lambda members: kept[members][0][0])[:labels_max]
        kept = {members: kept[members] for members in cheapest}
    return kept


def _appended(tables: Tables, label: Label, offer: Offer) -> Iterator[Label]:
    """The agenda with one more hearing at its end, as early as each room allows."""
    price, end, last, used, minutes, order = label
    weights = tables.problem.weights
    for room, mask in offer.rooms:
        ready = end + tables.turnover[room] if room == last else end
        later = mask >> ready
        if later:
            start = ready + first_bit(later)
            cost = price + offer.price + weights.idle * (start - end)
            if not used >> room & 1:
                cost += weights.room_change
            placed = (*order, (offer.number, start, room))
            minutes_then = minutes + offer.minutes
            yield cost, start + offer.steps, room, used | 1 << room, minutes_then, placed


def _pruned(labels: list[Label]) -> list[Label]:
    """Keep the cheapest, and dearer ones only when they end earlier."""
    if len(labels) == 1:
        return labels
    labels.sort(key=_price_then_end)
    kept = [labels[0]]
    for label in labels[1:]:
        if label[1] < kept[-1][1]:
            kept.append(label)
            if len(kept) == LABELS_MAX:
                break
    return kept


def _price_then_end(label: Label) -> tuple[float, int]:
    return label[0], label[1]
