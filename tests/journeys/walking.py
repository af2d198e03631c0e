"""A reader without JavaScript: opens a page, fills in the form that stands there, and sends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2

Values = Mapping[str, str | Sequence[str]]
Files = Sequence[tuple[str, tuple[str, bytes, str]]]
MANY = frozenset({"checkbox", "radio"})
NEVER_SENT = frozenset({"submit", "button", "file", "image", "reset"})


@dataclass
class FormOnPage:
    """One form: where it goes, and what it would send if nothing were typed."""

    action: str
    is_multipart: bool
    filled: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Reading(HTMLParser):
    """The forms and links of a page, as a browser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self.links: list[str] = []
        self._form: FormOnPage | None = None
        self._select = ""
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in facts:
            self.links.append(facts["href"])
        elif tag == "form":
            multipart = facts.get("enctype", "").startswith("multipart")
            self._form = FormOnPage(facts.get("action", ""), multipart)
            self.forms.append(self._form)
        elif self._form is not None:
            self._read_field(tag, facts)

    def _read_field(self, tag: str, facts: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = facts.get("name", ""), facts.get("type", "text")
        if name:
            self._form.names.add(name)
        if tag == "input" and name and kind not in NEVER_SENT:
            if kind in MANY:
                self._form.choices.setdefault(name, []).append(facts.get("value", "on"))
            if kind not in MANY:
                self._form.filled[name] = [facts.get("value", "")]
            elif "checked" in facts:
                self._form.filled.setdefault(name, []).append(facts.get("value", "on"))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._form.choices.setdefault(self._select, []).append(facts.get("value", ""))
            if "selected" in facts or self._select not in self._form.filled:
                self._form.filled[self._select] = [facts.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self._form.filled[name] = [""]

    def handle_data(self, text: str) -> None:
        if self._area and self._form is not None:
            self._form.filled[self._area][0] += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._form is not None:
            kept = self._form.filled[self._area]
            kept[0] = kept[0].removeprefix("\n")
            self._area = ""

    def form(self, *, to: str = "", having: str = "") -> FormOnPage:
        """Find the one form that goes to an address, or has a field of this name."""
        found = [
            one
            for one in self.forms
            if one.action.endswith(to)
            and having in {"", *one.names}
            # The way out stands on top of every page; it is meant only when it is named.
            and (to or one.action != "/sign-out")
        ]
        assert found, f"no form to {to!r} with {having!r}; there are {self.forms}"
        return found[0]


class Walker:
    """One person with one browser. Everything it was ever shown is kept, to search in it."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client
        self.at = ""
        self.answer = httpx2.Response(204)
        self.shown: list[bytes] = []

    @property
    def page(self) -> Reading:
        return Reading(self.answer.text)

    async def open(self, address: str) -> str:
        await self._go(await self.client.get(address), address)
        assert self.answer.status_code == 200, (address, self.answer.status_code)
        return self.answer.text

    async def send(
        self, values: Values | None = None, *, to: str = "", having: str = "", files: Files = ()
    ) -> str:
        """Fill in a form of the page, send it, and follow where it leads."""
        form = self.page.form(to=to, having=having)
        sent = form.filled | {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in (values or {}).items()
        }
        unknown = set(values or {}) - form.names
        assert not unknown, f"{self.at} has no field {unknown}"
        where = form.action or self.at
        if files:
            answer = await self.client.post(where, data=sent, files=files)
        else:
            # As a browser does, also for a form that is a button alone.
            kind = {"content-type": "application/x-www-form-urlencoded"}
            answer = await self.client.post(where, data=sent, headers=kind)
        await self._go(answer, where)
        return self.answer.text

    async def follow(self, ending: str) -> str:
        """Open the first link of the page whose address has this part."""
        found = [link for link in self.page.links if ending in link]
        assert found, f"{self.at} has no link with {ending!r}: {self.page.links}"
        return await self.open(found[0])

    async def _go(self, answer: httpx2.Response, address: str) -> None:
        while True:
            self.at = address
            self.answer = answer
            self.shown.append(answer.content)
            if answer.status_code != 303:
                break
            address = answer.headers["location"]
            answer = await self.client.get(address)
        assert answer.status_code < 500, (address, answer.status_code)
