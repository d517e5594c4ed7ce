from app.store.database import CompanyFile
from app.store.watched_folders import WatchedFolder, keep_watched, load_watched

DROPS = WatchedFolder(folder="/drops", source="pbx", by_itself=True)
OTHER = WatchedFolder(folder="/other", source="")


def test_none_are_watched_at_first(company: CompanyFile) -> None:
    with company.read() as conn:
        assert load_watched(conn) == []


def test_the_last_kept_ones_are_watched_in_their_order(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_watched(conn, [DROPS])
        keep_watched(conn, [OTHER, DROPS])
    with company.read() as conn:
        assert load_watched(conn) == [OTHER, DROPS]
