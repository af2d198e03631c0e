"""Pages of the handbook about a site: its settings, its providers and its addresses."""

import ast
import inspect
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from starlette.routing import Route

from commons import settings as settings_file
from commons.providers import ports
from commons.providers.meeting_port import MeetingHost
from commons.providers.meetings import HttpMeetings
from commons.providers.payments import NoPayments
from commons.providers.sandbox import SandboxSms, SandboxWeChat
from commons.providers.sandbox_meetings import SandboxMeetings
from commons.providers.sandbox_payments import SandboxPayments
from commons.providers.sandbox_stamps import SandboxTimeStamper
from commons.providers.text_messages import HttpSms
from commons.providers.time_stamps import HttpTimeStamper
from commons.providers.wechat import WeChatTemplates
from commons.settings import Keys, Mode, Settings
from island.handbook_text import Lines, code, said, table
from island.routing import routes

PORTS: Mapping[str, tuple[type, Mapping[str, type]]] = {
    "sms_provider": (ports.SmsSender, {"sandbox": SandboxSms, "http": HttpSms}),
    "wechat_provider": (ports.WeChatSender, {"sandbox": SandboxWeChat, "wechat": WeChatTemplates}),
    "tsa_provider": (
        ports.TimeStamper,
        {"sandbox": SandboxTimeStamper, "http": HttpTimeStamper},
    ),
    "payment_provider": (ports.Payments, {"sandbox": SandboxPayments, "none": NoPayments}),
    "meeting_provider": (MeetingHost, {"sandbox": SandboxMeetings, "http": HttpMeetings}),
}


def settings() -> Lines:
    yield "# Settings\n"
    yield "Read once at start from the environment. A wrong value stops the start and is named."
    yield "Keys are in `keys.json` in ISLAND_HOME, made once by `island keys`.\n"
    notes, defaults = _notes(), _defaults()
    yield from table(
        ("variable", "when not set", "what it is"),
        (
            (code(_variable(one.name)), defaults[_variable(one.name)], notes[one.name])
            for one in fields(Settings)
            if one.name != "keys"
        ),
    )


def providers() -> Lines:
    yield "# Providers\n"
    yield "One port for each party outside. The sandbox sends nothing to anyone and keeps what it"
    yield "was asked; a production site with a sandbox refuses to start.\n"
    for setting, (port, adapters) in PORTS.items():
        yield f"## {port.__name__}\n"
        yield f"{said(port)} Chosen by `{_variable(setting)}`.\n"
        asked = [name for name, _ in inspect.getmembers(port, inspect.isfunction) if name[0] != "_"]
        yield f"Asked to: {', '.join(map(code, asked))}.\n"
        yield from table(
            ("value", "adapter", "what it does"),
            ((code(value), code(one.__name__), said(one)) for value, one in adapters.items()),
        )


def all_routes() -> Lines:
    yield "# Routes\n"
    yield "`everyone`: also without signing in. `signed_in`: any account. Else the permission.\n"
    served = {route.name for route in _routes(Mode.PRODUCTION)}
    yield from table(
        ("method", "address", "needs", "name"),
        (
            (
                "/".join(sorted((route.methods or set()) - {"HEAD"})),
                code(route.path),
                code(getattr(route.endpoint, "needs", "")),
                route.name + ("" if route.name in served else " (not in production)"),
            )
            for route in sorted(_routes(Mode.TEST), key=_by_address)
        ),
    )


def _by_address(route: Route) -> tuple[str, list[str]]:
    return route.path, sorted(route.methods or ())


def _routes(mode: Mode) -> list[Route]:
    site = Settings(
        mode=mode,
        home=Path(),
        database_url="",
        public_url="https://court.example.cn",
        hosts=(),
        court_name="",
        court_code="",
        service_name="",
        hotline="",
        keys=Keys(vault=b"", log_seed=b"", tokens={}),
    )
    return [one for one in routes(site) if isinstance(one, Route)]


def _variable(field: str) -> str:
    return f"ISLAND_{field.upper()}"


def _source() -> str:
    return Path(settings_file.__file__).read_text(encoding="utf-8")


def _notes() -> dict[str, str]:
    """Read the remark that stands beside each field."""
    lines = (line.partition("  # ") for line in _source().splitlines())
    found = {field.strip().partition(":")[0]: note for field, _, note in lines if note}
    return {one.name: found.get(one.name, "") for one in fields(Settings)}


def _defaults() -> dict[str, str]:
    """Read what stands after the name of a variable wherever one is read."""
    calls = [node for node in ast.walk(ast.parse(_source())) if isinstance(node, ast.Call)]
    return {
        name.value: _default(after)
        for call in calls
        for name, after in zip(call.args, [*call.args[1:], None], strict=False)
        if isinstance(name, ast.Constant)
        and isinstance(name.value, str)
        and name.value.startswith("ISLAND_")
    }


def _default(after: ast.expr | None) -> str:
    """Write a constant as it is, the first of several choices, and what is reckoned in words."""
    if isinstance(after, ast.Tuple):
        return _default(after.elts[0])
    if isinstance(after, ast.Constant):
        return code(after.value)
    return "reckoned from the others" if after is not None else ""
