"""`island import`: people, cases and services from spreadsheets, in one command."""

import asyncio
import csv
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from os import environ
from pathlib import Path

from commons.almanac import Clock
from commons.errors import Refusal
from commons.i18n import Language, Words, language_of_header, read_words, reading
from commons.imports import Sheet, as_a_whole
from commons.settings import Settings
from commons.web.site import find_root
from island.database import opened
from island.import_desk import Job, lay_out
from island.import_forms import LAYOUTS
from island.import_known import know, series_of
from island.import_report import Report
from island.import_run import bring_in
from litigation.cases.ways import ways_of

DONE, NO, USAGE = 0, 1, 2
FILES: Mapping[Sheet, str] = {
    Sheet.STAFF: "judges, clerks, mediators",
    Sheet.MATTERS: "cases with their parties",
    Sheet.SERVICES: "what was served in these cases",
}
BOM = "\ufeff"

Parsers = _SubParsersAction  # the type argparse gives to what add_subparsers returns


def add_parser(commands: "Parsers[ArgumentParser]") -> None:
    told = "bring in people, cases and services from spreadsheets (docs/importing.md)"
    parser = commands.add_parser("import", help=told, description=told)
    for sheet, what in FILES.items():
        parser.add_argument(f"--{sheet}", type=Path, metavar="FILE", help=f"{what}: xlsx or csv")
    parser.add_argument("--check", action="store_true", help="read and check all, keep nothing")
    parser.add_argument(
        "--all-or-nothing", action="store_true", help="keep nothing if one line is wrong"
    )
    parser.add_argument(
        "--language", choices=[each.value for each in Language], help="of what is said"
    )
    parser.add_argument(
        "--template", choices=[each.value for each in Sheet], help="print an empty spreadsheet"
    )
    parser.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    if chosen.template:
        return _print_template(Sheet(chosen.template))
    files = {sheet: path for sheet in Sheet if (path := getattr(chosen, sheet.value)) is not None}
    if not files:
        print("island: name a file: --staff, --matters or --services", file=sys.stderr)
        return USAGE
    reading.set(_language(chosen.language))
    settings = Settings.read()
    job = Job(
        files,
        ways_of(settings),
        Clock().now(),
        is_trial=chosen.check,
        is_whole=chosen.all_or_nothing,
    )
    words = read_words(find_root() / "locale")
    return asyncio.run(_run(settings, job, words))


def _language(named: str | None) -> Language:
    if named is not None:
        return Language(named)
    told = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    tag = told.partition(".")[0].replace("_", "-")
    return language_of_header("" if tag in {"C", "POSIX"} else tag)


def _print_template(sheet: Sheet) -> int:
    # The mark tells Excel that the text is UTF-8.
    sys.stdout.write(BOM)
    csv.writer(sys.stdout).writerow(LAYOUTS[sheet].headings.values())
    return DONE


async def _run(settings: Settings, job: Job, words: Words) -> int:
    async with opened(settings):
        if job.is_whole and not job.is_trial:
            return await bring_whole(job, words)
        report = Report(words)
        await _bring(job, report)
        return await _end(job, report)


async def _bring(job: Job, report: Report) -> None:
    await bring_in(lay_out(job, await know(), report))


async def bring_whole(job: Job, words: Words) -> int:
    """Check everything first; only what has no fault at all is kept, and in one deed."""
    trial = Report(words)
    await _bring(Job(job.files, job.ways, job.now, is_trial=True), trial)
    if not trial.is_clean:
        print(words.say("有错，什么都没有导入。"))
        return await _end(Job(job.files, job.ways, job.now, is_trial=True), trial)
    report = Report(words, is_quiet=True)
    # The files are opened before the deed: a long one must not keep a transaction idle.
    desks = lay_out(job, await know(), report)
    try:
        await as_a_whole(lambda: bring_in(desks))
    except Refusal as refusal:
        print(words.refusal(refusal))
        return NO
    return await _end(job, report)


async def _end(job: Job, report: Report) -> int:
    report.end({sheet: path.name for sheet, path in job.files.items()}, is_trial=job.is_trial)
    if not job.is_trial:
        for one in await series_of(report.numbers.values()):
            said = report.words.say(
                "编到第 {last} 号，中间缺 {missing} 个号。", last=one.last, missing=one.missing
            )
            print(f"{one.title}: {said}")
    return DONE if report.is_clean else NO
