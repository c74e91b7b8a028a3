"""Every kind of problem that an API answers with, by its code."""

from collections.abc import Iterator, Mapping

from rest_framework import exceptions

# Of these DRF's own class says too little, or what is never answered.
VALIDATION_ERROR = "validation_error"
NOT_ANSWERED = (
    "error",
    exceptions.NotAuthenticated.default_code,
    exceptions.AuthenticationFailed.default_code,
)


def code_of(refusal: type[exceptions.APIException]) -> str:
    """Return what machines call a refusal of this class: ``default_code``, which each kind has its own of."""
    return VALIDATION_ERROR if issubclass(refusal, exceptions.ValidationError) else refusal.default_code


def problem_classes() -> Mapping[str, type[exceptions.APIException]]:
    """Return the class of each code, of all apps that are loaded; of several classes the most general."""
    classes: dict[str, type[exceptions.APIException]] = {}
    for refusal in _subclasses(exceptions.APIException):
        code = code_of(refusal)
        if code not in NOT_ANSWERED:
            classes.setdefault(code, refusal)
    return dict(sorted(classes.items()))


def _subclasses(parent: type[exceptions.APIException]) -> Iterator[type[exceptions.APIException]]:
    for child in parent.__subclasses__():
        yield child
        yield from _subclasses(child)
