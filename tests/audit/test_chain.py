"""The chain: append-only, and wherever it is changed by hand, audit_verify says where."""

import io
import json

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection

from audit.chain import fits
from audit.checks import LEAST, check_key
from audit.models import AppendOnly, Entry, Head
from audit.trail import Target, record

pytestmark = pytest.mark.django_db
ROBIN = Target("user", "usher|2", "Robin")


@pytest.fixture
def six_entries(db) -> None:
    for number in range(6):
        record(
            "user.changed",
            ROBIN,
            {"number": number},
            {"number": number + 1, "name": "Ro\u0308bin \U0001f987"},
        )


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def broken(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        run("audit_verify", *arguments)
    assert refused.value.returncode == 1
    return str(refused.value)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def at(number: int) -> int:
    """Return the id of one of the six; the migrations of the site may have told of something before."""
    return Entry.objects.order_by("-id").values_list("id", flat=True)[6 - number]


class TestAppendOnly:
    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: Entry.objects.update(action="user.created"),
            lambda entry: Entry.objects.all().delete(),
            lambda entry: Entry.objects.filter(pk=entry.pk)._raw_delete("default"),
            lambda entry: Entry.objects.bulk_update([entry], ["action"]),
            lambda entry: Entry.objects.bulk_create([Entry(id=99)]),
            lambda entry: entry.save(),
            lambda entry: entry.save(force_update=True),
            lambda entry: entry.delete(),
            lambda entry: Entry.objects.update_or_create(id=entry.pk, defaults={"action": "user.created"}),
        ],
    )
    def test_no_entry_is_changed_or_deleted_through_the_orm(self, six_entries, change):
        entry = Entry.objects.latest("id")
        count = Entry.objects.count()
        with pytest.raises(AppendOnly):
            change(entry)
        assert Entry.objects.count() == count
        assert Entry.objects.get(pk=entry.pk).action == "user.changed"

    def test_an_entry_cannot_be_written_over_another(self, six_entries):
        from django.db import IntegrityError, transaction

        with pytest.raises(IntegrityError), transaction.atomic():
            Entry(id=at(2), at=Entry.objects.latest("id").at).save()

    def test_no_right_of_the_admin_is_about_the_trail(self, db):
        from django.contrib.auth.models import Permission

        assert not Permission.objects.filter(content_type__app_label="audit").exists()


