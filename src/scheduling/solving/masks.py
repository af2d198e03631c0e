"""A working day as a row of bits, one for each step of the grid: what is busy, where one may start.

A mask is an int; bit t stands for the step that begins at minute t × grid.
"""

from collections.abc import Iterator

MINUTES_A_DAY = 1440


def between(first: int, last: int, grid: int) -> int:
    """Mark every step that the minutes `[first, last)` touch."""
    low = max(0, first) // grid
    high = -(-min(last, MINUTES_A_DAY) // grid)
    return ((1 << (high - low)) - 1) << low if high > low else 0


def free_starts(busy: int, length: int, whole: int) -> int:
    """Mark every start after which `length` steps are free; `whole` marks the steps of the day."""
    free = whole & ~busy
    run = 1
    while run * 2 <= length:
        free &= free >> run
        run *= 2
    return free & free >> (length - run) if run < length else free


def bits(mask: int) -> Iterator[int]:
    """Yield the marked steps from early to late."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def first_bit(mask: int) -> int:
    """Return the earliest marked step; the mask must not be empty."""
    assert mask
    return (mask & -mask).bit_length() - 1


def at_least(masks: list[int], count: int) -> int:
    """Mark the steps that at least `count` of the masks mark."""
    levels = [0] * (count + 1)
    levels[0] = -1
    for mask in masks:
        for level in range(count, 0, -1):
            levels[level] |= levels[level - 1] & mask
    return levels[count]
