"""People, cases and services come in from spreadsheets once, whole, by the rules of the forms."""

import asyncio
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError

from commons.access.actor import Role
from commons.access.models import Account, Grant, Invitation, Organisation, Person, Under
from commons.evidence_log.models import Leaf
from commons.i18n import Language, Words, read_words, reading
from commons.imports import ImportedLine, Sheet, as_a_whole
from commons.outbox import Fact
from commons.spreadsheets import Unreadable, read_lines
from commons.web.site import find_root
from island import import_run
from island.cli import main
from island.import_command import bring_whole
from island.import_desk import lay_out
from island.import_known import know, series_of
from island.import_report import Report
from litigation.cases.filing_actions import DECIDE_DAYS
from litigation.cases.models import Case, CaseClaim, CaseCount, CaseParty
from litigation.cases.rules import Side, Stage
from litigation.clocks.keys import ClockKey
from litigation.clocks.models import Clock
from litigation.delivery.models import EarlierDelivery
from tests.island.import_sheets import (
    CLOSED,
    MATTER,
    SERVICE,
    STAFF,
    a_job,
    bring,
    counts,
    write,
)
from tests.litigation.cases.builders import COURT, NOW, a_case, a_court

pytestmark = pytest.mark.anyio
S = Sheet


@pytest.fixture
def words() -> Words:
    return read_words(find_root() / "locale")


@pytest.fixture
async def court(db: None) -> None:
    await a_court()
    for row in await Organisation.all():
        await Under.create(above=row, below=row)


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, ...]:
    return (
        write(tmp_path, S.STAFF, STAFF),
        write(tmp_path, S.MATTERS, MATTER, CLOSED, kind="xlsx"),
        write(tmp_path, S.SERVICES, SERVICE, encoding="gb18030"),
    )


async def everything() -> dict[str, object]:
    """All that an import may have made, without what is drawn anew each time."""
    cases = await Case.all().order_by("receipt_number").values_list("receipt_number", "number")
    return {
        "cases": cases,
        "parties": await CaseParty.all().count(),
        "claims": await CaseClaim.all().count(),
        "clocks": sorted(map(str, await Clock.all().values_list("key", flat=True))),
        "services": await EarlierDelivery.all().count(),
        "accounts": await Account.all().count(),
        "lines": await ImportedLine.all().count(),
        "leaves": await Leaf.all().count(),
        "facts": await Fact.all().count(),
        "counts": await CaseCount.all().values_list("year", "type_code", "last_number"),
    }


async def test_a_case_comes_in_with_everything_that_belongs_to_it(court, paths):
    report = await bring(*paths)
    assert counts(report) == {
        "staff": (1, 0, 0, 0),
        "matters": (2, 0, 0, 0),
        "services": (1, 0, 0, 0),
    }
    case = await Case.get(number="（2026）虚0000民初7号")
    account = await Account.get(login="faguan1")
    assert (case.organisation_id, case.stage, case.amount_fen) == (COURT, Stage.POOL, 1_200_050)
    assert (case.judge_id, case.judge_name) == (account.id, "虚构念法官")
    assert case.title == "虚构林海生、虚构陈玉兰 诉 虚构海风租车行"
    parties = await CaseParty.filter(case_id=case.id).order_by("place")
    assert [one.phone for one in parties] == ["+8613805010001", "+8613805010002", None]
    assert parties[0].number_masked == "110105********002X"
    # Simplified procedure: three months from filing; the answer runs from the copy.
    keys = set(await Clock.filter(case_id=case.id).values_list("key", flat=True))
    assert ClockKey.TRIAL_SIMPLIFIED in keys
    assert ClockKey.ANSWER_SIMPLIFIED in keys
    assert not await Clock.filter(case_id=(await Case.get(stage=Stage.CLOSED)).id).exists()
    served = await EarlierDelivery.get()
    defendant = await CaseParty.get(case_id=case.id, side=Side.DEFENDANT)
    assert (served.case_id, served.party_id) == (case.id, defendant.id)
    acts = await Leaf.filter(subject=case.subject).values_list("act", flat=True)
    assert {"case.taken_over", "delivery.taken_over", "clocks.start"} == set(acts)


