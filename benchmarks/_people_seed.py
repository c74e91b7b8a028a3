"""Fill a database with people, roles, and an audit trail of any length, by SQL alone."""
# ruff: noqa: S608  of our own statements

from django.core.management import call_command
from django.db import connection, transaction

from directory.demo import make_demo_people

# Beside the demo's people; the trail tells of both kinds. One SQL for both databases but for {at}.
SERIES = "WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < {})"
PEOPLE = """
    INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email,
        is_staff, is_active, date_joined)
    {series} SELECT 1000 + i, '!', {no}, 'person-' || i, 'Person', 'Number ' || i,
        'person' || i || '@gotham.example', {no}, {yes}, {at} FROM series
"""
ROLES = "INSERT INTO auth_group (id, name) {series} SELECT 1000 + i, 'Role ' || i FROM series"
ROLE_PERMISSIONS = """
    INSERT INTO auth_group_permissions (group_id, permission_id)
    SELECT auth_group.id, auth_permission.id FROM auth_group
    JOIN auth_permission ON auth_permission.id % 4 = auth_group.id % 4
    JOIN django_content_type ON django_content_type.id = content_type_id AND model = 'grantable'
    WHERE auth_group.id > 1000 AND codename != 'edit:roles'
"""
# Each person has two roles, and every tenth a permission.
MEMBERS = """
    INSERT INTO auth_user_groups (user_id, group_id)
    SELECT auth_user.id, 1001 + (auth_user.id + step) % {roles} FROM auth_user
    CROSS JOIN (SELECT 0 AS step UNION ALL SELECT 7) AS steps WHERE auth_user.id > 1000
"""
DIRECT = """
    INSERT INTO auth_user_user_permissions (user_id, permission_id)
    SELECT auth_user.id, (SELECT max(id) FROM auth_permission WHERE codename = 'edit:books') FROM auth_user
    WHERE auth_user.id > 1000 AND auth_user.id % 10 = 0
"""
WHO = "'usher|' || (1001 + i % {people}), 'Person Number ' || (1 + i % {people})"
ON_WHOM = "'usher|' || (1001 + i * 7 % {people}), 'Person Number ' || (1 + i * 7 % {people})"
ENTRIES = f"""
    INSERT INTO audit_entry (id, at, actor_subject, actor_name, action, target_kind, target_id, target_name,
        before_json, after_json, address, request_id, mac)
    {{series}} SELECT (SELECT count(*) FROM audit_entry) + i, {{at}}, {WHO},
        CASE WHEN i % 50 = 0 THEN 'role.granted' WHEN i % 2 = 0 THEN 'user.changed' ELSE 'user.suspended' END,
        'user', {ON_WHOM}, '{{{{"email":"a@b.example"}}}}', '{{{{"email":"b@b.example"}}}}',
        '127.0.0.1', 'a' || i, 'b' || i FROM series
"""
CHANGES = f"""
    INSERT INTO audit_change (at, actor_issuer, actor_subject, actor_name, client, action, target_kind,
        target_id, target_name, before, after, overwritten)
    {{series}} SELECT {{at}}, 'http://localhost:8000/', {WHO}, 'usher-spa',
        CASE WHEN i % 2 = 0 THEN 'movie.changed' ELSE 'book.changed' END,
        CASE WHEN i % 2 = 0 THEN 'movies.movie' ELSE 'books.book' END, i % 36000, 'Title ' || i % 36000,
        '{{{{"year":2000}}}}', '{{{{"year":2001}}}}', {{no}} FROM series
"""
HEAD = "UPDATE audit_head SET count = (SELECT count(*) FROM audit_entry)"
REFUSALS = """
    INSERT INTO audit_refusal (subject, permission, minute, count)
    {series} SELECT 'usher|' || (1001 + i % {people}), 'edit:movies', {at}, 1 FROM series
"""


def seed(people: int, roles: int, entries: int) -> None:
    """Fill the database at hand, which is empty: the demo's people and so many others."""
    call_command("migrate", verbosity=0)
    make_demo_people()
    sizes = {PEOPLE: people, ROLES: roles, ENTRIES: entries, CHANGES: entries, REFUSALS: entries // 10}
    at_once = [PEOPLE, ROLES, ROLE_PERMISSIONS, MEMBERS, DIRECT, ENTRIES, HEAD, CHANGES, REFUSALS]
    sqlite = connection.vendor == "sqlite"
    words = {
        "at": "datetime(1767225600 + i * 60, 'unixepoch')" if sqlite else "to_timestamp(1767225600 + i * 60)",
        "yes": "1" if sqlite else "TRUE",
        "no": "0" if sqlite else "FALSE",
        "people": people,
        "roles": roles,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in at_once:
            cursor.execute(statement.format(series=SERIES.format(sizes.get(statement)), **words))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if sqlite else "VACUUM ANALYZE")
