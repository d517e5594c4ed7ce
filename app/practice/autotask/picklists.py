"""The picklists: what a number in a record means. Values are texts here, as in the metadata.

The numbers of an own tenant differ: a program must read them, and must not know them.
"""

from collections.abc import Mapping
from typing import Final

from app.practice.company_facts import GL_ACCOUNTS

PICKLISTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "billToAddress": (("1", "Organization Address"), ("2", "Location"), ("3", "Custom")),
    "billingCodeType": (("0", "Normal"), ("1", "System"), ("2", "Non-Billable")),
    "billingItemSubType": (
        ("1", "Labor"),
        ("2", "Milestone"),
        ("3", "Contract Charge"),
        ("4", "Ticket Charge"),
        ("5", "Project Charge"),
        ("6", "Recurring Service"),
    ),
    "billingItemType": (
        ("1", "Labor"),
        ("2", "Project Charge"),
        ("3", "Expense"),
        ("4", "Subscription"),
        ("5", "Recurring Contract Service"),
        ("6", "Contract Charge"),
        ("7", "Ticket Charge"),
        ("8", "Milestone"),
    ),
    "billingPreference": (
        ("1", "Immediately without Approval"),
        ("2", "On Timesheet Approval"),
        ("3", "Manually"),
    ),
    "chargeStatus": (
        ("1", "Need to Order/Fulfill"),
        ("2", "On Order"),
        ("4", "Ready to Ship"),
        ("6", "Delivered/Shipped Full"),
        ("7", "Canceled"),
    ),
    "chargeType": (("1", "Operational"), ("2", "Capitalized")),
    "classification": (("200", "Platinum"), ("201", "Standard")),
    "companyType": (
        ("1", "Customer"),
        ("2", "Lead"),
        ("3", "Prospect"),
        ("4", "Dead"),
        ("6", "Cancelation"),
        ("7", "Vendor"),
        ("8", "Partner"),
    ),
    "contractCategory": (("12", "Voice"), ("13", "Managed services"), ("14", "Support")),
    "contractStatus": (("1", "Active"), ("0", "Inactive")),
    "contractType": (
        ("1", "Time and Materials"),
        ("3", "Fixed Price"),
        ("4", "Block Hours"),
        ("6", "Retainer"),
        ("7", "Recurring Service"),
        ("8", "Per Ticket"),
    ),
    "generalLedgerAccount": tuple(
        (str(place), " ".join(line.split("|")[:2]))
        for place, line in enumerate(GL_ACCOUNTS.strip().splitlines(), start=1)
    ),
    "invoiceMethod": (
        ("1", "One invoice per organization"),
        ("2", "One invoice per contract"),
    ),
    "paymentType": (("1", "Check"), ("2", "Credit Card"), ("3", "Other")),
    "periodType": (
        ("m", "Monthly"),
        ("q", "Quarterly"),
        ("s", "Semi-Annual"),
        ("y", "Yearly"),
        ("o", "One-Time"),
    ),
    "projectStatus": (("0", "Inactive"), ("1", "New"), ("5", "Complete")),
    "projectType": (("3", "Internal"), ("5", "Client"), ("8", "Baseline")),
    "ticketPriority": (("1", "High"), ("2", "Medium"), ("3", "Low")),
    "ticketStatus": (("1", "New"), ("5", "Complete"), ("8", "In Progress")),
    "ticketType": (("1", "Service Request"), ("2", "Incident"), ("3", "Problem")),
    "timeEntryType": (("2", "IT Service Request"), ("6", "Project Task")),
    "useType": (
        ("1", "General Allocation Code"),
        ("3", "Recurring Contract Service Code"),
        ("4", "Material Code"),
    ),
    "yesNo": (("0", "No"), ("1", "Yes")),
}
