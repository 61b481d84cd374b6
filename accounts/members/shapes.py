"""How a member looks over REST wherever one is named."""

from dataclasses import dataclass

from accounts.members.selectors import Person


@dataclass(frozen=True, slots=True)
class PersonShape:
    """A member, as far as every line of text says."""

    handle: str
    role: str
    url: str


def person_shape(person: Person) -> PersonShape:
    return PersonShape(handle=person.handle, role=person.role, url=person.url)
