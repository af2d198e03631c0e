"""Small invented spreadsheets for the tests of the import, and a way to bring them in."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from commons.i18n import read_words
from commons.imports import Sheet
from commons.web.site import find_root
from island.import_desk import Job, lay_out
from island.import_forms import LAYOUTS
from island.import_known import know
from island.import_report import Report
from island.import_run import bring_in
from tests.litigation.cases.builders import NOW, WAYS

Row = Mapping[str, object]
STAFF: Row = {"登录名": "faguan1", "姓名": "虚构念法官", "角色": "法官", "机构": "虚构县人民法院"}
MATTER: Row = {
    "编号": "A1",
    "法院": "虚构县人民法院",
    "案号": "(2026)虚0000民初７号",
    "案由": "租赁合同纠纷",
    "标的额": "12,000.50",
    "程序": "简易",
    "阶段": "待排期",
    "收件日期": "2026-10-30",
    "立案日期": "2026年11月2日",
    "承办法官": "虚构念法官",
    "原告": "虚构林海生；虚构陈玉兰",
    "原告类型": "自然人；自然人",
    "原告证件号码": "11010519491231002X；",
    "原告电话": "13805010001；13805010002",
    "被告": "虚构海风租车行",
    "被告类型": "单位",
    "副本送达日期": "2026-11-20",
}
CLOSED: Row = {
    **MATTER,
    "编号": "A2",
    "案号": "（2026）虚0000民初5号",
    "阶段": "已结案",
    "结案日期": "2026-11-20",
    "结案方式": "判决",
}
SERVICE: Row = {
    "编号": "S1",
    "案件编号": "A1",
    "文书": "起诉状副本",
    "受送达人": "虚构海风租车行",
    "方式": "邮寄",
    "状态": "已送达",
    "发出日期": "2026-11-18",
    "送达日期": "2026-11-20",
}


def write(
    folder: Path, sheet: Sheet, *rows: Row, encoding: str = "utf-8-sig", kind: str = "csv"
) -> Path:
    path = folder / f"{sheet.value}.{kind}"
    headings = list(LAYOUTS[sheet].headings.values())
    if kind == "xlsx":
        book = Workbook()
        book.active.append(headings)
        for row in rows:
            book.active.append([row.get(heading) for heading in headings])
        book.save(path)
        return path
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def a_job(paths: Sequence[Path], **changes: bool) -> Job:
    return Job({Sheet(path.stem): path for path in paths}, WAYS, NOW, **changes)


async def bring(*paths: Path, **changes: bool) -> Report:
    report = Report(read_words(find_root() / "locale"))
    await bring_in(lay_out(a_job(paths, **changes), await know(), report))
    return report


def counts(report: Report) -> dict[str, tuple[int, int, int, int]]:
    return {
        sheet.value: (one.new, one.again, one.changed, one.wrong)
        for sheet, one in report.tallies.items()
    }
