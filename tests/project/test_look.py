"""The pages that the server draws have the colours of the app."""

import re

from django.conf import settings


def test_the_servers_pages_have_the_colours_of_the_app():
    theme = (settings.BASE_DIR / "frontend/src/ui/theme.ts").read_text()
    light, dark = (
        dict(re.findall(r'"--(?:mantine-color|usher)-([\w-]+)": "(#\w+)"', half))
        for half in theme.split("  light: {")[1].split("  dark: {")
    )
    stylesheet = (settings.BASE_DIR / "project/static/project/site.css").read_text()
    ours = {
        name: (day, night)
        for name, day, night in re.findall(r"--usher-([\w-]+): light-dark\((#\w+), (#\w+)\)", stylesheet)
    }
    assert len(light) > 8
    assert {name: ours.get(name) for name in light} == {
        name: (color, dark[name]) for name, color in light.items()
    }
    # The rest are shades of the theme's, too.
    assert all(color in theme for pair in ours.values() for color in pair)
