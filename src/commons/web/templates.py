"""Templates: one view in, one HTML page out, in the reader's language, always escaped."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from commons.almanac import SHANGHAI
from commons.errors import NotValid, Refusal
from commons.i18n import OWN_NAMES, Language, Words, reading
from commons.money import yuan
from commons.persons import mask_name, mask_number, mask_phone
from commons.web.assets import Assets
from commons.web.visit import Visit

STYLES = "app.css"
QUERY_FIELDS_MAX = 20
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# Parts may use what stands before them in this order.
PARTS = ("show", "forms", "lists", "signing")


class Option(NamedTuple):
    """One thing to choose, as radio button, tick box or line of a list."""

    value: str
    label: str
    hint: str = ""
    icon: str = ""


class Fault(NamedTuple):
    """One line of the error summary, leading to its field."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """The page being made: who reads it, and what went wrong with what was typed."""

    visit: Visit
    path: str
    query: str = ""
    refusal: Refusal | None = None
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # filled by the fields as they are made


rendering: ContextVar[Rendering] = ContextVar("rendering")


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates of the house with their words and files."""

    environment: Environment
    words: Words
    assets: Assets
    styles_cookie: bytes

    def render(self, name: str, view: object, now_rendering: Rendering) -> str:
        token = rendering.set(now_rendering)
        try:
            return self.environment.get_template(name).render(view=view, visit=now_rendering.visit)
        finally:
            rendering.reset(token)


def build_templates(
    folder: Path,
    *,
    words: Words,
    assets: Assets,
    site_name: str,
    cookie_prefix: str = "",
    is_trial: bool = False,
) -> Templates:
    """Prepare the one environment that every page is rendered with."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters |= FILTERS
    asking = Asking(words)
    environment.globals |= {
        "_": words.say,
        "label": words.label,
        "refusal_words": words.refusal,
        "options": asking.options,
        "typed": typed,
        "typed_all": typed_all,
        "trouble": asking.trouble,
        "faults": asking.faults,
        "here_with": here_with,
        "u": assets.url,
        "styles": assets.text(STYLES),
        "site_name": site_name,
        "is_trial": is_trial,
        "languages": tuple(OWN_NAMES.items()),
    }
    for name in PARTS:
        module = environment.get_template(f"parts/{name}.html").module
        environment.globals |= {k: v for k, v in vars(module).items() if not k.startswith("_")}
    secure = "; Secure" if cookie_prefix else ""
    digest = assets.files[STYLES].digest
    cookie = f"{cookie_prefix}v={digest}; Path=/; Max-Age=31536000; HttpOnly{secure}; SameSite=Lax"
    return Templates(environment, words, assets, cookie.encode())


def day(on: date) -> str:
    """Write a day: 2026年11月23日, in English 23 November 2026."""
    if reading.get() is Language.EN:
        return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def clock(at: datetime) -> str:
    """Write the time of day on the island."""
    return at.astimezone(SHANGHAI).strftime("%H:%M")


def moment(at: datetime) -> str:
    """Write an instant as day and time on the island."""
    local = at.astimezone(SHANGHAI)
    return f"{day(local.date())} {local:%H:%M}"


def typed(name: str, otherwise: object = "") -> str:
    """Return what the person typed into a field before it was refused, else the given value."""
    values = rendering.get().typed
    if name in values:
        return values[name][0] if values[name] else ""
    return "" if otherwise is None else str(otherwise)


def typed_all(name: str, otherwise: Iterable[object] | None = None) -> tuple[str, ...]:
    """Return every value chosen for a name; after a refusal an empty choice stays empty."""
    now_rendering = rendering.get()
    if now_rendering.typed:
        return now_rendering.typed.get(name, ())
    if otherwise is None:
        return ()
    if isinstance(otherwise, str):
        return (str(otherwise),)
    return tuple(str(value) for value in otherwise)


def here_with(**changes: str) -> str:
    """Return this page's address with a preference changed, for links that need no script."""
    now_rendering = rendering.get()
    kept = [
        pair
        for pair in parse_qsl(now_rendering.query, max_num_fields=QUERY_FIELDS_MAX)
        if pair[0] not in {"lang", "size"}
    ]
    return f"?{urlencode([*kept, *changes.items()])}"


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form parts ask about choices and mistakes."""

    words: Words

    def options(self, choices: Iterable[Enum | tuple[str, ...] | Option]) -> Iterator[Option]:
        """Turn enum values, or (value, label, hint, icon), into things to choose."""
        for choice in choices:
            if isinstance(choice, Enum):
                yield Option(str(choice.value), self.words.label(choice))
            else:
                yield Option(*(str(part) for part in choice))

    def trouble(self, name: str, label: str = "") -> str:
        """Say what is wrong with one field; empty when nothing is. Remembers what it is called."""
        now_rendering = rendering.get()
        refusal = now_rendering.refusal
        now_rendering.labels[name] = label
        problem = refusal.fields.get(name) if isinstance(refusal, NotValid) else None
        return self.words.refusal(problem) if problem else ""

    def faults(self) -> tuple[Fault, ...]:
        """List what must be mended on this page, for the summary at its top."""
        now_rendering = rendering.get()
        refusal = now_rendering.refusal
        if refusal is None:
            return ()
        if not isinstance(refusal, NotValid) or not refusal.fields:
            return (Fault("", self.words.refusal(refusal)),)
        faults = []
        for name, problem in refusal.fields.items():
            words = self.words.refusal(problem)
            label = now_rendering.labels.get(name, "").rstrip("？?：:")
            # A field that is not on this page is named by its words alone, and leads nowhere.
            line = self.words.say("{label}：{words}", label=label, words=words) if label else words
            faults.append(Fault(name if name in now_rendering.labels else "", line))
        return tuple(faults)


FILTERS: Mapping[str, Callable[..., str]] = {
    "yuan": yuan,
    "day": day,
    "moment": moment,
    "clock": clock,
    "mask_name": mask_name,
    "mask_phone": mask_phone,
    "mask_number": mask_number,
}
