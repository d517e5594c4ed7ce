from datetime import UTC, datetime

import pytest

from app.store.database import CompanyFile
from app.store.links import Link, LinkKind, PairKind
from app.store.mapping import (
    Fact,
    FactKind,
    Said,
    fact_of,
    ignored,
    keep_fact,
    not_needed,
    to_be_made,
)

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
LINK = Link(kind=LinkKind.CUSTOMER, our_id="100", their_id="9", sent={}, name="Granite")


@pytest.mark.parametrize(
    ("what", "kind", "fact"),
    [
        (FactKind.LINK, "customer", LINK),
        (FactKind.PAIR, "revenue", "A4010"),
        (FactKind.IGNORED, "customer", "entered twice"),
        (FactKind.NOT_NEEDED, "customer", "pays cash"),
        (FactKind.TO_BE_MADE, "customer", "new"),
    ],
)
def test_each_fact_is_kept_replaced_and_taken_out(
    company: CompanyFile, what: FactKind, kind: str, fact: Fact
) -> None:
    with company.write() as conn:

        def known(system: str = "xero") -> Fact:
            return fact_of(conn, system, what, kind=kind, key="100")

        def keep(new: Fact) -> None:
            keep_fact(conn, "xero", what, kind=kind, key="100", fact=new, at=NOW, by="dana")

        assert known() is None
        keep(fact)
        keep(fact)
        assert known() == fact
        assert known("sage") is None
        keep(None)
        assert known() is None


def test_what_was_said_tells_who_and_when(company: CompanyFile) -> None:
    said = Said(reason="so", at=NOW, by="dana")
    with company.write() as conn:
        for what in (FactKind.IGNORED, FactKind.NOT_NEEDED, FactKind.TO_BE_MADE):
            keep_fact(conn, "xero", what, kind="site", key="7", fact="so", at=NOW, by="dana")
        assert ignored(conn, "xero", LinkKind.SITE) == {"7": said}
        assert ignored(conn, "xero", LinkKind.CUSTOMER) == {}
        assert not_needed(conn, "xero") == to_be_made(conn, "xero") == {"7": said}
        assert fact_of(conn, "xero", FactKind.PAIR, kind=PairKind.TAX.value, key="7") is None
