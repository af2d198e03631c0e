"""A form becomes a frozen command, or a refusal that names each field and keeps what was typed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from commons.errors import Fact, NotValid, Problem, Refusal
from commons.money import read_yuan
from commons.web.limits import BadRequest, WrongMedia

FIELDS_MAX = 300
FILES_MAX = 12
PART_BYTES_MAX = 2 * 1024 * 1024  # 200,000 Chinese characters as a form sends them
TYPED_VALUES_MAX = 300
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

F = TypeVar("F", bound="Form")

# Copied text is full of invisible joints; they mean nothing and are dropped.
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
# Control characters, halves of characters, and marks that turn the reading direction so that an
# amount or a name looks like another. Line feed and tab are judged apart.
_STRANGE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2061-\u2069\ud800-\udfff]"
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?")

# Pydantic's finding -> our reason; what is not listed here is "not_readable".
REASONS: Mapping[str, str] = {
    "missing": "form.missing",
    "string_type": "form.missing",
    "enum": "form.not_a_choice",
    "literal_error": "form.not_a_choice",
    "int_parsing": "form.not_a_number",
    "int_type": "form.not_a_number",
    "int_from_float": "form.not_a_number",
    "greater_than": "form.too_small",
    "greater_than_equal": "form.too_small",
    "less_than": "form.too_large",
    "less_than_equal": "form.too_large",
    "too_long": "form.too_many",
    "too_short": "form.missing",
    "uuid_parsing": "form.not_a_choice",
    "bool_parsing": "form.not_a_choice",
}


class Form(BaseModel):
    """What one form says. Subclass it with typed fields; unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name is only a claim, its content is what counts."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: `name: Annotated[str, Text(50)]`."""

    max: int = 200
    lines: bool = False

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def read(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        text = clean(value)
        found = _STRANGE.search(text)
        if found or (not self.lines and ("\n" in text or "\t" in text)):
            raise refused("form.strange_characters")
        if len(text) > self.max:
            raise refused("form.too_long", max=self.max, length=len(text))
        return text


@dataclass(frozen=True, slots=True)
class LongText(Text):
    """Text of several lines: `story: Annotated[str, LongText(2000)]`."""

    max: int = 5000
    lines: bool = True


def clean(text: str) -> str:
    """Write text the one way it is kept: composed, line feeds only, nothing invisible."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", lines)).strip()


def refused(reason: str, **facts: Fact) -> PydanticCustomError:
    """Make a refusal that pydantic carries to the field it belongs to."""
    # A template with all facts named keeps pydantic from rejecting the context.
    return PydanticCustomError("refused", "refused", {"reason": reason, "facts": facts})


def checked(check: Callable[[str], Any]) -> BeforeValidator:
    """Let a check of the floor, such as check_name, read a field."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        text = clean(value)
        if _STRANGE.search(text):
            raise refused("form.strange_characters")
        try:
            return check(text)
        except Refusal as refusal:
            raise refused(refusal.reason, **refusal.facts) from refusal

    return BeforeValidator(read)


def read_day(text: str) -> date:
    """Read a day as people write it: 2026-11-23, 2026年11月23日, 20261123."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(*map(int, match.groups())) if match else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> date:
    raise NotValid("form.not_a_day")


Line = Annotated[str, Text(200)]
Day = Annotated[date, checked(read_day)]
Money = Annotated[int, checked(read_yuan)]  # fen


async def read_form(request: Request, form_type: type[F]) -> F:
    """Read the posted form, or raise NotValid with every field's problem and all typed values."""
    sent = await _sent(request)
    texts = {name: tuple(v for v in _all(sent, name) if isinstance(v, str)) for name in sent}
    # A page made again after a later refusal finds here what was typed.
    request.scope["island.typed"] = texts
    values: dict[str, object] = {}
    for name, model_field in form_type.model_fields.items():
        found = [v for v in [await _value(item) for item in _all(sent, name)] if v != ""]
        if takes_many(model_field.annotation):
            values[name] = tuple(found)
        elif found:
            values[name] = found[0]
    try:
        return form_type.model_validate(values)
    except ValidationError as error:
        raise NotValid(
            "form.check_fields", fields=problems_of(error, form_type), values=texts
        ) from error


def _all(sent: FormData, name: str) -> list[UploadFile | str]:
    return sent.getlist(name)


async def _sent(request: Request) -> FormData:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in FORM_TYPES:
        raise WrongMedia("web.form_expected")
    try:
        sent = await request.form(
            max_files=FILES_MAX, max_fields=FIELDS_MAX, max_part_size=PART_BYTES_MAX
        )
    except (MultiPartException, UnicodeDecodeError, ValueError) as error:
        raise BadRequest("web.malformed_body") from error
    return sent


async def _value(item: UploadFile | str) -> object:
    if isinstance(item, str):
        return item if item.strip() else ""
    content = await item.read()
    await item.close()
    if not content and not item.filename:
        return ""
    return Upload(item.filename or "", item.content_type or "", content)


def takes_many(annotation: object) -> bool:
    """Say whether a field collects several values of one name."""
    return any(
        origin in {tuple, list, frozenset, set}
        for origin in [get_origin(annotation), *map(get_origin, get_args(annotation))]
    )


def problems_of(error: ValidationError, form_type: type[BaseModel]) -> dict[str, Problem]:
    """Say of each field, in the order of the form, the first thing that is wrong with it."""
    found: dict[str, Problem] = {}
    for entry in error.errors(include_url=False, include_input=False):
        name = str(entry["loc"][0]) if entry["loc"] else ""
        found.setdefault(name, _problem(entry["type"], entry.get("ctx", {})))
    # What is wrong with the whole, or with a field nobody asked for, comes first.
    places = {name: place for place, name in enumerate(form_type.model_fields)}
    return dict(sorted(found.items(), key=lambda item: places.get(item[0], -1)))


def _problem(kind: str, context: Mapping[str, Any]) -> Problem:
    if kind == "refused":
        return Problem(context["reason"], context["facts"])
    bounds = {"gt": "limit", "ge": "limit", "lt": "limit", "le": "limit", "max_length": "max"}
    facts = {bounds[key]: value for key, value in context.items() if key in bounds}
    return Problem(REASONS.get(kind, "form.not_readable"), facts)
