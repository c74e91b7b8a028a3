"""Roles in Django's groups: found, made, changed and deleted."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from rest_framework.exceptions import NotFound, ValidationError

from directory.backends.base import MembersChange, RoleChange, RolePreview, StoredRole, Unchanged
from directory.exceptions import NameTaken
from directory.lookups import permissions_named, primary_key_of_role, refuse_illegible
from directory.models import ReceivingRole
from directory.permission_sync import declared_permissions, in_menu_order
from directory.policies import (
    ADD_TO_ROLE,
    DELETE_ROLE,
    MAKE_ROLE,
    RENAME_ROLE,
    TAKE_FROM_ROLE,
    Deed,
    Need,
    one_change_at_a_time,
    refuse_unheld,
)
from directory.previews import members_preview, role_preview
from directory.privileges import given_by, losers, powers_of_all, that_give
from directory.subjects import primary_key_of
from directory.validators import role_name_taken
from permissions_api.on_behalf_of import Requester
from permissions_api.resource import all_permissions
from resources.pages import Page, page_of


class DjangoRoles:
    """The half of the Django directory that is about roles."""

    def role_page(self, cursor: str = "", page_size: int = 25) -> Page[StoredRole]:
        page = page_of(_counted(), "name", cursor, page_size)
        return Page([_role(row) for row in page.rows], page.next, page.previous)

    def role(self, id: str) -> StoredRole:
        return _role(_group_at(id))

    def preview_role(self, id: str, permissions: Sequence[str]) -> RolePreview:
        permissions_named(permissions)
        return role_preview(_group_at(id), permissions)

    def preview_members(self, id: str, change: MembersChange) -> RolePreview:
        return members_preview(_group_at(id), change)

    @one_change_at_a_time()
    def create_role(self, name: str, permissions: Sequence[str], actor: Requester | None) -> StoredRole:
        rows = permissions_named(permissions)
        _refuse_name(name)
        lacking = "You would make a role of what you lack"
        refuse_unheld(actor, MAKE_ROLE, lacking, {Need.GIVEN: permissions})
        role = Group.objects.create(name=name)
        role.permissions.set(rows)
        return self.role(str(role.pk))

    @one_change_at_a_time()
    def change_role(
        self, id: str, change: RoleChange, actor: Requester | None, unchanged: Unchanged[StoredRole]
    ) -> StoredRole:
        role = _group_at(id)
        present = _role(role)
        unchanged(present)
        names = present.permissions if change.permissions is None else change.permissions
        rows = permissions_named(names)
        renamed = change.name not in (None, present.name)
        if renamed:
            _refuse_name(str(change.name), role)
        added = set(names).difference(present.permissions)
        adding = f"You would add to {present.name} what you lack"
        refuse_unheld(actor, ADD_TO_ROLE, adding, {Need.GIVEN: added})
        # What is no API permission is not shown here, so it is not taken here either.
        taken = declared_permissions().filter(group=role).exclude(codename__in=names)
        if taken:
            _refuse_unheld_by(actor, TAKE_FROM_ROLE, role, losers(role, taken))
        if renamed:
            _refuse_unheld_by(actor, RENAME_ROLE, role, role.user_set.filter(is_active=True))
            role.name = str(change.name)
            role.save(update_fields=["name"])
        role.permissions.remove(*taken)
        role.permissions.add(*rows)
        return self.role(id)

    @one_change_at_a_time()
    def delete_role(self, id: str, actor: Requester | None, unchanged: Unchanged[StoredRole]) -> None:
        role = _group_at(id)
        unchanged(_role(role))
        _refuse_unheld_by(actor, DELETE_ROLE, role, losers(role, that_give(role.permissions.all())))
        role.delete()


def _refuse_unheld_by(actor: Requester | None, deed: Deed, role: Group, concerned: QuerySet[User]) -> None:
    """Refuse what an actor lacks of the role and of those concerned, who the actor is not."""
    if actor is None:
        return
    others = powers_of_all(concerned.exclude(pk=primary_key_of(actor.subject) or 0))
    needed = {Need.ROLE: given_by(role), Need.LOSERS: others, Need.MEMBERS: others}
    refuse_unheld(actor, deed, f"{role.name}, or somebody who has it, holds more than you do", needed)


def _counted() -> QuerySet[Group]:
    declared = Prefetch("permissions", queryset=declared_permissions(), to_attr="declared")
    receives = Exists(ReceivingRole.objects.filter(role=OuterRef("pk")))
    # Of each role that is shown, not of all there are: a join would count the whole site's for one page.
    links: Any = User.groups.through.objects.filter(group=OuterRef("pk")).order_by().values("group")
    members = Coalesce(Subquery(links.annotate(count=Count("pk")).values("count")), 0)
    return Group.objects.annotate(members=members, receives=receives).prefetch_related(declared)


def _group_at(id: str) -> Group:
    pk = primary_key_of_role(id)
    found = None if pk is None else _counted().filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no role with this id.")
    return found


def _role(row: Group) -> StoredRole:
    names = in_menu_order(item.codename for item in row.declared)  # type: ignore[attr-defined]  # annotated
    return StoredRole(str(row.pk), row.name, names, row.members, row.receives)  # type: ignore[attr-defined]  # annotated


def _refuse_name(name: str, role: Group | None = None) -> None:
    """Refuse a name that is taken, or that reads as a permission."""
    if name in all_permissions():
        why = "This is the name of a permission, and would be taken for one."
        raise ValidationError({"name": [why]}, "permission_name")
    refuse_illegible("name", name)
    if sentence := role_name_taken(name, role):
        raise NameTaken("name", sentence)
