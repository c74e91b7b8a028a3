"""Why the keys stay as they are."""


class RotationUnderWay(Exception):
    """Another process is rotating the keys at this moment."""
