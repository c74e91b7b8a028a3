"""What ./run startresource refuses, each with a sentence that says what to do instead."""

import signal
from pathlib import Path

import pytest
from django.apps import apps

from resources.records import Record
from tooling import resource_list
from tooling.startresource import refusals
from tooling.startresource.changes import Changes, all_or_none
from tooling.startresource.plan import Field, Plan, singular
from tooling.steps import ROOT, Failed


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Games", "a-z"),
        ("board-games", "a-z"),
        ("2games", "a-z"),
        ("_games", "a-z"),
        ("board__games", "a-z"),
        ("spiele_f\u00fcr_alle", "a-z"),
        ("", "a-z"),
        ("../games", "a-z"),
        ("a" * 21, "at most 20"),
        ("class", "Python has this word"),
        ("match", "Python has this word"),
        ("example", "such as examples"),
        ("delete", "TypeScript has this word"),
        ("movies", "there is one of this name"),
        ("users", "there is one of this name"),
        ("audit", "there is one of this name"),
        ("v2", "in its addresses"),
        ("me", "in its addresses"),
        ("schema", "in its addresses"),
        ("docs", "in its addresses"),
        ("all", "in its addresses"),
        ("messages", "is installed"),
        ("calendar", "Python package"),
        ("requests", "Python package"),
        ("rest_framework", "Python package"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(name, why):
    with pytest.raises(Failed, match=why):
        refusals.refuse_bad_name(name)


def refuse(name: str) -> None:
    refusals.refuse_bad_name(name)
    refusals.refuse_what_is_there(Plan(name, "thing", []))


def test_the_label_of_no_installed_app_can_be_taken():
    for config in apps.get_app_configs():
        with pytest.raises(Failed):
            refuse(config.label)


def test_the_first_part_of_no_address_can_be_taken():
    from django.urls import get_resolver

    first = {str(pattern.pattern).strip("^(").split("/")[0] for pattern in get_resolver().url_patterns}
    names = {part for part in first if part.isidentifier()}
    assert {"me", "gateway", "healthz"} <= names
    for name in names:
        with pytest.raises(Failed):
            refuse(name)


@pytest.mark.parametrize("name", ["tests", "frontend", "tooling", "e2e", "people", "how", "map"])
def test_where_a_folder_of_this_name_is_nothing_is_written_over(name):
    with pytest.raises(Failed, match="is there already"):
        refusals.refuse_what_is_there(Plan(name, "thing", []))


def test_what_git_knows_is_not_written_over_though_it_was_moved_away(monkeypatch):
    monkeypatch.setattr(Path, "exists", lambda self: False)
    with pytest.raises(Failed, match="git has files in movies"):
        refusals.refuse_what_is_there(Plan("movies", "thing", []))


@pytest.mark.parametrize(
    ("name", "one"),
    [("changes", "change"), ("problems", "problem"), ("records", "record"), ("lists", "list"),
     ("year_fields", "year field")],
)  # fmt: skip
def test_two_things_of_the_apis_cannot_share_a_name(name, one):
    with pytest.raises(Failed, match="--one WORD"):
        refusals.refuse_what_is_there(Plan(name, one, []))


@pytest.mark.parametrize("one", ["", "a-b", "Game", "x\ny", "two  words"])
def test_one_of_them_is_called_in_words(one):
    with pytest.raises(Failed, match="write words of a-z"):
        refusals.refuse_what_is_there(Plan("games", one, []))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["year:century"], "the kinds are: line, text, names"),
        (["year"], "the kinds are"),
        (["year:year", "year:line"], "one of this name before"),
        (["Year:year"], "a-z"),
        (["a__b:line"], "a-z"),
        (["class:line"], "Python has this word"),
        (["title:text"], "title of one line"),
        (["id:integer"], "has this word for itself"),
        (["last_change:date"], "has this word for itself"),
        (["search:line"], "has this word for itself"),
        (["a" * 21 + ":line"], "at most 20"),
    ],
)
def test_a_field_that_cannot_be_is_refused_with_the_reason(words, why):
    with pytest.raises(Failed, match=why):
        refusals.read_fields(words)


def test_nothing_that_every_record_has_can_be_a_field():
    had = {name for name in dir(Record) if name.islower() and not name.startswith("_")}
    assert had <= refusals.FIELDS | {"title"}


def test_a_title_is_there_without_being_asked_for():
    assert refusals.read_fields(["title:line", "year:year"]) == [Field("year", "year")]


@pytest.mark.parametrize(
    ("name", "one"),
    [("games", "game"), ("board_games", "board game"), ("libraries", "library"), ("boxes", "box"),
     ("glasses", "glass"), ("churches", "church"), ("staff", "staff"), ("houses", "house")],
)  # fmt: skip
def test_what_one_of_them_is_called(name, one):
    assert singular(name) == one


class TestTheList:
    @pytest.fixture(autouse=True)
    def settings_file(self, tmp_path, monkeypatch):
        file = tmp_path / "settings.py"
        file.write_text((ROOT / "project" / "settings.py").read_text())
        monkeypatch.setattr(resource_list, "SETTINGS", file)
        return file

    def test_a_new_one_stands_before_the_houses_own_and_can_be_taken_out_again(self, settings_file):
        before, paths = settings_file.read_text(), resource_list.paths()
        resource_list.add("games.resource.GAMES")
        at = resource_list.paths().index("games.resource.GAMES")
        assert resource_list.paths()[at + 1] == "directory.resource.USERS"
        resource_list.remove("games.resource.GAMES")
        assert (resource_list.paths(), settings_file.read_text()) == (paths, before)

    def test_it_finds_its_place_where_the_houses_own_are_not_on_the_list(self, settings_file):
        settings_file.write_text('\nRESOURCES = [\n    "books.resource.BOOKS",\n]\nOTHERS = []\n')
        resource_list.add("games.resource.GAMES")
        assert resource_list.paths() == ["books.resource.BOOKS", "games.resource.GAMES"]
        assert resource_list.apps() == ["books", "games"]


class TestAllOrNone:
    def test_what_was_written_moved_and_changed_is_as_it_was_when_something_fails(self, tmp_path):
        changed, new, folder = tmp_path / "changed", tmp_path / "new" / "file", tmp_path / "moved"
        changed.write_text("before")
        folder.mkdir()

        def change() -> None:
            with all_or_none() as changes:
                changes.keep(changed, new.parent)
                changes.write(new, "x")
                (new.parent / "made by a step").touch()
                changed.write_text("after")
                changes.move(folder, tmp_path / "aside" / "moved")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            change()
        assert (changed.read_text(), new.parent.exists(), folder.is_dir()) == ("before", False, True)

    @pytest.mark.parametrize(
        ("number", "error"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
    )
    def test_who_ends_it_ends_all_of_it(self, tmp_path, number, error):
        def change() -> None:
            with all_or_none() as changes:
                changes.write(tmp_path / "file", "x")
                signal.raise_signal(number)

        # A shell lets what it starts in the background pass over Ctrl-C.
        former = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with pytest.raises(error):
                change()
        finally:
            signal.signal(signal.SIGINT, former)
        assert not (tmp_path / "file").exists()

    def test_a_folder_that_was_there_is_never_deleted(self, tmp_path):
        (tmp_path / "mine").touch()
        changes = Changes()
        changes.keep(tmp_path)
        changes.undo()
        assert (tmp_path / "mine").exists()
