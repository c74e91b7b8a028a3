"""Why the Management API gives no answer, or refuses one."""

from permissions_api.exceptions import DirectoryUnavailable


class TenantUnavailable(DirectoryUnavailable):
    """503: the tenant's directory cannot be asked now. ``sentence`` is for its operator; ``wait`` in seconds.

    ``unsent``: whether nothing can have come of what was asked.
    """

    unsent = True

    def __init__(self, sentence: str, wait: float) -> None:
        super().__init__(f"The directory of people cannot be asked just now: {sentence}")
        self.sentence, self.wait = sentence, max(1.0, wait)


class Fault(Exception):
    """What is wrong with the Management API, or with its answer, in a sentence without secrets.

    ``everywhere``: whether nothing else can be asked of it either. ``detail`` is for the log alone.
    """

    def __init__(self, sentence: str, *, everywhere: bool = True, detail: str = "") -> None:
        super().__init__(sentence)
        self.everywhere, self.detail = everywhere, detail


class Refused(Exception):
    """The Management API will not do what it was asked (4xx). ``sentence`` is its own."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
