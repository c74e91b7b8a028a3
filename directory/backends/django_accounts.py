"""People in Django's tables: found, made, changed, and given roles and permissions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Prefetch, QuerySet, TextField, Value
from django.db.models.functions import Concat
from rest_framework.exceptions import NotFound

from directory.audited_models import mark_suspended
from directory.backends.base import (
    Account,
    AccountChange,
    AccountInFull,
    Grants,
    GrantsChange,
    HeldPermission,
    Logins,
    NamedRole,
    Unchanged,
)
from directory.effective_permissions import held_by
from directory.exceptions import NameTaken
from directory.logins import second_factor_of
from directory.lookups import permissions_named, refuse_illegible, roles_with
from directory.permission_sync import declared_permissions, in_menu_order
from directory.policies import (
    CHANGE_ACCOUNT,
    DEACTIVATE,
    GRANT,
    REACTIVATE,
    WITHDRAW,
    Deed,
    Need,
    one_change_at_a_time,
    refuse_unheld,
    refuse_what_nobody_could_undo,
)
from directory.previews import sole_permissions
from directory.privileges import given_by, powers_of
from directory.subjects import name_of, subject_of, user_of
from directory.validators import username_taken
from permissions_api.on_behalf_of import Requester
from resources.counts import counted
from resources.pages import Page, page_of

SEARCHED = Concat(
    "username",
    Value("\n"),
    "first_name",
    Value("\n"),
    "last_name",
    Value("\n"),
    "email",
    output_field=TextField(),
)


class DjangoAccounts:
    """The half of the Django directory that is about people."""

    def accounts(
        self, search: str = "", role: str = "", cursor: str = "", page_size: int = 25
    ) -> Page[Account]:
        # Whatever the number of people, in three queries.
        direct = Prefetch("user_permissions", queryset=declared_permissions(), to_attr="direct")
        users = _found(search, role).prefetch_related("groups", direct)
        page = page_of(users, "username", cursor, page_size)
        accounts = [Account(**_account(user, _grants(user.groups.all(), user.direct))) for user in page.rows]
        return Page(accounts, page.next, page.previous)

    def count_accounts(self, search: str = "", role: str = "") -> Mapping[str, Any]:
        return counted(_found(search, role))

    def account(self, id: str) -> AccountInFull:
        return _in_full(user_at(id))

    def logins(self, id: str) -> Logins:
        user = user_at(id)
        # Where the issuer is another's, Django saw at most a login to its admin.
        return Logins(user.last_login if settings.LOGINS else None, second_factor_of(user))

    @one_change_at_a_time()
    def create_account(self, username: str, name: str, email: str = "") -> AccountInFull:
        refuse_illegible("name", name)
        _refuse_username(username)
        _refuse_email(email)
        return _in_full(User.objects.create_user(username, email, password=None, first_name=name))

    @one_change_at_a_time()
    def change_account(
        self, id: str, change: AccountChange, actor: Requester | None, unchanged: Unchanged[AccountInFull]
    ) -> AccountInFull:
        user = user_at(id)
        for deed in _deeds(user, change):
            _refuse_to_who_holds_less(actor, deed, user)
        # Only then, as a 412 shows who this is.
        unchanged(_in_full(user))
        if change.email not in (None, user.email):
            _refuse_email(change.email or "", user)
        if change.name not in (None, name_of(user)):
            refuse_illegible("name", change.name or "")
            user.first_name, user.last_name = change.name or "", ""
        user.email = user.email if change.email is None else change.email
        user.is_active = user.is_active if change.active is None else change.active
        user.save(update_fields=["first_name", "last_name", "email", "is_active"])
        return _in_full(user)

    @one_change_at_a_time()
    def suspend(self, id: str, actor: Requester | None) -> None:
        user = user_at(id)
        if not user.is_active:
            return
        if actor is not None:
            refuse_what_nobody_could_undo(user)
        user.is_active = False
        mark_suspended(user)
        user.save(update_fields=["is_active"])

    def sole_permissions(self, id: str) -> tuple[str, ...]:
        return sole_permissions(user_at(id))

    @one_change_at_a_time()
    def set_grants(
        self, id: str, change: GrantsChange, actor: Requester | None, unchanged: Unchanged[Grants]
    ) -> Grants:
        user = user_at(id)
        present = grants_of(user)
        unchanged(present)
        roles, permissions = roles_with(change.role_ids), permissions_named(change.permissions)
        had = {role.id for role in present.roles}
        new = [role for role in roles if str(role.pk) not in had]
        added = given_by(*new) | {row.codename for row in permissions} - set(present.permissions)
        giving = f"You would give {name_of(user)} what you lack"
        refuse_unheld(actor, GRANT, giving, {Need.GIVEN: added}, to=user)
        if had - set(change.role_ids) or set(present.permissions) - set(change.permissions):
            _refuse_to_who_holds_less(actor, WITHDRAW, user)
        user.groups.set(roles)
        # What is no API permission is not shown here, so it is not taken here either.
        former = declared_permissions().filter(user=user).exclude(codename__in=change.permissions)
        user.user_permissions.remove(*former)
        user.user_permissions.add(*permissions)
        return grants_of(user)


def user_at(id: str) -> User:
    """Return the user with this id. Raises NotFound."""
    user = user_of(id)
    if user is None:
        raise NotFound("There is nobody with this id.")
    return user


def grants_of(user: User) -> Grants:
    direct = declared_permissions().filter(user=user)
    return _grants(user.groups.all(), direct)


def _found(search: str, role: str) -> QuerySet[Any]:
    # Looked through once for each word: none has the blank in it that stands between the columns.
    users: QuerySet[Any] = User.objects.alias(searched=SEARCHED)
    for word in search.split():
        users = users.filter(searched__icontains=word)
    return users.filter(groups__in=roles_with([role], "role")) if role else users


def _deeds(user: User, change: AccountChange) -> list[Deed]:
    """Return what a change does. One that changes nothing counts too: its answer shows who this is."""
    turned = change.active not in (None, user.is_active)
    # Whoever sets an e-mail address may receive the letter that sets a password.
    other = change.name not in (None, name_of(user)) or change.email not in (None, user.email)
    deeds = [REACTIVATE if change.active else DEACTIVATE] if turned else []
    return [*deeds, CHANGE_ACCOUNT] if other or not turned else deeds


def _refuse_to_who_holds_less(actor: Requester | None, deed: Deed, user: User) -> None:
    doing = f"{name_of(user)} holds more than you do"
    refuse_unheld(actor, deed, doing, {Need.PERSON: powers_of(user)}, to=user)


def _refuse_username(username: str) -> None:
    # As it is stored: full-width letters, for one, become plain ones.
    username = User.normalize_username(username)
    refuse_illegible("username", username)
    if sentence := username_taken(username):
        raise NameTaken("username", sentence)


def _refuse_email(email: str, user: User | None = None) -> None:
    """Refuse an address that somebody else has: the letter that sets a password goes there."""
    namesakes = User.objects.filter(email__iexact=email)
    if email and (namesakes.exclude(pk=user.pk) if user else namesakes).exists():
        raise NameTaken("email", f"There is somebody with the e-mail address {email!r} already.")


def _grants(roles: Iterable[Group], direct: Iterable[Permission]) -> Grants:
    return Grants(
        roles=tuple(NamedRole(str(role.pk), role.name) for role in sorted(roles, key=lambda role: role.name)),
        permissions=in_menu_order(row.codename for row in direct),
    )


def _account(user: User, grants: Grants) -> dict[str, Any]:
    return {
        "id": subject_of(user),
        "username": user.username,
        "name": name_of(user),
        "email": user.email,
        "active": user.is_active,
        "grants": grants,
    }


def _in_full(user: User) -> AccountInFull:
    held = tuple(HeldPermission(name, by.roles, by.direct) for name, by in sorted(held_by(user).items()))
    return AccountInFull(**_account(user, grants_of(user)), held=held)
