"""Schools and accounts: made, named, removed. One place for the web and the command line.

Rule: what would leave the server without an administrator, or a conversation without a school, is
refused in the same transaction in which it would happen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitation import keys
from facilitation.core import text
from facilitation.core.refusals import Refused
from facilitation.core.schools import HOME, RETENTION_DAYS, Office, Organiser, School
from facilitation.preparation.problems import N_
from facilitation.service import Service
from facilitation.store import Store

LONGEST_NAME = 100
MOST_ACCOUNTS = 500
MOST_SCHOOLS = 200


class Wrong(Exception):
    """What was asked for cannot be: which field, and why (a text to translate)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class SchoolHere:
    """One school as the administrator sees it: who may sign in, how many conversations."""

    school: School
    organisers: tuple[Organiser, ...]
    conversations: int


def overview(store: Store) -> list[SchoolHere]:
    """All schools with their accounts. Only a number says anything of their conversations."""
    accounts = store.organisers()
    return [
        SchoolHere(
            one,
            tuple(account for account in accounts if account.school == one.id),
            len(store.belongings(one.id)),
        )
        for one in store.schools()
    ]


def school_named(service: Service, name: str) -> str:
    """The id of the school with that name; the first one if there is none."""
    found: list[School] = service.read(lambda store: store.schools())
    wanted = name.strip().casefold()
    return next((one.id for one in found if wanted and one.name.casefold() == wanted), found[0].id)


def add(service: Service, *, name: str, school: str, office: Office) -> Organiser:
    """A new account, without a password yet. Raises ``Wrong``."""
    fresh = Organiser(
        id=keys.identifier(),
        name=_name("name", name, N_("Fill in a name.")),
        school=school,
        office=office,
        created_at=service.clock(),
    )

    def job(store: Store) -> None:
        accounts = store.organisers()
        if fresh.name.casefold() in (one.name.casefold() for one in accounts):
            raise Wrong("name", N_("This name is taken."))
        if len(accounts) >= MOST_ACCOUNTS:
            raise Wrong("name", N_("There is no room for more."))
        if school not in (one.id for one in store.schools()):
            raise Refused("not_allowed")
        store.keep_organiser(fresh)

    service.write(job)
    return fresh


def remove(service: Service, account: Organiser) -> None:
    """Drop an account. Refuses ``not_allowed`` for the last administrator."""

    def job(store: Store) -> None:
        left = [one for one in store.organisers() if one.id != account.id]
        if not any(one.office is Office.ADMINISTRATOR for one in left):
            raise Refused("not_allowed")
        store.remove_organiser(account.id)

    service.write(job)
    service.maintain(lambda store: store.scrub())


def add_school(service: Service, name: str) -> School:
    """One more school. Raises ``Wrong``."""
    wanted = _name("school_name", name, N_("Fill in a name."))
    fresh = School(keys.identifier(), wanted, RETENTION_DAYS, service.clock())

    def job(store: Store) -> None:
        found = store.schools()
        _free(found, fresh, "school_name")
        if len(found) >= MOST_SCHOOLS:
            raise Wrong("school_name", N_("There is no room for more."))
        store.keep_school(fresh)

    service.write(job)
    return fresh


def rename_school(service: Service, school: School, name: str) -> None:
    """Another name for a school. Raises ``Wrong``."""
    field = f"name-{school.id}"
    fresh = replace(school, name=_name(field, name, N_("Fill in a name.")))

    def job(store: Store) -> None:
        _free(store.schools(), fresh, field)
        store.keep_school(fresh)

    service.write(job)


def keep_days(service: Service, school: str, days: int) -> None:
    """How long a school keeps notes, for the conversations that it makes from now on."""

    def job(store: Store) -> None:
        for one in store.schools():
            if one.id == school:
                store.keep_school(replace(one, retention_days=days))

    service.write(job)


def remove_school(service: Service, school: School) -> None:
    """Drop a school and its accounts. Raises ``Wrong`` while it has conversations."""
    field = f"name-{school.id}"

    def job(store: Store) -> None:
        left = [one for one in store.organisers() if one.school != school.id]
        if school.id == HOME or not any(one.office is Office.ADMINISTRATOR for one in left):
            raise Refused("not_allowed")
        if not store.remove_school(school.id):
            message = N_("This school still has conversations.")
            raise Wrong(field, message)

    service.write(job)
    service.maintain(lambda store: store.scrub())


def _free(schools: list[School], fresh: School, field: str) -> None:
    for one in schools:
        if one.id != fresh.id and one.name.casefold() == fresh.name.casefold():
            raise Wrong(field, N_("This name is taken."))


def _name(field: str, given: str, missing: str) -> str:
    try:
        name = text.line_of(given, LONGEST_NAME).strip()
    except Refused as refused:
        raise Wrong(field, N_("That is too long.")) from refused
    if not text.visible(name):
        raise Wrong(field, missing)
    return name
