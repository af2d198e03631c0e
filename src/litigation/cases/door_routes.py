"""The door without an account: one question a screen, then the advice with its reasons."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from commons.almanac import day_of
from commons.errors import NotValid, Problem, Refusal
from commons.money import read_yuan
from commons.web.page import EVERYONE, actor_of, needs, now_of, outside_of, page, see_other
from litigation.cases.charge import priced
from litigation.cases.door import CHOICES, Advice, Ask, advise, asked, first_open, read_answers
from litigation.cases.ways import ways_of

FOLDER = "litigation/cases"
VALUE_MAX = 30
START = "/start"


@dataclass(frozen=True, slots=True)
class DoorView:
    """One question, with what was answered before it."""

    ask: Ask
    answers: tuple[tuple[str, str], ...]
    choices: tuple[object, ...]
    step: int
    total: int
    back: str


@dataclass(frozen=True, slots=True)
class AdviceView:
    advice: Advice
    answers: tuple[tuple[str, str], ...]
    fee: str
    said: tuple[tuple[Ask, object, str], ...]
    is_signed_in: bool
    court_name: str
    hotline: str


def _answers(request: Request) -> dict[str, str]:
    """Keep only what the questions ask for, in their order."""
    given = request.query_params
    return {one.value: given[one.value][:VALUE_MAX] for one in Ask if one.value in given}


@needs(EVERYONE)
async def show(request: Request) -> Response:
    """Ask the first open question, or give the advice. Nothing is kept, everything travels."""
    answers = _answers(request)
    typed = request.query_params.get("yuan")
    if typed is not None:
        return _with_amount(request, answers, typed)
    ask = first_open(answers)
    if ask is not None:
        return _question(request, answers, ask)
    try:
        return _advice(request, answers)
    except NotValid:
        return see_other(START)  # an address that nobody was given: begin anew


def _with_amount(request: Request, answers: dict[str, str], typed: str) -> Response:
    try:
        amount = str(read_yuan(typed)) if typed.strip() else ""
    except NotValid as refusal:
        fields = {"yuan": Problem(refusal.reason, refusal.facts)}
        wrong = NotValid(fields=fields, values={"yuan": (typed[:VALUE_MAX],)})
        return _question(request, answers, Ask.AMOUNT, wrong)
    return see_other(f"{START}?{urlencode({**answers, 'amount': amount})}")


def _question(
    request: Request, answers: dict[str, str], ask: Ask, refusal: Refusal | None = None
) -> Response:
    questions = asked(answers)
    before = list(answers.items())[:-1]
    view = DoorView(
        ask=ask,
        answers=tuple(answers.items()),
        choices=CHOICES.get(ask, ()),
        step=questions.index(ask) + 1,
        total=len(questions),
        back=f"{START}?{urlencode(before)}" if answers else "/",
    )
    return page(request, f"{FOLDER}/door.html", view, refusal=refusal)


def _advice(request: Request, answers: dict[str, str]) -> Response:
    outside = outside_of(request)
    said = read_answers(answers)
    ways = ways_of(outside.settings)
    advice = advise(said, on=day_of(now_of(request)), rounding=ways.rounding)
    spoken = []
    for position, one in enumerate(asked(answers)):
        back = urlencode(list(answers.items())[:position])
        spoken.append((one, getattr(said, one.value, None), f"{START}?{back}"))
    view = AdviceView(
        advice=advice,
        answers=tuple(answers.items()),
        fee=priced(advice.fee) if advice.fee else "",
        said=tuple(spoken),
        is_signed_in=not actor_of(request).is_anonymous,
        court_name=ways.court_name,
        hotline=ways.hotline,
    )
    return page(request, f"{FOLDER}/advice.html", view)


routes: list[BaseRoute] = [Route(START, show, methods=["GET"], name="door")]
