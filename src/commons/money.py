"""Money as whole fen: read from what people type, written as people read it, split to the fen."""

import re
from collections.abc import Sequence

from commons.confusables import plain
from commons.errors import NotValid

TEXT_MAX = 40
# Ten thousand billion yuan: above any claim, far below what a 64-bit column holds.
FEN_MAX = 10**15
FEN_PER_YUAN = 100

_TYPED = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,2}))?")
_TOO_FINE = re.compile(r"-?[\d,]+\.\d{3,}")

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def yuan(fen: int) -> str:
    """Write 123400 fen as 1,234.00."""
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def read_yuan(text: str) -> int:
    """Read what a person typed - 1234, 1,234.5, ￥1,234.50 or １２３４元 - as fen."""
    if len(text) > TEXT_MAX:
        raise NotValid("money.not_an_amount")
    typed = plain(text).replace(" ", "").replace("，", ",")
    typed = typed.removeprefix("人民币").lstrip("¥￥").removesuffix("元")
    if _TOO_FINE.fullmatch(typed):
        raise NotValid("money.finer_than_fen")
    found = _TYPED.fullmatch(typed)
    if found is None or not typed.isascii():
        raise NotValid("money.not_an_amount")
    sign, whole, rest = found.groups()
    fen = int(whole.replace(",", "")) * FEN_PER_YUAN + int((rest or "").ljust(2, "0"))
    if sign and fen:
        raise NotValid("money.negative")
    if fen > FEN_MAX:
        raise NotValid("money.too_much", most=yuan(FEN_MAX))
    return fen


def in_words(fen: int) -> str:
    """Write an amount in the characters that cannot be altered on a paper: 壹仟贰佰叁拾肆元整.

    As the rules for filling in negotiable instruments (People's Bank of China) have it: 整 after
    whole yuan or jiao, never after fen; one 零 for any gap.
    """
    assert 0 <= fen <= FEN_MAX, fen
    whole, rest = divmod(fen, FEN_PER_YUAN)
    jiao, cents = divmod(rest, 10)
    if fen == 0:
        return "零元整"
    words = f"{_whole(whole)}元" if whole else ""
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif cents and whole:
        words += "零"
    return words + (f"{DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    words, gap = "", False
    for power in range(len(GROUPS) - 1, -1, -1):
        group = number // 10_000**power % 10_000
        if group == 0:
            gap = bool(words)
            continue
        # A group that does not fill its thousands leaves a gap before it.
        words += "零" if words and (gap or group < 1_000) else ""  # noqa: PLR2004
        words += _group(group) + _unit(power, number)
        gap = False
    return words


def _unit(power: int, number: int) -> str:
    # 万亿 counts 亿 in ten-thousands: the 亿 is said once, after the last group above it.
    if power == len(GROUPS) - 1 and number // 10_000**2 % 10_000:
        return "万"
    return GROUPS[power]


def _group(group: int) -> str:
    words, gap = "", False
    for power in range(len(PLACES) - 1, -1, -1):
        digit = group // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + PLACES[power]
        gap = False
    return words


def split(fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide by weights without losing a fen: the largest remainders get the fen left over."""
    assert fen >= 0, fen
    assert weights, "nobody to divide between"
    assert all(weight >= 0 for weight in weights), weights
    total = sum(weights)
    assert total > 0, "all weights are zero"
    shares = [fen * weight // total for weight in weights]
    left = fen - sum(shares)
    # Equal remainders fall to whoever comes first, so the same question has the same answer.
    order = sorted(range(len(weights)), key=lambda place: -(fen * weights[place] % total))
    for place in order[:left]:
        shares[place] += 1
    return tuple(shares)
