"""What every row of a resource has beside its own fields: what makes it unique, found and sorted."""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any, ClassVar, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resources.fields import LineField
from resources.kept_writes import KeptWrites
from resources.validators import printable

_as_json = json.JSONEncoder(ensure_ascii=False).encode


def fold(text: str) -> str:
    """Return ``text`` without case and accents, so that "amelie" finds "Amélie" on every database."""
    if text.isascii():  # nothing to decompose
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


class Record(KeptWrites):
    """A row with a title. A subclass may say what else is ``searched`` and what makes two rows the same.

    The columns declared here are derived from the others by ``derive``, which ``save`` calls;
    whoever writes rows in bulk calls it first. Order and search use these columns alone, so
    that they are alike on SQLite, which folds the case of ASCII only, and on PostgreSQL.
    """

    fingerprint = models.UUIDField(unique=True, editable=False)
    title_order = models.CharField(max_length=200, blank=True, editable=False, validators=[printable])
    search_text = models.TextField(editable=False)
    title = LineField(max_length=500, help_text=_("At most 500 characters."))

    searched: ClassVar[tuple[str, ...]] = ("title",)
    picture_field: ClassVar[str] = ""  # the one with the address of its picture, if there is one
    derived: ClassVar[tuple[str, ...]] = ("fingerprint", "title_order", "search_text")

    # What a row that was read whole held then.
    as_read: dict[str, Any] | None = None

    class Meta(KeptWrites.Meta):
        abstract = True
        indexes = [models.Index(fields=["title_order", "id"], name="%(app_label)s_by_title")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with whatever listens to Django's signals."""
        self.derive()
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using, savepoint=False):
            super().save(*args, **kwargs)

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        record = super().from_db(db, field_names, values, **options)
        if len(values) == len(cls._meta.concrete_fields):
            record.as_read = record.state()
        return record

    @classmethod
    def own_fields(cls) -> list[str]:
        """Return the names of the fields that are neither the id nor derived from others."""
        return [item.name for item in cls._meta.fields if item.name not in ("id", *cls.derived)]

    def state(self) -> dict[str, Any]:
        """Return the own fields with their values, which a later change of a list does not reach."""
        values = {name: getattr(self, name) for name in self.own_fields()}
        return {name: list(value) if isinstance(value, list) else value for name, value in values.items()}

    def identity(self) -> tuple[Any, ...]:
        """Return what makes this row the same as another: texts, numbers, None and lists of these."""
        return (self.title,)

    def duplicate(self) -> dict[str, list[str]]:
        """Return the field to blame and the sentence for it, when another row is the same."""
        return {"title": [gettext("There already is one with this title.")]}

    def derive(self) -> None:
        """Set the derived columns from the others."""
        text = unicodedata.normalize("NFC", _as_json(self.identity())).casefold()
        self.fingerprint = UUID(bytes=hashlib.sha256(text.encode()).digest()[:16])
        self.title_order = fold(self.title)[:200]
        self.search_text = fold("\n".join(self._searched_texts()))

    def _searched_texts(self) -> Iterator[str]:
        for name in self.searched:
            value = getattr(self, name)
            yield from value if isinstance(value, list) else [value]

    def same(self) -> models.QuerySet[Any]:
        """Return the other rows that are the same as this one: none, or the one it may not repeat."""
        return type(self)._default_manager.filter(fingerprint=self.fingerprint).exclude(pk=self.pk)

    def clean(self) -> None:
        """Refuse a duplicate with a sentence; Django's admin calls this."""
        self.derive()
        if self.same().exists():
            raise ValidationError(self.duplicate())
