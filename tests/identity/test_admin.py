"""The admin holds people and roles; tokens, codes and second factors do not lie about there."""

import pytest
from django.contrib import admin
from django.test import Client

from resources.records import Record

pytestmark = [pytest.mark.identity, pytest.mark.django_db]


def test_only_people_roles_and_records_such_as_films_and_books_are_in_the_admin():
    records = {model._meta.label for model in admin.site._registry if issubclass(model, Record)}
    assert records >= {"movies.Movie", "books.Book"}
    assert {model._meta.label for model in admin.site._registry} - records == {
        "auth.User",
        "auth.Group",
        "directory.ReceivingRole",
    }


def test_staff_gives_a_permission_in_the_admin_and_the_next_token_has_it(people):
    from django.contrib.auth.models import Permission

    from directory.effective_permissions import effective_permissions

    client = Client(headers={"Host": "localhost:8000"})
    client.force_login(people["gordon"])
    robin = people["robin"]
    form = client.get(f"/admin/auth/user/{robin.pk}/change/").context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values["groups"] = [group.pk for group in values["groups"]]
    values["user_permissions"] = [Permission.objects.get(codename="write:movies").pk]
    filled = {name: value for name, value in values.items() if value not in (None, False)}
    for name in ("last_login", "date_joined"):
        moment = filled.pop(name, None)
        if moment:
            filled |= {f"{name}_0": f"{moment:%Y-%m-%d}", f"{name}_1": f"{moment:%H:%M:%S}"}
    answer = client.post(f"/admin/auth/user/{robin.pk}/change/", filled)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert "write:movies" in effective_permissions(robin)


@pytest.mark.parametrize("name", ["batman", "robin", "joker"])
def test_somebody_who_is_no_staff_does_not_get_in(people, name):
    client = Client(headers={"Host": "localhost:8000"})
    client.force_login(people[name])
    assert client.get("/admin/auth/user/").status_code in (302, 403)
