"""The practice Rev.io PSA: the addresses that are really known, and no other.

The vendor publishes no description. Addresses, envelopes, paging and the rows of tickets and
projects are as clients use them; the names in customers, contacts, invoices and opportunities, the
error body, the default page size and the life of a token are assumptions.
"""

from app.practice.revio.system import practice_system

__all__ = ["practice_system"]
