"""Lists of names that are read for many rows at once are those that are read one by one."""

import pytest

from resources.fields import NamesField

ODD = ['["a"', '"b"]', "", "1,2", '["a"]["b"]', None]


@pytest.mark.parametrize("values", [[], ["[]"], ['["a"]', '["b", null]', "null", '{"a": 1}', '"a,b"']])
def test_they_are_read_alike(values):
    field = NamesField()
    assert [*field.from_db_values(values, None, None)] == [
        field.from_db_value(value, None, None) for value in values
    ]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_json_is_the_same_alone_as_among_others(odd):
    field = NamesField()
    assert field.from_db_values(['["x"]', odd], None, None) == [["x"], field.from_db_value(odd, None, None)]


def test_a_field_that_reads_in_its_own_way_is_asked_for_each():
    class Shouted(NamesField):
        def from_db_value(self, value, expression, connection):
            return [name.upper() for name in super().from_db_value(value, expression, connection)]

    assert Shouted().from_db_values(['["a"]', '["b"]'], None, None) == [["A"], ["B"]]
