"""An invented year of an island court as three spreadsheets; nobody in it exists.

Usage: `python bench/pingtan_year.py FOLDER [--times N] [--kind xlsx|csv]`. The same seed gives the
same year: 40 judges, 12,400 cases, 28,000 services, times N (N years back).
"""

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from commons.identity_numbers import CREDIT_ALPHABET, check_digit, credit_check_digit
from commons.imports import Sheet
from island.import_forms import LAYOUTS

SEED = 128
JUDGES, CLERKS, MATTERS, SERVICES = 40, 40, 12_400, 28_000
COURT_CODE = "闽0128"
COURTS = (
    "岚岛县人民法院（虚构）",
    *(f"{name}人民法庭（虚构）" for name in ("潮头", "流水", "敖东", "苏澳", "东湾")),
)
OPEN_SHARE = 0.15
SURNAMES = "陈林黄张吴李郑王刘苏杨许何游念薛高翁俞丁"
GIVEN = "海波玉兰建国志明小雨文彬秀英添财丽华振宇思远嘉怡国强美珍天佑梅香依妹家俊晓东"
TRADES = ("养殖合作社", "民宿", "水产商行", "旅行社", "租车行", "建材店", "渔具厂", "物流有限公司")
CAUSES = (
    "民间借贷纠纷", "买卖合同纠纷", "房屋租赁合同纠纷", "金融借款合同纠纷", "离婚纠纷",
    "劳务合同纠纷", "海上养殖损害责任纠纷", "旅游合同纠纷",
    "机动车交通事故责任纠纷", "物业服务合同纠纷",
)  # fmt: skip
PAPERS = (
    "起诉状副本",
    "应诉通知书",
    "举证通知书",
    "开庭传票",
    "民事判决书",
    "民事调解书",
    "交费通知书",
)
ENDINGS = ("判决",) * 5 + ("调解",) * 3 + ("撤诉",) * 2 + ("按撤诉处理",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--kind", choices=("xlsx", "csv"), default="xlsx")
    chosen = parser.parse_args()
    write_year(chosen.folder, times=chosen.times, kind=chosen.kind, today=date.today())  # noqa: DTZ011


def write_year(folder: Path, *, times: int, kind: str, today: date) -> dict[Sheet, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(SEED)  # noqa: S311 - invented people, not secrets
    matters = list(_matters(dice, times, today))
    rows: dict[Sheet, Iterator[dict[str, str]]] = {
        Sheet.STAFF: _staff(dice),
        Sheet.MATTERS: iter(matters),
        Sheet.SERVICES: _services(dice, matters, SERVICES * times, today),
    }
    files = {}
    for sheet, lines in rows.items():
        files[sheet] = folder / f"{sheet.value}.{kind}"
        _write(files[sheet], list(LAYOUTS[sheet].headings.values()), lines)
    return files


def _write(path: Path, headings: Sequence[str], lines: Iterator[dict[str, str]]) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="")
            writer.writeheader()
            writer.writerows(lines)
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(headings)
    for line in lines:
        sheet.append([line.get(heading) for heading in headings])
    book.save(path)


def _staff(dice: random.Random) -> Iterator[dict[str, str]]:
    for n in range(JUDGES + CLERKS):
        is_judge = n < JUDGES
        yield {
            "登录名": f"{'faguan' if is_judge else 'shuji'}{n % JUDGES + 1:02d}",
            "姓名": f"{_name(dice)}{'甲乙丙丁'[n % 4]}{'子丑寅卯辰巳午未申酉戌亥'[n // 4 % 12]}",
            "角色": "法官" if is_judge else "书记员",
            "机构": COURTS[0],
            "任职日期": "2015-01-01",
        }


def _matters(dice: random.Random, times: int, today: date) -> Iterator[dict[str, str]]:
    for back in reversed(range(times)):
        end = today - timedelta(days=365 * back)
        counts: dict[int, int] = {}
        days = sorted(end - timedelta(days=dice.randint(1, 360)) for _ in range(MATTERS))
        for n, day in enumerate(days):
            year = day.year
            # The years of two rounds overlap: each round numbers in a range of its own.
            count = counts.get(year, (back % 2) * MATTERS) + 1
            matter = _matter(dice, f"{back}-{n + 1:05d}", day, count, today)
            counts[year] = count if "案号" in matter else count - 1
            yield matter


def _matter(dice: random.Random, key: str, day: date, count: int, today: date) -> dict[str, str]:
    at, judge = dice.choice(COURTS), dice.randint(1, JUDGES)
    line = {
        "编号": key,
        "法院": at,
        "案由": dice.choice(CAUSES),
        "标的额": str(dice.randint(1_000, 900_000)),
        "程序": dice.choice(("普通", "简易", "简易", "小额")),
        "收件日期": (day - timedelta(days=dice.randint(0, 6))).isoformat(),
        "岛屿": dice.choice(("屿南岛", "屿北岛", "小练岛", "")),
        **_person(dice, "原告"),
        **(_organisation(dice, "被告") if dice.random() < 0.4 else _person(dice, "被告")),
    }
    if (today - day).days < 6 and dice.random() < 0.3:
        return {**line, "阶段": "待审查"}
    line |= {
        "案号": f"（{day.year}）{COURT_CODE}民初{count}号",
        "立案日期": day.isoformat(),
        "承办法官": f"faguan{judge:02d}",
        "书记员": f"shuji{judge:02d}",
    }
    line["收件日期"] = max(line["收件日期"], f"{day.year}-01-01")
    if dice.random() < OPEN_SHARE:
        stage = dice.choice(("待排期", "待排期", "已开庭", "已裁判", "调解中", "中止"))
        stayed = {"中止日期": day.isoformat()} if stage == "中止" else {}
        copies = (day + timedelta(days=3)).isoformat()
        told = {"副本送达日期": copies} if day + timedelta(days=3) <= today else {}
        return {**line, **stayed, **told, "阶段": stage}
    closed = min(day + timedelta(days=dice.randint(10, 170)), today)
    return {
        **line, "阶段": "已结案", "结案日期": closed.isoformat(), "结案方式": dice.choice(ENDINGS)
    }  # fmt: skip


def _name(dice: random.Random) -> str:
    at = dice.randrange(len(GIVEN) - 1)
    return dice.choice(SURNAMES) + GIVEN[at : at + dice.randint(1, 2)]


def _phone(dice: random.Random) -> str:
    return f"13{dice.randint(0, 9)}{dice.randint(0, 99_999_999):08d}"


def _person(dice: random.Random, side: str) -> dict[str, str]:
    born = date(1950, 1, 1) + timedelta(days=dice.randint(0, 19_000))
    number = f"350128{born:%Y%m%d}{dice.randint(1, 999):03d}"
    return {
        side: _name(dice),
        f"{side}类型": "自然人",
        f"{side}证件号码": number + check_digit(number + "0"),
        f"{side}电话": _phone(dice),
        f"{side}地址": f"岚岛县虚构路{dice.randint(1, 900)}号",
    }


def _organisation(dice: random.Random, side: str) -> dict[str, str]:
    code = "91350128" + "".join(dice.choice(CREDIT_ALPHABET) for _ in range(9))
    return {
        side: f"岚岛{_name(dice)}{dice.choice(TRADES)}",
        f"{side}类型": "单位",
        f"{side}证件号码": code + credit_check_digit(code + "0"),
        f"{side}电话": _phone(dice),
        f"{side}地址": f"岚岛县虚构街{dice.randint(1, 900)}号",
    }


def _services(
    dice: random.Random, matters: Sequence[dict[str, str]], most: int, today: date
) -> Iterator[dict[str, str]]:
    for n in range(most):
        matter = matters[n % len(matters)]
        day = date.fromisoformat(matter["收件日期"])
        sent = min(day + timedelta(days=dice.randint(0, 60)), today)
        outcome = dice.choices(("已送达", "送达中", "未送达"), (90, 5, 5))[0]
        arrived = min(sent + timedelta(days=dice.randint(0, 9)), today)
        yield {
            "编号": f"S{n + 1:06d}",
            "案件编号": matter["编号"],
            "文书": dice.choice(PAPERS),
            "受送达人": matter[dice.choice(("原告", "被告"))],
            "方式": dice.choice(("电子", "电子", "邮寄", "直接", "公告")),
            "状态": outcome,
            "发出日期": sent.isoformat(),
            "送达日期": arrived.isoformat() if outcome == "已送达" else "",
        }


if __name__ == "__main__":
    main()
