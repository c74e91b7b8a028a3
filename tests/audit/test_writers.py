"""However many write at once, on SQLite and on PostgreSQL, the chain is one."""

import threading

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection

from audit.models import Entry, Head

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 8


def at_once(*jobs) -> None:
    """Run the jobs in threads that begin together; raise what one of them raises."""
    gate, errors = threading.Barrier(len(jobs)), []

    def run(job) -> None:
        try:
            gate.wait()
            job()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors


def test_writers_at_once_make_one_chain_without_gaps(people):
    begun = Entry.objects.count()

    def writer(number: int):
        def write() -> None:
            for turn in range(EACH):
                Group.objects.create(name=f"Role {number}-{turn}")

        return write

    at_once(*(writer(number) for number in range(WRITERS)))
    assert Entry.objects.count() == Head.objects.get().count == begun + WRITERS * EACH
    call_command("audit_verify")


def test_the_very_first_entries_may_be_written_at_once(transactional_db):
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_head"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    at_once(*(lambda n=n: Group.objects.create(name=f"Role {n}") for n in range(WRITERS)))
    call_command("audit_verify")


def test_what_two_change_of_one_person_at_once_is_told_one_after_the_other(people):
    roles = [Group.objects.create(name=f"Role {number}") for number in range(WRITERS)]
    joker = people["joker"].pk
    at_once(*(lambda role=role: User.objects.get(pk=joker).groups.add(role) for role in roles))
    told = [entry.after["roles"] for entry in Entry.objects.filter(action="role.granted").order_by("id")]
    assert [len(names) for names in told[-WRITERS:]] == list(range(1, WRITERS + 1))
    call_command("audit_verify")  # and no drift


def test_two_changes_of_one_column_at_once_are_told_one_after_the_other(people):
    robin = people["robin"].pk

    def rename(number: int):
        def save() -> None:
            user = User.objects.get(pk=robin)
            user.first_name = f"Robin {number}"
            user.save(update_fields=["first_name"])

        return save

    at_once(*(rename(number) for number in range(WRITERS)))
    told = Entry.objects.filter(action="user.changed").order_by("id")
    names = ["Robin"] + [entry.after["name"] for entry in told]
    assert [entry.before["name"] for entry in told] == names[:-1]
    assert len(told) == WRITERS
