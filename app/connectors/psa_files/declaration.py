"""A PSA by spreadsheet: its declaration and its quirks.

It stands beside the systems with an interface in equal rank: the same records, the same port.
Rev.io PSA is read by it for all that its interface does not serve. Quirks, each with its test in
``tests/connectors/psa_files``:

- It is one workbook, or CSV files alone:
  ``test_more_than_one_psa_in_a_folder_is_refused``
- An empty folder gets a workbook to fill in:
  ``test_an_empty_folder_gets_a_workbook_to_fill_in``
- What changed is known by content:
  ``test_the_mark_is_the_content_and_not_the_file``
- A sheet that is not there loses nothing:
  ``test_a_sheet_that_is_not_there_makes_nothing_gone``
- All that is wrong is told at once, in words:
  ``test_all_that_is_wrong_is_told_at_once_in_words``
- Columns that are not ours are kept and passed over:
  ``test_a_column_that_is_not_ours_is_kept_and_passed_over``
- Last days are inside:
  ``test_last_days_are_inside_there_and_outside_here``
- What is included is taken off:
  ``test_what_is_included_is_taken_off_and_never_below_nothing``
- Of a row that is not there nothing is told:
  ``test_of_what_is_in_no_sheet_nothing_is_told``
- What it is told lies in a file beside it:
  ``test_what_it_is_told_lies_in_a_file_for_import``
"""

from pathlib import Path
from typing import Final

from app.connectors.dealings import Ability
from app.connectors.pacing import Limit
from app.connectors.ports import PsaPort, Settings
from app.connectors.psa_files.folder import Folder
from app.connectors.psa_files.service import TITLE, PsaFiles
from app.connectors.system import Opening, PsaSystem, Setting, SignInKind, System
from app.customers.incoming import PsaFamily


def _open(opening: Opening) -> PsaPort:
    settings = opening.settings
    return PsaFiles(Folder(Path(settings["folder"]).expanduser()), name=settings["name"])


def _limits(_settings: Settings) -> tuple[Limit, ...]:
    """Files are read as fast as they can be."""
    return ()


PSA_FILES: Final[PsaSystem] = System(
    key="psa-files",
    title=TITLE,
    settings=(
        Setting(
            name="folder",
            doc="The folder of the workbook or of the CSV files, or the workbook itself",
            default=None,
        ),
        Setting(name="name", doc="What you call this PSA", default="PSA"),
    ),
    sign_in=SignInKind.NONE,
    families=tuple(PsaFamily),
    abilities=frozenset(
        {
            Ability.EXTERNAL_ID,
            Ability.MARK_TIME_BILLED,
            Ability.MARK_CHARGE_BILLED,
            Ability.INVOICE_REFERENCE,
            Ability.PAYMENT_STATUS,
        }
    ),
    limits=_limits,
    open=_open,
    by_files=True,
)
"""A PSA by spreadsheet."""
