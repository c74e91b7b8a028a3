"""People and roles in the admin, whose new names are looked at, and which roles receive what is new."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User

from directory.models import ReceivingRole
from directory.validators import illegible, role_name_taken, username_taken


class NamesForm(forms.ModelForm):
    """Refuses a name that is new and cannot be read or is taken; one that is stored stays as it is."""

    taken: dict[str, Callable[[str, Any], str | None]] = {}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for field in ("username", "first_name", "last_name", "name"):
            if field in self.changed_data and field in self.cleaned_data:
                self._check(field, self.cleaned_data[field])
        return cleaned

    def _check(self, field: str, name: str) -> None:
        sentence = illegible(name)
        if not sentence and field in self.taken:
            sentence = self.taken[field](name, self.instance)
        if sentence:
            self.add_error(field, sentence)


class NewUserForm(NamesForm, AdminUserCreationForm):
    taken = {"username": username_taken}


class UserForm(NamesForm, UserChangeForm):
    taken = {"username": username_taken}


class RoleForm(NamesForm):
    taken = {"name": role_name_taken}


admin.site.unregister([Group, User])


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = UserForm
    add_form = NewUserForm


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    form = RoleForm


@admin.register(ReceivingRole)
class ReceivingRoleAdmin(admin.ModelAdmin):
    """A role is chosen or taken away; there is nothing to change about one.

    Only superusers see it: the model has no permissions.
    """

    def has_change_permission(self, _request: object, _row: object = None) -> bool:
        return False
