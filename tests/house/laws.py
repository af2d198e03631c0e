"""The laws of the house: each looks at all files and names every breach in one line."""

import ast
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions

from tests.house.building import PURE, RANKS, ROLES, ROOMS, File, House, Link

Law = Callable[[House], Iterator[str]]

FILE_LINES_MAX = 250
FUNCTION_LINES_MAX = 50
# From the ground up. The roof may know everything; nothing knows the roof.
FLOORS = ("commons", "scheduling", "litigation", "advance_pay", "island")
ROOF = FLOORS[-1]
DOORS = {"scheduling": {"requests", "events"}, "litigation": {"intake", "events"}}
NOT_FOR_PURE = ("tortoise", "starlette", "asyncio", "anyio", "httpx2", "sqlite3", "socket")
NOT_FOR_PURE += ("commons.db", "commons.web", "commons.outbox", "commons.worker", "commons.vault")
NOT_FOR_ACTIONS = ("starlette", "commons.web", "commons.worker", "httpx2", "weasyprint")
FORBIDDEN = {"utils", "helper", "helpers", "manager", "process", "handle", "data", "info"}
# What loads slowly and only in a child process; nothing else is imported inside a function.
INLINE = {
    "commons.papers.child": {"commons.papers.layout"},
    "commons.papers.seal": {"asn1crypto", "pyhanko", "pyhanko_certvalidator"},
}
# One place each: what is spread over many files is guarded nowhere.
ONLY_IN = {
    "in_transaction": {"commons.db", "commons.writer"},  # there it is sqlite3's own word
    "InTurn": {"commons.db", "commons.sqlite"},
    "_in_transaction": {"commons.sqlite", "island.database"},
}
IMPORTED_ONLY_IN = {
    "jose": {"commons.access.tokens"},
    "weasyprint": {"commons.papers.fetcher", "commons.papers.layout"},
    "argon2": {"commons.access.crypt"},
    "httpx2": {"commons.providers.transport", "island.wiring"},
}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
RAW_SQL = {"execute_query", "execute_query_dict", "execute_script", "execute_many", "RawSQL", "raw"}
MAY_WRITE_SQL = {"commons.db", "commons.sqlite", "island.database", "island.doctor"}
# One statement that draws the next number of the year, the same on both databases.
MAY_WRITE_SQL |= {"litigation.mediation.opening_actions", "litigation.cases.count_actions"}
# One question asked before every page: building it anew costs more than the answer.
MAY_WRITE_SQL |= {"commons.access.recognising"}
# Deeds are opened by actions; these few are the floor's own, and the roof's look-up of a code,
# which spends from the counter's budget of guesses.
MAY_BE_ATOMIC = {"commons.outbox", "commons.worker", "commons.web.once", "island.lookup"}
# Where an import is kept as a whole, by the word of whoever imports.
MAY_BE_ATOMIC |= {"commons.imports"}


