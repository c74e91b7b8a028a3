"""Refuse settings with which the gateway could reach no API, or would wait for itself."""