async def test_judges_come_without_a_way_in(court, paths):
    await bring(paths[0])
    account = await Account.get(login="faguan1")
    assert (account.password_hash, await Invitation.all().count()) == (None, 0)
    assert (await Grant.get(account_id=account.id)).role is Role.JUDGE


async def test_importing_again_changes_nothing_and_a_changed_line_says_so(
    court, paths, tmp_path, capsys
):
    await bring(*paths)
    before = await everything()
    report = await bring(*paths)
    assert [one[:2] for one in counts(report).values()] == [(0, 1), (0, 2), (0, 1)]
    assert report.is_clean
    other = write(tmp_path, S.MATTERS, {**MATTER, "案由": "买卖合同纠纷"}, CLOSED)
    changed = await bring(other)
    assert counts(changed) == {"matters": (0, 1, 1, 0)}
    assert "matters.csv:2 [A1] 这一行已经导入过，内容和上次不同" in capsys.readouterr().out
    assert not changed.is_clean
    assert await everything() == before


async def test_the_register_goes_on_after_the_numbers_that_came(court, paths, tmp_path, capsys):
    await bring(*paths)
    [series] = await series_of(["（2026）虚0000民初7号"])
    assert (series.last, series.missing) == (7, 5)
    assert (await a_case()).number == "（2026）虚0000民初8号"
    # It never goes back: an older number may still come in, one that was given out may not.
    late = [{**CLOSED, "编号": f"C{n}", "案号": f"（2026）虚0000民初{n}号"} for n in (6, 8)]
    assert counts(await bring(write(tmp_path, S.MATTERS, *late)))["matters"] == (1, 0, 0, 1)
    assert "[案号] 案号（2026）虚0000民初8号已经有了" in capsys.readouterr().out
    assert (await a_case()).number == "（2026）虚0000民初9号"


WRONG = (
    ({"案号": "（2026）虚0000民终7号"}, "案号", "这一类案件的类型代字是民初"),
    ({"案号": "（2026）闽0128民初7号"}, "案号", "不是本院的案号"),
    ({"案号": "（2025）虚0000民初7号"}, "案号", "案号的年份"),
    ({"案号": "民初七号"}, "案号", "不是案号"),
    ({"案号": ""}, "案号", "填写"),
    ({"原告证件号码": "110105194912310021；"}, "原告证件号码", "校验"),
    ({"被告证件号码": "91350128M0000002T6"}, "被告证件号码", ""),
    ({"原告电话": "1380501；13805010002"}, "原告电话", ""),
    ({"原告电话": "13805010001"}, "原告电话", "姓名有 2 个，这一格有 1 个"),
    ({"被告类型": ""}, "被告类型", "自然人还是单位"),
    ({"标的额": "一万"}, "标的额", ""),
    ({"标的额": ""}, "标的额", ""),
    ({"案由": ""}, "案由", ""),
    ({"阶段": "进行中"}, "阶段", "只能填：待审查、"),
    ({"立案日期": "2026-13-01"}, "立案日期", ""),
    ({"立案日期": "2026-12-01"}, "立案日期", "2026-10-30 到 2026-11-23"),
    ({"结案日期": "2026-11-20"}, "结案日期", "还没有这一项"),
    ({"承办法官": "虚构无名"}, "承办法官", "没有这个人"),
    ({"法院": "虚构别处法院"}, "法院", "没有叫这个名称的机构"),
)


