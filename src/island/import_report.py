"""What an import says: every fault by file, line and column, and at the end what came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commons.errors import Problem
from commons.i18n import Words
from commons.imports import Sheet
from commons.spreadsheets import Line, Unreadable
from island.import_forms import Layout
from litigation.cases.numbering import CaseNumber

SHOWN_MAX = 60


@dataclass(slots=True)
class Tally:
    """How many lines of one spreadsheet came in, were in before, say something else, are wrong."""

    new: int = 0
    again: int = 0
    changed: int = 0
    wrong: int = 0


@dataclass(slots=True)
class Report:
    """Prints each fault when it is found: the report of a long file needs no memory."""

    words: Words
    tallies: dict[Sheet, Tally] = field(default_factory=dict)
    is_broken: bool = False  # a whole file could not be read
    is_quiet: bool = False  # the same was said before
    numbers: dict[tuple[int, str, str], str] = field(default_factory=dict)  # one of a series

    def tally(self, sheet: Sheet) -> Tally:
        return self.tallies.setdefault(sheet, Tally())

    @property
    def is_clean(self) -> bool:
        return not self.is_broken and not any(
            one.wrong or one.changed for one in self.tallies.values()
        )

    def note_series(self, numbers: Iterable[CaseNumber | None]) -> None:
        """Remember one number of every year and kind, for the account at the end."""
        for one in numbers:
            if one is not None:
                self.numbers.setdefault((one.year, one.court_code, one.code), str(one))

    def broken(self, name: str, trouble: Unreadable) -> None:
        self.is_broken = True
        print(f"{name}: {self.words.refusal(Problem(trouble.reason, trouble.facts))}")

    def wrong(
        self, sheet: Sheet, name: str, line: Line, layout: Layout, faults: Mapping[str, Problem]
    ) -> None:
        """Say what is wrong with a line: file, line, column, the fault, and what was read."""
        self.tally(sheet).wrong += 1
        for column, problem in faults.items():
            heading = layout.headings.get(column, column)
            read = line.cells.get(heading, "")
            shown = read[:SHOWN_MAX] + ("…" if len(read) > SHOWN_MAX else "")
            what = self.words.refusal(problem)
            found = self.words.say("读到：{text}", text=shown or self.words.say("（空）"))
            print(f"{name}:{line.number} [{heading}] {what} {found}")

    def changed(self, sheet: Sheet, name: str, line: Line, key: str) -> None:
        self.tally(sheet).changed += 1
        said = self.words.say("这一行已经导入过，内容和上次不同，没有改动。")
        print(f"{name}:{line.number} [{key}] {said}")

    def notice(self, name: str, text: str) -> None:
        if not self.is_quiet:
            print(f"{name}: {text}")

    def end(self, names: Mapping[Sheet, str], *, is_trial: bool) -> None:
        words = self.words
        for sheet, one in self.tallies.items():
            lead = (
                words.say("可以导入 {n} 行。", n=one.new)
                if is_trial
                else words.say("导入 {n} 行。", n=one.new)
            )
            rest = words.say(
                "以前导入过 {again} 行，内容变了 {changed} 行，有错 {wrong} 行。",
                again=one.again,
                changed=one.changed,
                wrong=one.wrong,
            )
            print(f"{names[sheet]}: {lead} {rest}")
