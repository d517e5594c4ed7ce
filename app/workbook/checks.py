"""Which rows of a setup workbook are wrong, and why: by themselves, by others, by what they need.

A row that needs a wrong row is wrong as well, until nothing more falls.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import Final

from app.findings import Finding, Severity, error
from app.rating.area_codes import AreaCodes
from app.tax.rule import TaxRule
from app.tax.rule_check import check_taxes
from app.tax.usf import UsfFactor
from app.values.sheet import Sheet
from app.workbook.cells import cell_text
from app.workbook.cross_checks import contradictions
from app.workbook.oddities import oddities
from app.workbook.outlook import Current, Outlook
from app.workbook.reading import ReadRow, WorkbookRows
from app.workbook.row_checks import Problem, row_check
from app.workbook.sheets import SHEETS
from app.workbook.tax_oddities import tax_oddities

MOST_NAMES_COMPARED: Final = 2_000
MOST_GUESSES: Final = 100
NEEDS_WRONG_ROW: Final = "needs_wrong_row"

RowName = tuple[str, str]
RowNumber = tuple[str, int]
"""Sheet and row in the workbook."""


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """The rows of a workbook, sorted into good and wrong."""

    good: Mapping[str, list[ReadRow]]
    wrong: Mapping[RowNumber, tuple[Finding, ...]]
    """Why, for each wrong row."""
    findings: tuple[Finding, ...]
    """All errors and warnings, also of the workbook as a whole, in the order of the sheets.

    Rows of a sheet that are wrong because they need wrong rows are told together.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTables:
    """The tables of the telephone world that rows are held against."""

    area_codes: AreaCodes
    usf_factors: tuple[UsfFactor, ...]


def check_rows(
    workbook: WorkbookRows,
    current: Current,
    *,
    tables: PublishedTables,
    today: date,
    profiles: Collection[str] | None = None,
) -> CheckedRows:
    """What of a workbook may come into a company file that holds ``current``.

    ``profiles`` are the names of its saved mappings; None: sources are not held against them.
    """
    return _Checking(workbook, current, tables, today, profiles).result()