async def test_every_wrong_line_is_named_and_the_right_ones_land(court, paths, tmp_path, capsys):
    rows = [{**MATTER, "编号": f"B{n}", **wrong} for n, (wrong, _, _) in enumerate(WRONG)]
    path = write(tmp_path, S.MATTERS, *rows, {**MATTER, "编号": "B1"}, CLOSED)
    report = await bring(paths[0], path)
    assert counts(report)["matters"] == (1, 0, 0, len(WRONG) + 1)
    told = capsys.readouterr().out.splitlines()
    for n, (wrong, heading, said) in enumerate(WRONG, 2):
        [line] = [one for one in told if one.startswith(f"matters.csv:{n} ")]
        assert f"[{heading}]" in line
        assert said in line
        assert line.endswith(f"读到：{next(iter(wrong.values())) or '（空）'}"), line
    assert f"matters.csv:{len(WRONG) + 2} [编号] 和第 3 行的编号相同" in "\n".join(told)
    assert [str(one.number) for one in await Case.all()] == ["（2026）虚0000民初5号"]


async def test_a_wrong_service_says_which_cell(court, paths, tmp_path, capsys):
    await bring(*paths[:2])
    wrong = ({"案件编号": "A9"}, {"送达日期": ""}, {"状态": "未送达"}, {"送达日期": "2026-11-01"})
    rows = [{**SERVICE, "编号": f"T{n}", **one} for n, one in enumerate(wrong)]
    by_number = {**SERVICE, "编号": "T9", "案件编号": "", "案号": "〔2026〕虚0000民初5号"}
    report = await bring(write(tmp_path, S.SERVICES, *rows, by_number))
    assert counts(report) == {"services": (1, 0, 0, 4)}
    told = capsys.readouterr().out
    assert all(h in told for h in ("2 [案件编号]", "3 [送达日期]", "4 [送达日期]", "5 [送达日期]"))


async def test_a_trial_run_finds_the_same_faults_and_keeps_nothing(court, paths, tmp_path):
    before = await everything()
    bad = write(tmp_path, S.MATTERS, {**MATTER, "案由": ""}, CLOSED)
    report = await bring(paths[0], bad, paths[2], is_trial=True)
    # The service belongs to the case whose line is wrong; the judge is known from his own line.
    assert counts(report) == {
        "staff": (1, 0, 0, 0),
        "matters": (1, 0, 0, 1),
        "services": (0, 0, 0, 1),
    }
    assert await everything() == before


async def test_people_who_cannot_be_are_named(court, tmp_path, capsys):
    await bring(write(tmp_path, S.STAFF, STAFF))
    await Account.create(person=await Person.create(name="虚构旧人"), login="old", opened_at=NOW)
    rows = (
        {**STAFF, "登录名": "old"},
        {**STAFF, "登录名": "x"},
        {**STAFF, "登录名": "faguan2", "角色": "院长"},
        {**STAFF, "登录名": "faguan3", "机构": "虚构岛"},
        {**STAFF, "登录名": "faguan4", "电话": "1380501"},
    )
    root = await Organisation.create(kind="island", title="虚构岛", founded_at=NOW)
    await Under.create(above=root, below=root)
    for is_trial in (True, False):
        report = await bring(write(tmp_path, S.STAFF, *rows), is_trial=is_trial)
        assert counts(report) == {"staff": (0, 0, 0, 5)}
        told = capsys.readouterr().out
        for n, heading in enumerate(("登录名", "登录名", "角色", "角色", "电话"), 2):
            assert f"staff.csv:{n} [{heading}]" in told
    assert await Account.all().count() == 2


async def test_a_cell_beyond_the_columns_is_not_lost_unsaid(court, tmp_path, capsys):
    path = write(tmp_path, S.SERVICES, SERVICE)
    path.write_text(path.read_text("utf-8-sig").rstrip() + "虚构备注,后半句\n", "utf-8")
    assert counts(await bring(path)) == {"services": (0, 0, 0, 1)}
    assert "多出一格：后半句" in capsys.readouterr().out


