"""How days, times, sums and numbers are written in a Chinese court paper."""

from datetime import date, datetime

from commons.almanac import SHANGHAI
from commons.money import in_words, yuan

DIGITS = "〇一二三四五六七八九"
TEN = 10
COUNTED_MAX = 99
PARAGRAPHS_MAX = 500


def day(value: str | date) -> str:
    """2026年11月23日, from a date or its ISO text."""
    on = _date(value)
    return f"{on.year}年{on.month}月{on.day}日"


def formal_day(value: str | date) -> str:
    """二〇二六年十一月二十三日, as under a judgment (GB/T 9704 writes digits, courts do not)."""
    on = _date(value)
    year = "".join(DIGITS[int(digit)] for digit in str(on.year))
    return f"{year}年{counted(on.month)}月{counted(on.day)}日"


def moment(value: str | datetime) -> str:
    """2026年11月23日10时05分, on the clock in Pingtan."""
    at = _instant(value)
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


def moment_exact(value: str | datetime) -> str:
    """2026-11-23 10:05:07（北京时间）, where seconds matter."""
    return f"{_instant(value):%Y-%m-%d %H:%M:%S}（北京时间）"


def counted(number: int) -> str:
    """一 to 九十九, for headings and formal days."""
    assert 0 <= number <= COUNTED_MAX, "headings are counted to ninety-nine"
    tens, ones = divmod(number, TEN)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + ("" if ones == 0 else DIGITS[ones])


def sum_in_full(fen: int) -> str:
    """Write a sum twice: in figures, and in characters that cannot be altered."""
    return f"人民币{yuan(fen)}元（大写：{in_words(fen)}）"


def split_paragraphs(text: str) -> list[str]:
    """Every line a person typed is a paragraph of its own; empty lines are dropped."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line][:PARAGRAPHS_MAX]


def _date(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: str | datetime) -> datetime:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert at.tzinfo is not None, "an instant without a zone is not an instant"
    return at.astimezone(SHANGHAI)
