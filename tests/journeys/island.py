"""The invented people of the stories, and the worker behind them."""

from collections.abc import Callable
from datetime import datetime

from commons import worker
from commons.access.actor import Role
from commons.access.places import OrganisationKind
from commons.almanac import SHANGHAI, FixedClock
from commons.providers.ports import Outside
from commons.providers.sandbox import Sandbox
from island.wiring import hands
from tests.commons.access.builders import (
    PASSWORD,
    a_grant,
    an_account,
    an_organisation,
    code_at,
)
from tests.journeys.walking import Walker

SITE = "http://127.0.0.1:8000"
Visitor = Callable[[], Walker]


class Island:
    """One court, one studio with its mediator, and a worker that rests when nothing is due."""

    def __init__(
        self, visitor: Visitor, outside: Outside, sandbox: Sandbox, clock: FixedClock
    ) -> None:
        self.visitor, self.outside, self.sandbox, self.clock = visitor, outside, sandbox, clock

    async def people(self) -> None:
        island = await an_organisation()
        court = await an_organisation(OrganisationKind.COURT, island)
        tribunal = await an_organisation(OrganisationKind.TRIBUNAL, court, "虚构法庭")
        centre = await an_organisation(OrganisationKind.CENTRE, tribunal, "虚构中心")
        studio = await an_organisation(OrganisationKind.STUDIO, centre, "虚构屿工作室")
        other = await an_organisation(OrganisationKind.STUDIO, centre, "虚构北屿工作室")
        for login, name, role, place in (
            ("lin", "林虚构", Role.MEDIATOR, studio),
            ("beside", "陈虚构", Role.MEDIATOR, studio),
            ("elsewhere", "周虚构", Role.MEDIATOR, other),
            ("head", "吴虚构", Role.STUDIO_HEAD, studio),
            ("clerk", "郑虚构", Role.CLERK, court),
            ("judge", "念虚构", Role.JUDGE, court),
            ("president", "高虚构", Role.PRESIDENT, court),
            ("auditor", "沈虚构", Role.AUDITOR, island),
        ):
            await a_grant(await an_account(login, name), role, place)

    async def sign_in(self, login: str) -> Walker:
        """Sign in by password and by the six digits of the telephone."""
        person = self.visitor()
        await person.open("/sign-in?next=/mediations")
        await person.send({"login": login, "password": PASSWORD}, to="/sign-in")
        await person.send({"code": code_at(self.clock.now())}, to="/sign-in/code")
        assert person.at == "/mediations", person.answer.text
        return person

    async def work(self) -> None:
        """Do what is due and every chore once, and what follows from these."""
        await worker.rest(hands(), self.outside)
        for chore in hands().chores:
            await chore.do(self.outside)
        await worker.rest(hands(), self.outside)

    async def until(self, year: int, month: int, day: int, hour: int = 10) -> None:
        """Let time pass until this hour in Pingtan, and the worker with it."""
        there = datetime(year, month, day, hour, tzinfo=SHANGHAI)
        self.clock.move(there - self.clock.now())
        await self.work()
