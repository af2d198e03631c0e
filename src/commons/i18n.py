"""Which language the reader reads, and how a sentence, a refusal and a label sound in it."""

import logging
import tomllib
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from pathlib import Path

from babel.messages.pofile import read_po

from commons.errors import Fact, Problem, Refusal

LOG = logging.getLogger(__name__)


class Language(StrEnum):
    """Written as in HTML `lang`; Simplified Chinese is the source text of every sentence."""

    HANS = "zh-Hans"
    HANT = "zh-Hant"
    EN = "en"


# Names of languages are never translated: a reader looks for his own.
OWN_NAMES: Mapping[Language, str] = {
    Language.HANS: "简体中文",
    Language.HANT: "繁體中文",
    Language.EN: "English",
}
LANGUAGES: Mapping[str, Language] = {language.value: language for language in Language}
FOLDERS: Mapping[Language, str] = {Language.HANT: "zh_Hant", Language.EN: "en"}
PREFERENCES_MAX = 20

reading: ContextVar[Language] = ContextVar("reading", default=Language.HANS)

# A reason nobody wrote words for still must not become a crash in front of a citizen.
FALLBACKS: Mapping[int, str] = {
    403: "您没有办理这一事项的权限。",
    404: "找不到您要的内容。",
    409: "现在不能这样办理。",
    422: "请检查填写的内容。",
}


def snake(name: str) -> str:
    """Write CamelCase as snake_case."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def label_key(member: Enum) -> str:
    """Name the catalogue key of an enum value: room, enum in snake case, value."""
    room = type(member).__module__.split(".")[1:2] or [type(member).__module__]
    return f"{room[0]}.{snake(type(member).__name__)}.{member.value}"


def language_of_header(accept: str) -> Language:
    """Choose by Accept-Language; a reader from Taiwan, Hong Kong or Macao gets zh-Hant."""
    ranked: list[tuple[float, Language]] = []
    for item in accept.split(",")[:PREFERENCES_MAX]:
        tag, _, rest = item.strip().partition(";")
        language = _language_of_tag(tag.strip().lower())
        quality = rest.strip().removeprefix("q=") or "1"
        if language and quality.replace(".", "", 1).isdecimal() and float(quality) > 0:
            ranked.append((float(quality), language))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else Language.HANS


def _language_of_tag(tag: str) -> Language | None:
    if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return Language.HANT
    if tag == "zh" or tag.startswith("zh-"):
        return Language.HANS
    # Whoever reads no Chinese at all is better served in English than in Chinese.
    return Language.EN if tag and tag != "*" else None


def language_named(name: str | None) -> Language | None:
    """Find the language a link, a cookie or an account names, if we speak it."""
    return LANGUAGES.get(name or "")


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences of the house, read once at the start."""

    texts: Mapping[Language, Mapping[str, str | tuple[str, ...]]]
    reasons: Mapping[str, str]
    labels: Mapping[str, str]
    _missing: set[str] = field(default_factory=set)

    def say(self, text: str, /, **facts: Fact) -> str:
        """Say a source sentence in the reader's language, with its facts put in."""
        found = self.texts[reading.get()].get(text, text)
        if isinstance(found, tuple):
            # English has a singular; the sentence is counted by its fact called n.
            found = found[0] if facts.get("n") == 1 else found[-1]
        return found.format(**facts) if facts else found

    def refusal(self, refusal: Refusal | Problem) -> str:
        """Say why not. Facts the sentence does not use are left out."""
        source = self.reasons.get(refusal.reason)
        if source is None:
            self._note_missing(refusal.reason)
            source = FALLBACKS.get(getattr(refusal, "status", 422), FALLBACKS[422])
            return self.say(source)
        try:
            # Formatting even without facts: a hole must never reach the reader.
            return self.say(source, **refusal.facts).format(**refusal.facts)
        except (KeyError, IndexError, ValueError):
            self._note_missing(f"{refusal.reason}: facts")
            return self.say(FALLBACKS[422])

    def label(self, member: Enum) -> str:
        """Say an enum value. A value without words shows as itself and is noted once."""
        key = label_key(member)
        source = self.labels.get(key)
        if source is None:
            self._note_missing(key)
            return str(member.value)
        return self.say(source)

    def _note_missing(self, key: str) -> None:
        if key not in self._missing:
            self._missing.add(key)
            LOG.warning("no words for %s", key)


def read_words(folder: Path) -> Words:
    """Read `words/*.toml` and the catalogues `<language>/*.po` below the locale folder."""
    reasons: dict[str, str] = {}
    labels: dict[str, str] = {}
    for path in sorted((folder / "words").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        reasons |= table.get("reasons", {})
        labels |= table.get("labels", {})
    texts: dict[Language, Mapping[str, str | tuple[str, ...]]] = {Language.HANS: {}}
    for language, name in FOLDERS.items():
        texts[language] = _read_catalogues(sorted((folder / name).glob("*.po")))
    return Words(texts=texts, reasons=reasons, labels=labels)


def _read_catalogues(paths: Sequence[Path]) -> dict[str, str | tuple[str, ...]]:
    texts: dict[str, str | tuple[str, ...]] = {}
    for path in paths:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        for message in catalogue:
            plural = isinstance(message.id, (list, tuple))
            source = message.id[0] if plural else message.id
            spoken = message.string
            if source and spoken and all(spoken):
                texts[str(source)] = tuple(spoken) if plural else str(spoken)
    return texts