@dataclass(slots=True)
class _Checking:
    workbook: WorkbookRows
    current: Current
    tables: PublishedTables
    today: date
    profiles: Collection[str] | None
    wrong: dict[RowNumber, list[Finding]] = field(default_factory=dict)
    guesses: dict[RowName, str] = field(default_factory=dict)
    """By sheet and name that is not there: the name that may be meant."""
    numbers: dict[str, dict[object, int]] = field(default_factory=dict)
    """By sheet: which row of the workbook, good or wrong, names a first key value."""
    records: dict[str, dict[int, str]] = field(default_factory=dict)
    """By sheet and row of the workbook: the words by which the row is known."""
    good: dict[str, list[ReadRow]] = field(default_factory=dict)

    def result(self) -> CheckedRows:
        self._take_reading()
        self._check_each()
        while self._drop_dependents() or self._drop_contradictions():
            pass
        outlook = Outlook(self.current, self.good)
        odd = [
            _finding(Severity.WARNING, name, number, problem)
            for name, number, problem in oddities(
                outlook,
                self.tables.area_codes,
                profiles=self.profiles,
                named=self._numbers("numbers"),
            )
        ]
        odd += [each for each in self._taxes(outlook) if each.severity is Severity.WARNING]
        odd += tax_oddities(outlook, today=self.today)
        return CheckedRows(
            good=self.good,
            wrong={place: tuple(findings) for place, findings in self.wrong.items()},
            findings=self._all_findings(odd),
        )

    def _take_reading(self) -> None:
        for name, read in self.workbook.sheets.items():
            for finding in read.findings:
                self._blame(finding)
            if read.unusable:
                for number in read.raw:
                    self.wrong.setdefault((name, number), []).extend(read.unusable)

    def _check_each(self) -> None:
        for name, sheet in SHEETS.items():
            read = self.workbook.sheets.get(name)
            if read is None:
                continue
            check = row_check(sheet, self.tables.area_codes)
            for each in read.rows:
                for problem in check(each.row):
                    self._blame(_finding(Severity.ERROR, name, each.number, problem))
            self._keep_good(name, read.rows)

    def _drop_dependents(self) -> bool:
        """Whether rows fell because what they refer to is not there."""
        fell = False
        for name, sheet in SHEETS.items():
            refers = {
                field_name: column.refers.partition(".")[0]
                for field_name, column in sheet.columns.items()
                if column.refers
            }
            while self.good.get(name) and refers:
                missing = list(self._missing(sheet, refers))
                for each, problem in missing:
                    self._blame(_finding(Severity.ERROR, name, each.number, problem))
                self._keep_good(name, self.good[name])
                fell = fell or bool(missing)
                if not missing or name not in refers.values():
                    break
        return fell

    def _missing(
        self, sheet: Sheet, refers: Mapping[str, str]
    ) -> Iterator[tuple[ReadRow, Problem]]:
        names = {target: self._names(target) for target in refers.values()}
        for each in self.good[sheet.name]:
            for field_name, target in refers.items():
                value = getattr(each.row, field_name)
                if value is not None and value not in names[target]:
                    column = sheet.columns[field_name].name
                    yield each, self._missing_problem(column, target, value, names[target])

    def _names(self, target: str) -> set[object]:
        """The first key values of the rows that will be there."""
        key_of = SHEETS[target].key_of
        known = {key[0] for key in self.current.get(target, {})}
        return known | {key_of(each.row)[0] for each in self.good.get(target, ())}

    def _missing_problem(self, column: str, target: str, value: str, names: set[object]) -> Problem:
        number = self._numbers(target).get(value)
        if number is not None:
            message = f"{column} {value!r} is row {number} of {target}, which is itself wrong"
            return Problem(column, NEEDS_WRONG_ROW, message, "Mend that row.")
        read = self.workbook.sheets.get(target)
        if read is not None and read.unusable:
            message = f"{column} {value!r} may be on a row of {target}, whose header is wrong"
            return Problem(column, NEEDS_WRONG_ROW, message, "Mend that header.")
        message = f"{column} {value!r} is on no row of {target}"
        near = self._nearest(target, value, names)
        way_out = f"Perhaps {near!r} is meant." if near else f"Put it on the sheet {target}."
        return Problem(column, "unknown_reference", message, way_out)

    def _nearest(self, target: str, value: str, names: set[object]) -> str:
        """The name most like the value; blank where there is none, or too many to compare."""
        known = self.guesses.get((target, value))
        if known is None:
            known = ""
            if len(names) <= MOST_NAMES_COMPARED and len(self.guesses) < MOST_GUESSES:
                known = next(iter(get_close_matches(value, sorted(map(str, names)), n=1)), "")
            self.guesses[target, value] = known
        return known

    def _numbers(self, target: str) -> Mapping[object, int]:
        known = self.numbers.get(target)
        if known is None:
            read = self.workbook.sheets.get(target)
            known = {}
            if read is not None:
                known = {key[0]: number for key, number in read.wrong_keys.items()}
                known |= {read.sheet.key_of(each.row)[0]: each.number for each in read.rows}
            self.numbers[target] = known
        return known

    def _drop_contradictions(self) -> bool:
        """Whether rows fell because they contradict others."""
        outlook = Outlook(self.current, self.good)
        found = [
            _finding(Severity.ERROR, name, number, problem)
            for name, number, problem in contradictions(outlook)
        ]
        found += [each for each in self._taxes(outlook) if each.severity is Severity.ERROR]
        for finding in found:
            self._blame(finding)
        for name in {finding.sheet for finding in found}:
            self._keep_good(name, self.good[name])
        return bool(found)

    def _taxes(self, outlook: Outlook) -> list[Finding]:
        if not self.good.get("taxes"):
            return []
        rules = [(number, rule) for rule, number in outlook.rows("taxes", TaxRule)]
        return check_taxes(rules, usf_factors=self.tables.usf_factors, today=self.today)

    def _keep_good(self, name: str, rows: list[ReadRow]) -> None:
        wrong = {number for sheet, number in self.wrong if sheet == name}
        self.good[name] = [each for each in rows if each.number not in wrong] if wrong else rows

    def _blame(self, finding: Finding) -> None:
        reasons = self.wrong.setdefault((finding.sheet, finding.row or 0), [])
        if finding not in reasons:
            reasons.append(finding)

    def _all_findings(self, warnings: list[Finding]) -> tuple[Finding, ...]:
        whole = [*self.workbook.findings]
        for read in self.workbook.sheets.values():
            whole += read.unusable
        headers = set(map(id, whole))
        by_row = [
            each for reasons in self.wrong.values() for each in reasons if id(each) not in headers
        ]
        order = {name: index for index, name in enumerate(SHEETS)}
        found = dict.fromkeys([*whole, *_told_once(by_row), *warnings])
        return tuple(
            sorted(
                map(self._with_record, found),
                key=lambda each: (order.get(each.sheet, -1), each.row or 0),
            )
        )

    def _with_record(self, finding: Finding) -> Finding:
        read = self.workbook.sheets.get(finding.sheet)
        if finding.record or finding.row is None or read is None:
            return finding
        known = self.records.get(finding.sheet)
        if known is None:
            key_of = read.sheet.key_of
            known = {number: record_of(key) for key, number in read.wrong_keys.items()}
            known |= {each.number: record_of(key_of(each.row)) for each in read.rows}
            self.records[finding.sheet] = known
        return replace(finding, record=known.get(finding.row, ""))


def _told_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings, those that follow from others put together sheet by sheet."""
    following: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        if each.code == NEEDS_WRONG_ROW:
            following[each.sheet].append(each)
        else:
            yield each
    for name, same in following.items():
        count = len({each.row for each in same})
        if count == 1:
            yield from same
            continue
        columns = {each.column for each in same}
        refers = (each.refers for each in SHEETS[name].columns.values() if each.name in columns)
        *others, last = dict.fromkeys(each.partition(".")[0] for each in refers)
        targets = f"{', '.join(others)} and {last}" if others else last
        yield error(
            NEEDS_WRONG_ROW,
            f"{count:,} rows of {name} need rows of {targets} that are wrong themselves.",
            way_out="Mend those: these rows come in with them.",
            sheet=name,
        )


def _finding(severity: Severity, name: str, number: int, problem: Problem) -> Finding:
    return Finding(
        severity=severity,
        code=problem.code,
        message=f"{problem.message}.",
        way_out=problem.way_out,
        sheet=name,
        row=number,
        column=problem.column,
    )


def record_of(key: tuple[object, ...]) -> str:
    """The words by which a row is known."""
    return " ".join(filter(None, map(cell_text, key)))
