"""A directory in Django's own tables: users, groups as roles, and permissions of both."""

from collections.abc import Sequence

from django.db import connection

from directory.backends.django_accounts import DjangoAccounts
from directory.backends.django_roles import DjangoRoles
from directory.effective_permissions import given_by_roles, person_by, rows_of
from directory.resource import EDIT_ROLES
from directory.subjects import called, primary_key_of
from permissions_api.directory import Contacts, Person, Role

NAMED_CONTACTS = 3
# Those who hold a permission and are active, and beside each how many they are.
HOLDERS = """
    WITH rows (id) AS (
        SELECT auth_permission.id FROM auth_permission
        JOIN django_content_type ON django_content_type.id = content_type_id
        WHERE codename = %s AND app_label = 'directory' AND model = 'grantable'
    )
    SELECT first_name, last_name, username, COUNT(*) OVER () FROM auth_user
    WHERE is_active AND id IN (
        SELECT user_id FROM auth_user_user_permissions WHERE permission_id IN (SELECT id FROM rows)
        UNION
        SELECT user_id FROM auth_user_groups WHERE group_id IN (
            SELECT group_id FROM auth_group_permissions WHERE permission_id IN (SELECT id FROM rows)
        )
    )
    ORDER BY id LIMIT %s
"""


class DjangoDirectory(DjangoAccounts, DjangoRoles):
    """The directory of the embedded provider (a ``ChangeableDirectory``)."""

    def find(self, subject: str) -> Person | None:
        """One query: every request of a running site may ask this."""
        pk = primary_key_of(subject)
        return None if pk is None else person_by(rows_of(pk))

    def roles(self) -> Sequence[Role]:
        return [Role(name, tuple(sorted(permissions))) for name, permissions in given_by_roles()]

    def contacts(self) -> Contacts:
        with connection.cursor() as cursor:
            cursor.execute(HOLDERS, [EDIT_ROLES, NAMED_CONTACTS])
            rows = cursor.fetchall()
        names = tuple(called(*names) for *names, _count in rows)
        return Contacts(names, others=rows[0][-1] - len(names) if rows else 0)