def within(module: str, names: tuple[str, ...] | set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def each_link(house: House) -> Iterator[tuple[File, Link]]:
    return ((file, link) for file in house.files.values() for link in house.links(file))


def calls_go_down(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        other = link.module.partition(".")[0]
        if file.package in FLOORS and other in FLOORS[FLOORS.index(file.package) + 1 :]:
            yield f"{file.name} looks up at {link.module}"


def foreign_packages_have_doors(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        package, _, rest = link.module.partition(".")
        is_foreign = package in DOORS and file.package not in (package, ROOF)
        if is_foreign and (rest or link.name).partition(".")[0] not in DOORS[package]:
            yield f"{file.name} climbs in by {link.module}"


def rooms_stand_on_earlier_rooms(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        here, there = _room_of(file.name), _room_of(link.module)
        if here and there and ROOMS.index(there) > ROOMS.index(here):
            yield f"{file.name} knows the later room {link.module}"


def _room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "litigation" and parts[1:] and parts[1] in ROOMS else ""


def every_file_has_a_role(house: House) -> Iterator[str]:
    for file in house.files.values():
        if file.role == "unknown" and file.stem != "__init__":
            yield f"{file.name} plays no known role"
    if "commons.db" in house.files:
        listed = {f"{room}.{stem}" for room, stems in ROLES.items() for stem in stems}
        yield from (f"{name} is listed but gone" for name in sorted(listed - house.files.keys()))


def roles_know_earlier_roles(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        other = house.files.get(link.module)
        if other is None or file.role not in RANKS or other.role not in RANKS:
            continue
        if RANKS.index(other.role) > RANKS.index(file.role):
            yield f"{file.name} ({file.role}) must not know {other.name} ({other.role})"


def pure_files_touch_nothing(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        if file.role in PURE and not link.is_for_types and within(link.module, NOT_FOR_PURE):
            yield f"{file.name} is pure but imports {link.module}"


def deeds_speak_to_nobody(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        adapter = within(link.module, ("commons.providers",)) and link.module != (
            "commons.providers.ports"
        )
        if file.role == "actions" and (adapter or within(link.module, NOT_FOR_ACTIONS)):
            yield f"{file.name} does deeds but imports {link.module}"


def pages_hold_no_rows(house: House) -> Iterator[str]:
    pages = [f for f in house.files.values() if f.role == "routes" or _serves(f)]
    for file in pages:
        for link in house.links(file):
            if link.name in house.rows:
                yield f"{file.name} holds the row {link.module}.{link.name}"
        for node in file.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                module = _module_called(house, file, node.value.id)
                if house.rows.get(node.attr) == module:
                    yield f"{file.name} holds the row {module}.{node.attr}"


def _serves(file: File) -> bool:
    return any(
        isinstance(node, ast.AnnAssign | ast.Assign) and "routes" in ast.unparse(node).split("=")[0]
        for node in file.tree.body
    )


def _module_called(house: House, file: File, name: str) -> str:
    for node in file.tree.body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if (alias.asname or alias.name) == name and whole in house.files:
                    return whole
    return ""


def deeds_are_opened_by_actions(house: House) -> Iterator[str]:
    for file in house.files.values():
        if file.role == "actions" or file.name in MAY_BE_ATOMIC:
            continue
        for node in file.nodes:
            if isinstance(node, ast.AsyncFunctionDef) and any(
                ast.unparse(one) == "atomic" for one in node.decorator_list
            ):
                yield f"{file.name}.{node.name} opens a deed"


def imports_stand_at_the_top(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        if link.is_inline and not within(link.module, INLINE.get(file.name, set())):
            yield f"{file.name}:{link.line} imports {link.module} inside"
        if link.is_relative:
            yield f"{file.name}:{link.line} imports relatively"


def files_are_short(house: House) -> Iterator[str]:
    for file in house.files.values():
        lines = file.text.count("\n")
        if lines > FILE_LINES_MAX:
            yield f"{file.name} has {lines} lines"


def functions_are_short(house: House) -> Iterator[str]:
    for file in house.files.values():
        for node in file.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    yield f"{file.name}.{node.name} has {lines} lines"


def files_open_with_a_sentence(house: House) -> Iterator[str]:
    for file in house.files.values():
        first = (ast.get_docstring(file.tree) or "").split("\n\n")[0]
        if file.text.strip() and not first.endswith((".", "!", "?")):
            yield f"{file.name} does not open with a sentence"


def no_name_shadows_another(house: House) -> Iterator[str]:
    taken = set(sys.stdlib_module_names) | set(packages_distributions())
    taken -= {floor for floor in FLOORS if (house.src / floor).is_dir() and floor in FLOORS}
    for package in sorted({file.package for file in house.files.values()}):
        if package in taken or package in sys.stdlib_module_names:
            yield f"{package} is also the name of a library"


def empty_words_are_not_used(house: House) -> Iterator[str]:
    for file in house.files.values():
        names = {(part, 0) for part in file.name.split(".")} | set(_defined(file.tree))
        for name, line in sorted(names):
            if name.lower() in FORBIDDEN:
                yield f"{file.name}:{line} is called {name}"


def _defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.alias(asname=str()):
                yield str(node.asname), node.lineno


def single_places_stay_single(house: House) -> Iterator[str]:
    for file, link in each_link(house):
        top = link.module.partition(".")[0]
        if file.name not in IMPORTED_ONLY_IN.get(top, {file.name}) and not link.is_for_types:
            yield f"{file.name} imports {top}"
    for file in house.files.values():
        for node in file.nodes:
            name = getattr(node, "attr", None) or getattr(node, "id", "")
            if isinstance(name, str) and file.name not in ONLY_IN.get(name, {file.name}):
                yield f"{file.name} uses {name}"


def only_the_almanac_has_a_clock(house: House) -> Iterator[str]:
    for file in house.files.values():
        for node in file.nodes:
            if isinstance(node, ast.Attribute) and file.name != "commons.almanac":
                above = getattr(node.value, "attr", getattr(node.value, "id", ""))
                spelled = f"{above}.{node.attr}"
                if spelled in CLOCKS:
                    yield f"{file.name}:{node.lineno} asks the machine for {spelled}"


def sql_is_written_by_nobody(house: House) -> Iterator[str]:
    for file in house.files.values():
        for node in file.nodes:
            if isinstance(node, ast.Call) and file.name not in MAY_WRITE_SQL:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in RAW_SQL:
                    yield f"{file.name}:{node.lineno} writes SQL with {name}"
