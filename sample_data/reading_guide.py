"""The list of traps as a table, and the page that tells what each file is."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sample_data.month_files import CallFile

_SAME_FILE: Final = "2026-10/pbx-denver_Master_2026-10_week5_copy.csv"

_PAGE: Final = """# Cedar Fork Voice: the sample company

A made-up telephone company in Denver with 60 customers and 400 numbers, two months of call files,
and every trap that call files are known for. `switchbook demo` runs on it. All numbers are
555-01xx fiction, numbers published for use in plays, or numbers that cannot be assigned. Tax rates
are made up; the federal universal service factors of 2026Q3 and later are examples, not the FCC's.

| file | what it is |
|---|---|
| `cedar-fork.xlsx` | the setup workbook |
| `workbook/` | the same as a folder of CSVs, one for each sheet |
| `calls/2026-09/` | September: a quiet month, nothing in suspense |
| `calls/2026-10/` | October, with the traps, and the first Sunday of November |
| `calls/late/` | calls that come when their month is over |
| `traps.csv` | what must become of each odd record |
| `make_sample.py` | makes all of these; `--check` tells whether they are as it makes them |

A call file's name begins with its source: `hosted-pbx`, `wholesale-sip` or `pbx-denver`. Import a
folder's files in the order of their names, each with `--source`.

## Call files

@FILES@

The copy says the same as the file it is named for, with other line ends: there is nothing to do
with it, and its records are not counted.

## traps.csv

`file`, `row` (the physical line, from 1, on which the record begins; blank: the whole file),
`status`, `reason`, `trap`. The list is complete for everything suspended, malformed or counted
already, when the files come in the order above; of calls that are priced or free it names those
worth a look. Of the two records that stand in one file twice the first counts.

@TRAPS@

## The month

1. `calls/2026-09`, then September's bills, approved.
2. `calls/late/hosted-pbx_2026-09_late.csv`: ten calls of September. October bills them as late.
3. `calls/2026-10`, then October's bills. Two customers are left out: **10058 Silver Fern Spa**
   (inside the city limits of Boulder? nobody has said) and **10059 Juniper Ridge Veterinary** (no
   county, and its ZIP code lies in several). **10060 Oak Hollow HOA** has nothing to bill.
4. `calls/late/wholesale-sip_2026-10_late.csv.gz`: October's calls that came after its bills.

## In the workbook

- **10017 Bluebird Bakery Group** pays for its shops 10018 and 10019. **10042 Granite Peak Credit
  Union** and **10038 Canyon Freight Lines** have several locations, Canyon's in three states.
- Customers in eight states and two provinces and five time zones: Phoenix (no daylight time), New
  York, Los Angeles, Toronto and Denver.
- (720) 555-0128 moves from 10001 to 10017 on October 16. (719) 555-0144 is 10056's until
  October 24 and 10057's from October 20: four days with two owners.
- Six plans: pooled minutes, minutes with each number, by the minute with least and most, evenings
  at half price, graduated tiers, volume tiers. Two decks, with prices that change in October.
- 10021 Cache Creek Cycles buys a bundle of voice, internet and a telephone.
- Services that begin, end, change price or count between the two months; quarters and a year that
  fall due; services in arrears; price reductions, and two credits that name what they reverse.
- 10033 Taos Ski Rentals gets bills by e-mail and has no address; 10050 has a circuit without
  numbers: two warnings that hold nothing.

## In its taxes

- The interstate part of VoIP is the safe harbor, 64.9 %; of it comes the federal universal service
  charge. Colorado and Wyoming ask for their own fund of the rest.
- **10039 Pikes Peak Answering Service** has more lines than Colorado's 911 charge counts (a cap of
  50 at each location); its relay surcharge falls after 25 lines.
- Tax on tax: state and city taxes of the recovery fee, New Mexico's of the universal service charge
  too, New York's commuter district of another tax. New Mexico's receipts tax is grossed up.
- **10045 Figueroa Imports** is inside Los Angeles and pays its utility users tax; 911 and 988 are
  counted by the call paths of its trunk.
- Certificates: 10015 and 10016 nonprofit (10016's ends on November 30), 10025 a water district,
  and **10040 Cheyenne Mountain Telephone**, a reseller: none of the federal charge until the
  year's end, no sales tax, but 911.
- **10037 Queen Street Interiors** pays Ontario's HST, **10029 Mile End Books** GST and QST and
  Quebec's 911 tax.
- **10044 Copper State Cooling** has a yard in Las Vegas. Cedar Fork is not registered in Nevada:
  nothing is collected there, the run says how much that leaves out, and somebody has to waive it.
"""


def traps_table(files: Sequence[CallFile]) -> bytes:
    """``traps.csv``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "row", "status", "reason", "trap"))
    for file in files:
        if file.path == _SAME_FILE:
            writer.writerow(
                (f"calls/{file.path}", "", "same_file", "", "the file before, other line ends")
            )
            continue
        for row, entry in file.rows():
            if entry.trap is not None:
                status, reason, words = entry.trap
                writer.writerow((f"calls/{file.path}", row, status, reason, words))
    return text.getvalue().encode()


def reading_guide(files: Sequence[CallFile]) -> bytes:
    """``README.md``."""
    page = _PAGE.replace("@FILES@", _file_table(files)).replace("@TRAPS@", _trap_table(files))
    return page.encode()


def _file_table(files: Sequence[CallFile]) -> str:
    lines = ["| file | records | as it comes |", "|---|---|---|"]
    lines += [f"| `{file.path}` | {len(file.entries):,} | {_looks(file)} |" for file in files]
    for month in ("2026-09", "2026-10"):
        counted = [f for f in files if f.path.startswith(month) and f.path != _SAME_FILE]
        records = sum(len(file.entries) for file in counted)
        lines.append(f"| all of {month} but the copy | {records:,} | |")
    return "\n".join(lines)


def _looks(file: CallFile) -> str:
    names = {
        "utf-8-sig": "UTF-8 with a byte order mark",
        "utf-16-le": "UTF-16",
        "cp1252": "Windows-1252",
    }
    vendor = (
        "NetSapiens, GMT"
        if "hosted" in file.path
        else "Bandwidth, UTC"
        if "wholesale" in file.path
        else "Asterisk, 16 columns, local time"
        if "branch" in file.path
        else "Asterisk, 18 columns, local time"
    )
    parts = [vendor, names.get(file.encoding, ""), "CRLF" if file.line_end == "\r\n" else ""]
    return ", ".join(filter(None, parts))


def _trap_table(files: Iterable[CallFile]) -> str:
    found = Counter(
        entry.trap[:2]
        for file in files
        if file.path != _SAME_FILE
        for entry in file.entries
        if entry.trap is not None
    )
    lines = ["| status | reason | records listed |", "|---|---|---|"]
    lines += [f"| {status} | {reason} | {n:,} |" for (status, reason), n in sorted(found.items())]
    return "\n".join(lines)
