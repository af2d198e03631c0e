"""The laws of the house hold, and each of them catches the breach it was written against."""

from pathlib import Path

import pytest

from tests.house import laws, rows
from tests.house.building import SRC, House
from tests.house.laws import Law

LAWS: tuple[Law, ...] = (
    laws.calls_go_down,
    laws.foreign_packages_have_doors,
    laws.rooms_stand_on_earlier_rooms,
    laws.every_file_has_a_role,
    laws.roles_know_earlier_roles,
    laws.pure_files_touch_nothing,
    laws.deeds_speak_to_nobody,
    laws.deeds_are_opened_by_actions,
    laws.pages_hold_no_rows,
    laws.imports_stand_at_the_top,
    laws.files_are_short,
    laws.functions_are_short,
    laws.files_open_with_a_sentence,
    laws.no_name_shadows_another,
    laws.empty_words_are_not_used,
    laws.single_places_stay_single,
    laws.only_the_almanac_has_a_clock,
    laws.sql_is_written_by_nobody,
    rows.hands_stay_within_a_package,
)
MODELS = '"""Rows."""\nfrom commons.db import Row\nclass Matter(Row):\n    pass\n'
DB = '"""Rows."""\nclass Row:\n    pass\n'
LONG = '"""Long."""\ndef long() -> None:\n' + "    print()\n" * 60
MANY = '"""Many lines."""\n' + "X = 1\n" * 260
HAND = '"""Rows."""\nfrom tortoise import fields\nfrom commons.db import Row\nclass Leaf(Row):\n'
HAND += '    matter = fields.ForeignKeyField("island.Matter", on_delete=fields.OnDelete.RESTRICT)\n'
LOOSE = HAND.replace(", on_delete=fields.OnDelete.RESTRICT", "").replace("Matter", "Leaf")
# A law, the files of a house that breaks it, and the one line that must name the breach.
SEEDS: tuple[tuple[Law, dict[str, str], str], ...] = (
    (
        laws.calls_go_down,
        {"commons/flow.py": '"""."""\nfrom litigation.events import MediationAgreed\n'},
        "commons.flow looks up at litigation.events",
    ),
    (
        laws.calls_go_down,
        {"litigation/events.py": '"""."""\nfrom island import wiring\n', "island/wiring.py": ""},
        "litigation.events looks up at island.wiring",
    ),
    (
        laws.foreign_packages_have_doors,
        {"litigation/intake.py": '"""."""\nfrom scheduling.models import Listing\n'},
        "litigation.intake climbs in by scheduling.models",
    ),
    (
        laws.rooms_stand_on_earlier_rooms,
        {"litigation/mediation/actions.py": '"""."""\nfrom litigation.signing import rules\n'},
        "litigation.mediation.actions knows the later room litigation.signing",
    ),
    (
        laws.every_file_has_a_role,
        {"litigation/mediation/misc.py": '"""."""\n'},
        "litigation.mediation.misc plays no known role",
    ),
    (
        laws.roles_know_earlier_roles,
        {
            "litigation/mediation/rules.py": '"""."""\nfrom litigation.mediation import models\n',
            "litigation/mediation/models.py": MODELS,
        },
        "litigation.mediation.rules (rules) must not know litigation.mediation.models (models)",
    ),
    (
        laws.roles_know_earlier_roles,
        {
            "litigation/signing/queries.py": (
                '"""."""\nfrom litigation.record.fact_actions import fix\n'
            ),
            "litigation/record/fact_actions.py": '"""."""\n',
        },
        (
            "litigation.signing.queries (queries) must not know"
            " litigation.record.fact_actions (actions)"
        ),
    ),
    (
        laws.pure_files_touch_nothing,
        {"litigation/mediation/rules.py": '"""."""\nfrom tortoise import fields\n'},
        "litigation.mediation.rules is pure but imports tortoise",
    ),
    (
        laws.pure_files_touch_nothing,
        {"scheduling/solving/search.py": '"""."""\nimport ortools\nimport asyncio\n'},
        "scheduling.solving.search is pure but imports asyncio",
    ),
    (
        laws.deeds_speak_to_nobody,
        {
            "litigation/delivery/actions.py": '"""."""\nfrom commons.providers import wechat\n',
            "commons/providers/wechat.py": "",
        },
        "litigation.delivery.actions does deeds but imports commons.providers.wechat",
    ),
    (
        laws.deeds_are_opened_by_actions,
        {"litigation/mediation/routes.py": '"""."""\n@atomic\nasync def keep(): ...\n'},
        "litigation.mediation.routes.keep opens a deed",
    ),
    (
        laws.pages_hold_no_rows,
        {
            "litigation/mediation/routes.py": (
                '"""."""\nfrom litigation.mediation.models import Matter\n'
            ),
            "litigation/mediation/models.py": MODELS,
        },
        "litigation.mediation.routes holds the row litigation.mediation.models.Matter",
    ),
    (
        laws.pages_hold_no_rows,
        {
            "litigation/mediation/end_routes.py": (
                '"""."""\nfrom litigation.mediation import models as m\nm.Matter.all()\n'
            ),
            "litigation/mediation/models.py": MODELS,
        },
        "litigation.mediation.end_routes holds the row litigation.mediation.models.Matter",
    ),
    (
        laws.imports_stand_at_the_top,
        {"commons/flow.py": '"""."""\ndef f() -> None:\n    import json\n'},
        "commons.flow:3 imports json inside",
    ),
    (
        laws.imports_stand_at_the_top,
        {"commons/flow.py": '"""."""\nfrom .errors import NotNow\n'},
        "commons.flow:2 imports relatively",
    ),
    (laws.files_are_short, {"commons/flow.py": MANY}, "commons.flow has 261 lines"),
    (laws.functions_are_short, {"commons/flow.py": LONG}, "commons.flow.long has 61 lines"),
    (
        laws.files_open_with_a_sentence,
        {"commons/flow.py": "X = 1\n"},
        "commons.flow does not open with a sentence",
    ),
    (
        laws.no_name_shadows_another,
        {"platform/rules.py": '"""."""\n'},
        "platform is also the name of a library",
    ),
    (
        laws.empty_words_are_not_used,
        {"commons/flow.py": '"""."""\ndef f(data: str) -> None: ...\n'},
        "commons.flow:2 is called data",
    ),
    (
        laws.empty_words_are_not_used,
        {"commons/utils.py": '"""."""\n'},
        "commons.utils:0 is called utils",
    ),
    (
        laws.single_places_stay_single,
        {"commons/outbox.py": '"""."""\nfrom jose import jwt\n'},
        "commons.outbox imports jose",
    ),
    (
        laws.single_places_stay_single,
        {"commons/outbox.py": '"""."""\nasync def f() -> None:\n    await in_transaction()\n'},
        "commons.outbox uses in_transaction",
    ),
    (
        laws.only_the_almanac_has_a_clock,
        {"commons/outbox.py": '"""."""\nimport datetime\nX = datetime.datetime.now()\n'},
        "commons.outbox:3 asks the machine for datetime.now",
    ),
    (
        laws.sql_is_written_by_nobody,
        {"commons/outbox.py": '"""."""\nclient.execute_query("SELECT 1")\n'},
        "commons.outbox:2 writes SQL with execute_query",
    ),
    (
        rows.hands_stay_within_a_package,
        {"commons/evidence_log/models.py": HAND, "litigation/mediation/models.py": MODELS},
        "commons.evidence_log.models:5 holds the hand of litigation.mediation.models",
    ),
    (
        rows.hands_stay_within_a_package,
        {"commons/evidence_log/models.py": LOOSE},
        "commons.evidence_log.models:5 may delete what it points at",
    ),
)


@pytest.fixture(scope="module")
def house() -> House:
    return House(SRC)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(house, law):
    assert list(law(house)) == []


@pytest.mark.parametrize(("law", "files", "breach"), SEEDS, ids=[seed[2] for seed in SEEDS])
def test_the_breach_is_caught(tmp_path: Path, law, files, breach):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert list(law(House(tmp_path))) == [breach]


def test_every_law_has_a_seeded_breach():
    assert {law for law, _, _ in SEEDS} == set(LAWS)


def test_the_whole_house_was_looked_at(house):
    for room in (
        "commons",
        "litigation.mediation",
        "litigation.delivery",
        "scheduling.solving",
        "island",
    ):
        assert any(file.room == room for file in house.files.values()), room
    assert house.rows["Matter"] == "litigation.mediation.models"
