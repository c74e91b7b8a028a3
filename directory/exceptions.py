"""Why a change of people or roles is refused."""

from collections.abc import Iterable
from http import HTTPStatus

from rest_framework.exceptions import APIException, ErrorDetail


class LastRoleEditor(APIException):
    """409: after this change no active person would hold the permission to edit roles."""

    status_code = HTTPStatus.CONFLICT
    default_detail = "Nobody could edit roles any more."
    default_code = "last_role_editor"


class NobodyToUndo(APIException):
    """409: nobody else could let the one log in again who is to be suspended."""

    status_code = HTTPStatus.CONFLICT
    default_code = "nobody_to_undo"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Nobody could undo this: it takes another active person who can log in, may edit people"
            f" and holds all that {name} was given."
        )


class UnheldPermission(APIException):
    """403: the one who asks would give, or take from somebody who holds, what they do not hold themselves."""

    status_code = HTTPStatus.FORBIDDEN
    default_code = "unheld_permission"

    def __init__(self, doing: str, permissions: Iterable[str]) -> None:
        self.lacking = sorted(permissions)
        super().__init__(f"{doing}, and you do not hold: {', '.join(self.lacking)}.")
        self.problem_members = {"permissions": self.lacking}


class NameTaken(APIException):
    """409: somebody else, or another role, has what stands in ``field``."""

    status_code = HTTPStatus.CONFLICT
    default_code = "name_taken"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem_members = {"errors": {field: [ErrorDetail(sentence, self.default_code)]}}
