"""Every kind of problem has a code of its own, by which programs know it."""

import re

from django.urls import get_resolver
from rest_framework import exceptions

from permissions_api.problem_catalogue import code_of, problem_classes


def ours():
    assert get_resolver().url_patterns  # Every app is loaded.
    return {code: kind for code, kind in problem_classes().items() if not kind.__module__.startswith("tests")}


def test_each_code_is_a_word_that_can_end_an_address():
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in ours())
    assert {"insufficient_scope", "not_found", "validation_error", "precondition_failed", "no_session"} <= {
        *ours()
    }


def test_a_refusal_of_ours_never_answers_with_the_code_of_all_refusals():
    every = [
        kind
        for kind in exceptions.APIException.__subclasses__()
        if kind.__module__.partition(".")[0] != "tests"
    ]
    without = [kind for kind in every if code_of(kind) == exceptions.APIException.default_code]
    # These are bases, or what is answered in Auth0's form.
    assert {kind.__name__ for kind in without} <= {"BearerError", "SessionError", "Refused"}
