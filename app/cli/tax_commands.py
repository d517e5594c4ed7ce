"""The group `tax`: places, tables, explanations and reports of taxes."""

from typing import Final

import click

from app.cli.tax_explain_commands import TAX_EXPLAIN_COMMANDS
from app.cli.tax_place_commands import TAX_PLACE_COMMANDS
from app.cli.tax_report_commands import TAX_REPORT_COMMANDS
from app.cli.tax_review_commands import TAX_REVIEW_COMMANDS
from app.cli.tax_service_commands import TAX_SERVICE_COMMANDS
from app.cli.tax_table_commands import TAX_TABLE_COMMANDS


@click.group()
def tax() -> None:
    """Taxes: check the tables, place locations, explain an invoice, report to authorities."""


for _command in (
    *TAX_PLACE_COMMANDS,
    *TAX_TABLE_COMMANDS,
    *TAX_REPORT_COMMANDS,
    *TAX_EXPLAIN_COMMANDS,
    *TAX_REVIEW_COMMANDS,
    *TAX_SERVICE_COMMANDS,
):
    tax.add_command(_command)

TAX_COMMANDS: Final = (tax,)
