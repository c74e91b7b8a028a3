"""People and roles in the admin, whose new names are looked at, and which roles receive what is new."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission, User
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from directory.models import ReceivingRole
from directory.passwords import RULES, in_our_words
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


class _NewPassword(forms.BaseForm):
    """Says what a password must be, and what is wrong with one, as the provider's pages do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = RULES
        self.fields["password2"].help_text = ""
        if "usable_password" in self.fields:
            self.fields["usable_password"].label = _("Logs in with a password")
            self.fields["usable_password"].help_text = ""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, in_our_words(error) if field == "password2" else error)


class PasswordForm(_NewPassword, AdminPasswordChangeForm):
    pass


class NewUserForm(_NewPassword, NamesForm, AdminUserCreationForm):
    taken = {"username": username_taken}


class UserForm(NamesForm, UserChangeForm):
    taken = {"username": username_taken}
    password = ReadOnlyPasswordHashField(
        label=_("Password"), help_text=_("Nobody can read it, here neither.")
    )

    class Meta(UserChangeForm.Meta):
        labels = {
            "username": _("User name"),
            "is_active": _("May log in"),
            "is_staff": _("May open this admin"),
            "is_superuser": _("May change everything in this admin"),
        }
        help_texts = {
            "username": "",
            "is_active": _("Somebody suspended keeps their tickets but cannot use them."),
            "is_staff": _("And see in it what their rights allow."),
            "is_superuser": _("It gives no ticket: APIs do not know it."),
        }


class RoleForm(NamesForm):
    taken = {"name": role_name_taken}


class Tickets(forms.ModelMultipleChoiceField):
    """Tickets first and by their own names, then what Django asks for its pages."""

    def __init__(self, *, queryset: Any, **options: Any) -> None:
        is_ticket = ExpressionWrapper(Q(codename__contains=":"), BooleanField())
        queryset = queryset.select_related("content_type").order_by(
            is_ticket.desc(), "content_type", "codename"
        )
        super().__init__(queryset, **options)

    def label_from_instance(self, permission: Permission) -> str:
        return permission.codename if ":" in permission.codename else str(permission)


class RightsAdmin(admin.ModelAdmin):
    """Its form gives tickets and roles, and calls them so."""

    def formfield_for_manytomany(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.related_model is Permission:
            chosen = FilteredSelectMultiple(_("tickets"), is_stacked=False)
            options |= {"form_class": Tickets, "label": _("Tickets"), "help_text": "", "widget": chosen}
        elif db_field.related_model is Group:
            chosen = FilteredSelectMultiple(_("roles"), is_stacked=False)
            options |= {"label": _("Roles"), "help_text": "", "widget": chosen}
        return super().formfield_for_manytomany(db_field, request, **options)


admin.site.unregister([Group, User])


@admin.register(User)
class PersonAdmin(RightsAdmin, UserAdmin):
    form = UserForm
    add_form = NewUserForm
    change_password_form = PasswordForm
    list_display = ["called", "first_name", "email", "may_open"]
    list_filter = ["groups", "is_active", "is_staff"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Who it is"), {"fields": ["first_name", "last_name", "email"]}),
        (
            _("What they may do"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("When they came"), {"fields": ["last_login", "date_joined"]}),
    ]

    @admin.display(description=_("User name"), ordering="username")
    def called(self, person: User) -> str:
        return person.username

    @admin.display(description=_("May open this admin"), boolean=True, ordering="is_staff")
    def may_open(self, person: User) -> bool:
        return person.is_staff


@admin.register(Group)
class RoleAdmin(RightsAdmin, GroupAdmin):  # type: ignore[misc]  # GroupAdmin names its arguments otherwise
    form = RoleForm


@admin.register(ReceivingRole)
class ReceivingRoleAdmin(admin.ModelAdmin):
    """A role is chosen or taken away; there is nothing to change about one.

    Only superusers see it: the model has no permissions.
    """

    def has_change_permission(self, _request: object, _row: object = None) -> bool:
        return False
