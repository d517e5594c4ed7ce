"""Mapping profiles of call files: proposed, saved, listed."""

from pathlib import Path

from app.errors import InputError
from app.operations.office import Office
from app.store.facts import profiles, save_profile
from app.usage.profile import MappingProfile, from_json, read_profile, to_json
from app.usage.proposal import Proposal, propose


def propose_profile(call_file: Path, out: Path) -> Proposal:
    """Proposes a profile from a call file's header and values, and writes it to ``out``.

    InputError where the file cannot be read or nothing can be made of it.
    """
    proposal = propose(call_file)
    try:
        out.write_text(to_json(proposal.profile) + "\n", encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{out} could not be written.", f"{problem.strerror}.") from problem
    return proposal


def keep_profile(office: Office, path: Path) -> MappingProfile:
    """Saves the profile of a JSON file in the company file, in the place of one of its name.

    InputError where it is no profile.
    """
    profile = read_profile(path)
    with office.write() as conn:
        save_profile(
            conn, profile.name, content=to_json(profile), stamp=office.stamp("keep_profile")
        )
    return profile


def list_profiles(office: Office) -> list[MappingProfile]:
    """The saved profiles, by name."""
    with office.file.read() as conn:
        return [from_json(text) for text in profiles(conn).values()]
