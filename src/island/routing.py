"""Every address of the house, room by room."""

from starlette.routing import BaseRoute

from commons.access import routes as access
from commons.holidays import routes as holidays
from commons.papers import routes as papers
from commons.settings import Mode, Settings
from commons.web.openapi import openapi_route
from island import errands, home, sandbox_box, verification
from litigation.bundle import routes as bundle
from litigation.cases import routes as cases
from litigation.clocks import routes as clocks
from litigation.decisions import routes as decisions
from litigation.delivery import routes as delivery
from litigation.enforcement import routes as enforcement
from litigation.hearings import routes as hearings
from litigation.large_files import routes as large_files
from litigation.mediation import routes as mediation
from litigation.record import routes as record
from litigation.signing import routes as signing
from litigation.trial_papers import routes as trial_papers
from scheduling import routes as scheduling


def routes(settings: Settings) -> list[BaseRoute]:
    """List all routes. What the sandbox would have sent is shown outside production only."""
    every: list[BaseRoute] = [
        *home.routes,
        *access.routes,
        *clocks.routes,
        *mediation.routes,
        *record.routes,
        *signing.routes,
        *cases.routes,
        *delivery.routes,
        *hearings.routes,
        *decisions.routes,
        *trial_papers.routes,
        *enforcement.routes,
        *large_files.routes,
        *bundle.routes,
        *scheduling.routes,
        *verification.routes,
        *holidays.routes,
        *papers.routes,
        *errands.routes,
    ]
    if settings.mode is not Mode.PRODUCTION:
        every += sandbox_box.routes
    return [*every, openapi_route(every)]