class TestVerify:
    def test_an_unchanged_chain_is_good(self, six_entries):
        assert f"{Entry.objects.count()} entries, none changed." in run("audit_verify")

    def test_an_empty_one_too(self, db):
        sql("DELETE FROM audit_entry")
        sql("DELETE FROM audit_head")
        assert "0 entries" in run("audit_verify")

    @pytest.mark.parametrize(
        "column",
        [
            "at",
            "actor_subject",
            "actor_name",
            "action",
            "target_kind",
            "target_id",
            "target_name",
            "before_json",
            "after_json",
            "address",
            "request_id",
        ],
    )
    def test_each_column_changed_is_found(self, six_entries, column):
        value = "2020-01-01 00:00:00" if column == "at" else '{"a": 1}'
        sql(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, at(3))  # noqa: S608
        assert broken().startswith(f"Changed: entry {at(3)} ")

    def test_a_mac_changed_is_found(self, six_entries):
        sql("UPDATE audit_entry SET mac = %s WHERE id = %s", "0" * 64, at(3))
        assert f"entry {at(3)} " in broken()

    def test_json_that_is_none_is_found(self, six_entries):
        sql("UPDATE audit_entry SET after_json = %s WHERE id = %s", "{", at(3))
        assert broken().startswith(f"Changed: entry {at(3)} ")

    @pytest.mark.parametrize("forged", ['{"number": 99,', '{"name": "x", "number": 99,', "{ "])
    def test_json_that_reads_alike_but_is_written_otherwise_is_found(self, six_entries, forged):
        whole = Entry.objects.get(pk=at(3)).after_json
        sql("UPDATE audit_entry SET after_json = %s WHERE id = %s", forged + whole[1:], at(3))
        assert broken().startswith(f"Changed: entry {at(3)} ")

    def test_a_cut_is_found(self, six_entries):
        gone = at(3)
        sql("DELETE FROM audit_entry WHERE id = %s", gone)
        assert broken() == f"Cut: entry {gone} is missing."

    def test_a_cut_of_several_is_found_in_the_beginning_too(self, six_entries):
        last = at(3)
        sql("DELETE FROM audit_entry WHERE id <= %s", last)
        assert broken() == f"Cut: entries 1 to {last} are missing."

    def test_an_entry_put_in_at_the_end_is_found(self, six_entries):
        insert_copy(at(2), at(6) + 1)
        assert broken().startswith(f"Inserted: entry {at(6)} lies beyond the {at(6) - 1} ")

    def test_an_entry_put_in_at_the_end_is_found_though_the_head_was_changed_too(self, six_entries):
        insert_copy(at(2), at(6) + 1)
        mac = Entry.objects.latest("id").mac
        Head.objects.update(count=at(6), mac=mac)
        assert f"entry {at(6)} " in broken()

    def test_an_entry_put_in_between_is_found(self, six_entries):
        place = at(3)
        for number in range(at(6), place - 1, -1):
            sql("UPDATE audit_entry SET id = %s WHERE id = %s", number + 1, number)
        insert_copy(place - 1, place)
        assert f"what belongs at {place} now stands at {place + 1}." in broken()

    def test_two_swapped_are_found(self, six_entries):
        first, second = at(2), at(5)
        for old, new in ((first, 1000), (second, first), (1000, second)):
            sql("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)
        assert broken() == f"Swapped or inserted: what belongs at {first} now stands at {second}."

    def test_a_truncated_chain_is_found_by_the_head(self, six_entries):
        last = at(6)
        sql("DELETE FROM audit_entry WHERE id = %s", last)
        assert broken() == f"Truncated: the head counts {last} entries, the trail ends after {last - 1}."

    def test_a_head_of_somebody_s_own_is_found(self, six_entries):
        Head.objects.update(mac="0" * 64)
        assert broken().startswith("The head counts")

    @pytest.mark.parametrize("back", [1, 3])
    def test_a_head_put_back_is_found(self, six_entries, back):
        before = Entry.objects.get(pk=at(6) - back)
        Head.objects.update(count=before.pk, mac=before.mac)
        assert broken().startswith("The head counts")

    def test_a_head_taken_away_is_found(self, six_entries):
        sql("DELETE FROM audit_head")
        assert broken().startswith("The head counts 0 of")

    def test_a_chain_written_with_another_key_is_found(self, six_entries, settings):
        settings.AUDIT_KEYS = ["another key that is as long as it should be"]
        assert "Changed" in broken()

    def test_a_former_key_verifies_still(self, six_entries, settings):
        settings.AUDIT_KEYS = ["another key that is as long as it should be", *settings.AUDIT_KEYS]
        record("user.changed", ROBIN)
        assert "none changed" in run("audit_verify")
        settings.AUDIT_KEYS = settings.AUDIT_KEYS[:1]
        assert broken()

    def test_the_first_key_alone_seals_what_is_new(self, db, settings):
        new, former = "the new key, as long as it should be", "the former key, as long as it should be"
        settings.AUDIT_KEYS = [former]
        record("user.changed", ROBIN)
        settings.AUDIT_KEYS = [new, former]
        record("user.changed", ROBIN)
        # An entry that the former key had sealed would still fit.
        last, before = Entry.objects.order_by("-id")[:2]
        settings.AUDIT_KEYS = [new]
        assert fits(last.mac, before.mac, last.as_data())

    def test_it_is_walked_page_by_page(self, six_entries, monkeypatch):
        monkeypatch.setattr("audit.pages.PAGE", 2)
        assert f"{Entry.objects.count()} entries, none changed" in run("audit_verify")

    @pytest.mark.parametrize("short", [0, 1])
    def test_a_key_that_could_be_guessed_is_refused(self, settings, short):
        settings.AUDIT_KEYS = ["x" * LEAST, "y" * LEAST]
        assert list(check_key(None)) == []
        settings.AUDIT_KEYS[short] = "x" * (LEAST - 1)
        assert [error.id for error in check_key(None)] == ["audit.E001"]


class TestExport:
    @pytest.fixture
    def export(self, six_entries, tmp_path):
        file = tmp_path / "trail.jsonl"
        file.write_text(run("audit_export"))
        return file

    def test_an_export_is_a_line_an_entry_and_then_count_and_head(self, export):
        *entries, last = map(json.loads, export.read_text().splitlines())
        assert last == {"count": len(entries), "head": entries[-1]["mac"]}
        assert entries[-1]["action"] == "user.changed"
        assert entries[-1]["actor"]["subject"].startswith("command:")
        assert entries[-1]["after"] == {"number": 6, "name": "Ro\u0308bin \U0001f987"}

    def test_the_trail_may_have_grown_since(self, export):
        record("user.changed", ROBIN)
        assert "none changed" in run("audit_verify", "--export", str(export))

    def test_what_was_cut_off_the_end_together_with_the_head_is_found_by_the_export_alone(self, export):
        last = at(6)
        sql("DELETE FROM audit_entry WHERE id = %s", last)
        Head.objects.update(count=last - 1, mac=Entry.objects.latest("id").mac)
        assert "none changed" in run("audit_verify")
        assert broken("--export", str(export)).endswith(f"Entries {last} to {last} are missing.")

    def test_a_trail_written_anew_to_the_same_length_is_found(self, export):
        last = at(6)
        sql("DELETE FROM audit_entry WHERE id = %s", last)
        Head.objects.update(count=last - 1, mac=Entry.objects.latest("id").mac)
        record("user.changed", ROBIN, {"number": "another"})
        assert f"Entry {last} is another one than was exported" in broken("--export", str(export))

    @pytest.mark.parametrize(
        ("harm", "words"),
        [
            (lambda lines: lines[:-1], "without its count and head"),
            (lambda lines: [*lines[:-2], lines[-1]], "The export says it has"),
            (lambda lines: [lines[0].replace("command:", "somebody:"), *lines[1:]], "In the export: Changed"),
            (lambda lines: [*lines[:1], *lines[2:]], "In the export: Cut"),
            (lambda lines: ['{"action": "x", ' + lines[0][1:], *lines[1:]], "Line 1 of the export"),
            (lambda lines: ["no json", *lines], "Line 1 of the export"),
            (lambda lines: ["[]", *lines], "Line 1 of the export"),
            (lambda lines: [], "is not whole"),
            (lambda lines: [*lines[:-1], '{"count": 0, "head": ""}'], "The export says it has"),
        ],
    )
    def test_an_export_that_was_changed_proves_nothing(self, export, harm, words):
        export.write_text("".join(f"{line}\n" for line in harm(export.read_text().splitlines())))
        assert words in broken("--export", str(export))

    def test_an_export_that_is_not_there_is_said(self, tmp_path):
        assert "cannot be read" in broken("--export", str(tmp_path / "none"))


class TestHead:
    @pytest.fixture
    def head(self, six_entries, tmp_path):
        file = tmp_path / "head.json"
        file.write_text(run("audit_export", "--head"))
        return file

    def test_it_is_the_last_line_of_the_export(self, head):
        assert head.read_text() == f"{run('audit_export').splitlines()[-1]}\n"

    def test_the_trail_may_have_grown_since(self, head):
        record("user.changed", ROBIN)
        assert "none changed" in run("audit_verify", "--head", str(head))

    def test_the_deletion_of_all_is_told_from_a_new_site_by_it_alone(self, head):
        last = at(6)
        sql("DELETE FROM audit_entry")
        sql("DELETE FROM audit_head")
        assert "0 entries" in run("audit_verify")
        assert f"has {last} entries, the trail ends after 0" in broken("--head", str(head))

    def test_a_trail_written_anew_to_the_same_length_is_found(self, head):
        last = at(6)
        sql("DELETE FROM audit_entry WHERE id = %s", last)
        Head.objects.update(count=last - 1, mac=Entry.objects.latest("id").mac)
        record("user.changed", ROBIN, {"number": "another"})
        assert f"Entry {last} is another one" in broken("--head", str(head))

    @pytest.mark.parametrize("content", ["", "no json", "[]", '{"count": "x", "head": ""}', '{"id": 1}'])
    def test_what_is_no_head_proves_nothing(self, db, tmp_path, content):
        file = tmp_path / "head.json"
        file.write_text(content)
        assert "export" in broken("--head", str(file))

    def test_an_export_is_no_head(self, six_entries, tmp_path):
        file = tmp_path / "trail.jsonl"
        file.write_text(run("audit_export"))
        assert "This is no head" in broken("--head", str(file))

    def test_one_that_is_not_there_is_said(self, tmp_path):
        assert "cannot be read" in broken("--head", str(tmp_path / "none"))


class TestDrift:
    def drift(self) -> str:
        errors = io.StringIO()
        with pytest.raises(CommandError) as refused:
            call_command("audit_verify", stdout=io.StringIO(), stderr=errors)
        assert refused.value.returncode == 2
        return errors.getvalue()

    def test_what_the_signals_told_of_is_no_drift(self, people):
        people["joker"].groups.add(Group.objects.get(name="Employees"))
        role = Group.objects.get(name="Employees")
        role.name = "Staff"
        role.save()
        Group.objects.get(name="Managers").delete()
        assert "none changed" in run("audit_verify")

    def test_a_role_given_past_the_signals_is_reported(self, people):
        managers = Group.objects.get(name="Managers")
        User.groups.through.objects.bulk_create([User.groups.through(user=people["joker"], group=managers)])
        whose = f"user usher|{people['joker'].pk} (Joker)"
        assert f"{whose} holds roles ['Managers ({managers.pk})'], but" in self.drift()

    def test_a_role_taken_past_the_signals_is_reported(self, people):
        User.groups.through.objects.filter(user=people["robin"]).delete()
        told = f"Employees ({Group.objects.get(name='Employees').pk})"
        assert f"(Robin) holds roles [], but the trail tells ['{told}']." in self.drift()

    def test_what_the_trail_told_of_by_name_alone_is_followed_through_a_renaming(self, people):
        """As it told of roles until they were named by their ids too."""
        joker, employees = people["joker"], Group.objects.get(name="Employees")
        who = Target("user", f"usher|{joker.pk}", "Joker")
        record("role.granted", who, {"roles": []}, {"roles": ["Employees"]})
        User.groups.through.objects.bulk_create([User.groups.through(user=joker, group=employees)])
        employees.name = "Staff"
        employees.save()
        assert "none changed" in run("audit_verify")
        User.groups.through.objects.filter(user=joker).delete()
        assert "(Joker) holds roles [], but the trail tells ['Staff']." in self.drift()

    def test_somebody_written_past_the_signals_is_reported_with_what_they_hold(self, people):
        mallory = User(username="mallory")
        User.objects.bulk_create([mallory])
        mallory = User.objects.get(username="mallory")
        managers = Group.objects.get(name="Managers")
        User.groups.through.objects.bulk_create([User.groups.through(user=mallory, group=managers)])
        told = self.drift()
        assert (
            f"user usher|{mallory.pk} (mallory) is there, but the trail does not tell of its making." in told
        )
        roles = f"['Managers ({managers.pk})']"
        assert f"user usher|{mallory.pk} (mallory) holds roles {roles}, but the trail tells []." in told

    def test_somebody_made_anew_under_the_number_of_somebody_deleted_is_reported(self, people):
        pk = people["joker"].pk
        people["joker"].delete()
        User.objects.bulk_create([User(pk=pk, username="joker")])
        assert f"user usher|{pk} (joker) is there, but" in self.drift()

    @pytest.mark.parametrize(
        ("column", "name", "value"),
        [
            ("is_superuser", "superuser", True),
            ("is_staff", "staff", True),
            ("is_active", "active", False),
            ("email", "email", "mallory@evil.example"),
        ],
    )
    def test_a_person_changed_past_the_signals_is_reported(self, people, column, name, value):
        was = getattr(people["robin"], column)
        User.objects.filter(pk=people["robin"].pk).update(**{column: value})
        assert (
            f"(Robin) is {{{name!r}: {value!r}}}, but the trail tells {{{name!r}: {was!r}}}." in self.drift()
        )

    def test_a_role_made_or_renamed_past_the_signals_is_reported(self, people):
        Group.objects.bulk_create([Group(name="Lords")])
        Group.objects.filter(name="Employees").update(name="Staff")
        told = self.drift()
        assert "(Lords) is there, but the trail does not tell of its making." in told
        assert "(Staff) is {'name': 'Staff'}, but the trail tells {'name': 'Employees'}." in told

    def test_what_was_changed_since_it_was_made_is_no_drift(self, people):
        robin = people["robin"]
        robin.email, robin.is_superuser = "robin@wayne.example", True
        robin.save()
        robin.is_active = False
        robin.save()
        robin.set_password("another")
        robin.save()
        assert "none changed" in run("audit_verify")

    def test_an_empty_trail_beside_people_is_a_finding(self, people):
        sql("DELETE FROM audit_entry")
        sql("DELETE FROM audit_head")
        with pytest.raises(CommandError, match="it is empty, though people or roles are there") as refused:
            run("audit_verify")
        assert refused.value.returncode == 2


def insert_copy(source: int, place: int) -> None:
    names = ", ".join(str(field.column) for field in Entry._meta.fields if field.column != "id")
    copied = f"SELECT %s, {names} FROM audit_entry WHERE id = %s"  # noqa: S608
    sql(f"INSERT INTO audit_entry (id, {names}) {copied}", place, source)