async def test_all_or_nothing_keeps_nothing_when_it_is_stopped_in_the_middle(court, paths, words):
    before = await everything()
    desks = lay_out(a_job(paths, is_whole=True), await know(), Report(words))

    async def stopped() -> None:
        await import_run.bring_in(desks[:2])
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await as_a_whole(stopped)
    assert await everything() == before


async def test_stopped_between_two_batches_and_run_again_gives_the_same(court, paths, words):
    desks = lay_out(a_job(paths), await know(), Report(words))
    await import_run.bring_in(desks[:1])
    first, *_ = desks[1].lines
    desks[1].lines = iter([first])
    await import_run.bring_in(desks[1:2])
    await bring(*paths)
    after = await everything()
    assert [number for _, number in after["cases"]] == [
        "（2026）虚0000民初7号",
        "（2026）虚0000民初5号",
    ]
    assert (after["services"], after["accounts"], after["lines"]) == (1, 1, 4)


async def test_the_same_key_twice_is_refused_by_the_database_too(court, paths):
    await bring(*paths)
    row = await ImportedLine.get(key="A1")
    with pytest.raises(IntegrityError):
        await ImportedLine.create(sheet=S.MATTERS, key="A1", digest="", became_id=row.id)


async def test_a_complaint_that_is_still_looked_at_has_its_seven_days(court, paths, tmp_path):
    row = {
        **MATTER, "案号": "", "立案日期": "", "副本送达日期": "", "承办法官": "",
        "阶段": "待审查", "收件日期": "2026-11-20",
    }  # fmt: skip
    await bring(write(tmp_path, S.MATTERS, row))
    case = await Case.get()
    # Civil Procedure Law art. 126.
    assert (case.decide_by_on - case.submitted_on).days == DECIDE_DAYS
    assert [clock.key for clock in await Clock.all()] == [ClockKey.FILING_DECISION]


def test_encodings_separators_and_broken_files(tmp_path):
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes('编号\t案由\n\nA1\t"两\n行"\n'.encode(encoding))
        [line] = read_lines(path)
        assert (line.number, dict(line.cells)) == (3, {"编号": "A1", "案由": "两\n行"})
    for name, content, reason in (
        ("a.xls", b"x", "imports.kind_of_file"),
        ("a.xlsx", b"PK\x03\x04x", "imports.file_broken"),
        ("a.csv", b"", "imports.no_headings"),
        ("b.csv", b"\xff\xff\xff\x81", "imports.encoding"),
        ("c.csv", "编号,编号\n".encode(), "imports.heading_twice"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Unreadable) as told:
            list(read_lines(path))
        assert told.value.reason == reason


def test_a_number_that_excel_has_cut_off_is_named(tmp_path):
    path = write(tmp_path, S.MATTERS, {**MATTER, "原告证件号码": 110105199912310027}, kind="xlsx")
    [line] = read_lines(path)
    assert line.lost == {"原告证件号码"}


async def test_all_or_nothing_says_in_the_readers_language_why_nothing(court, paths, words, capsys):
    before = await everything()
    bad = write(paths[0].parent, S.SERVICES, {**SERVICE, "状态": "x"})
    reading.set(Language.EN)
    assert await bring_whole(a_job([*paths[:2], bad], is_whole=True), words) == 1
    told = capsys.readouterr().out
    assert "services.csv:2 [状态] Only these words" in told
    assert "nothing was imported" in told
    assert await everything() == before
    good = write(paths[0].parent, S.SERVICES, SERVICE)
    assert await bring_whole(a_job([*paths[:2], good], is_whole=True), words) == 0
    assert "matters.xlsx: 2 lines imported." in capsys.readouterr().out
    assert await Case.all().count() == 2


def test_the_command_gives_templates_and_asks_for_a_file(capsys):
    assert main(["import", "--template", "services"]) == 0
    assert capsys.readouterr().out.startswith("\ufeff编号,案件编号,案号,文书,")
    assert main(["import"]) == 2
