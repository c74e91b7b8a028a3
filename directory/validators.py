"""Whether somebody may be called so: by a name that can be read, and is not taken for another's."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from directory.confusables import described, readings, tables, unreadable
from directory.models import NameReading

BATCH = 1_000  # people


def illegible(name: str) -> str | None:
    """Return a sentence that names the first character which cannot be read; None for a name that can."""
    character = unreadable(name)
    said = gettext("This contains {character}, which cannot be read. Leave it out.")
    return character and said.format(character=described(character))


def username_taken(username: str, user: User | None = None) -> str | None:
    """Return a sentence when somebody else has this user name, as it is stored, or one that looks like it."""
    _read_the_unread()
    taken = NameReading.objects.filter(text__in=_texts(username))
    twin = (taken.exclude(user=user) if user and user.pk else taken).order_by("pk").first()
    if not twin:
        return None
    said = gettext("There is somebody with the user name {name} already.")
    alike = gettext(
        "There is somebody with the user name {name} already, or one that looks like it and differs first at"
        " {character}."
    )
    return _sentence(said, alike, username, twin.username)


def role_name_taken(name: str, role: Group | None = None) -> str | None:
    """Return a sentence when another role has this name, or one that looks like it."""
    others = Group.objects.exclude(pk=role.pk) if role else Group.objects.all()
    looks = readings(name)
    # Roles are few, so their names are read each time.
    names = others.order_by("pk").values_list("name", flat=True)
    twin = next((other for other in names if looks & readings(other)), None)
    said = gettext("There is a role with the name {name} already.")
    alike = gettext(
        "There is a role with the name {name} already, or one that looks like it and differs first at"
        " {character}."
    )
    return twin and _sentence(said, alike, name, twin)


def _sentence(said: str, alike: str, name: str, twin: str) -> str:
    if name.casefold() == twin.casefold():
        return said.format(name=repr(name))
    differs = next((ours for ours, theirs in _pairs(name, twin) if ours != theirs), name[-1:])
    return alike.format(name=repr(name), character=described(differs))


def _pairs(name: str, twin: str) -> Iterable[tuple[str, str]]:
    return zip(name, twin.ljust(len(name), "\0"), strict=False)


def _texts(username: str) -> set[str]:
    return {text[: NameReading.LENGTH] for text in readings(username)}


def _read_the_unread() -> None:
    """Keep what each user name is taken for, so that a new one is compared by an index and not with all.

    It is made up for here, not when somebody is saved: so nobody is left out who was written by
    SQL or restored from a dump, and a new version of the tables is followed.
    """
    version = tables().unicode
    read = NameReading.objects.filter(user=OuterRef("pk"), username=OuterRef("username"), unicode=version)
    unread = User.objects.filter(~Exists(read)).order_by("pk").values_list("pk", "username")
    while batch := list(unread[:BATCH]):
        NameReading.objects.filter(user__in=[pk for pk, _ in batch]).delete()
        NameReading.objects.bulk_create(
            NameReading(user_id=pk, username=username, text=text, unicode=version)
            for pk, username in batch
            for text in _texts(username)
        )
