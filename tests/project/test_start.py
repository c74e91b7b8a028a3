"""What every process does before it serves: rows that are too old are deleted, whoever is the issuer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Refusal
from project.start import prepare
from resources.models import RateCounter

pytestmark = pytest.mark.django_db


def test_counters_and_refusals_of_long_ago_are_deleted():
    now = timezone.now()
    for minute in (now, now - timedelta(days=91)):
        Refusal.objects.create(subject="usher|4", permission="list:users", minute=minute, count=1)
    RateCounter.objects.create(scope="api", key="old", started=0, count=1)
    prepare()
    assert [row.minute for row in Refusal.objects.all()] == [now]
    assert not RateCounter.objects.exists()
