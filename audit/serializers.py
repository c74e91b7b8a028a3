"""Entries and refusals in JSON, and what their lists can be asked for."""

import re
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Q, QuerySet
from rest_framework import serializers

from audit.parties import with_kind_of_action, with_party
from resources.list_params import FileQuerySerializer
from resources.serializers import StrictSerializer

ACTION = re.compile(r"[a-z_]+(\.[a-z_]+)?")


class ActorSerializer(serializers.Serializer):
    subject = serializers.CharField(
        source="actor_subject",
        help_text="A sub; command:NAME for a command; system for the site itself; empty for nobody known.",
    )
    name = serializers.CharField(source="actor_name")


class TargetSerializer(serializers.Serializer):
    kind = serializers.CharField(source="target_kind")
    id = serializers.CharField(source="target_id")
    name = serializers.CharField(source="target_name")


class EntrySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = ActorSerializer(source="*")
    action = serializers.CharField()
    target = TargetSerializer(source="*")
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    address = serializers.CharField(help_text="Empty for a command.")
    request_id = serializers.CharField(help_text="Empty for a command.")


class ChangerSerializer(ActorSerializer):
    issuer = serializers.CharField(source="actor_issuer", help_text="Whose sub it is; empty for a command.")
    client = serializers.CharField(help_text="What they acted through; empty for the admin and a command.")


class ChangeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = ChangerSerializer(source="*")
    action = serializers.CharField(help_text="Such as movie.changed; movie.imported for a whole file.")
    target = TargetSerializer(source="*")
    before = serializers.DictField(allow_null=True, help_text="What differed; null where it is new.")
    after = serializers.DictField(
        allow_null=True, help_text="null where it was deleted; of an import the file's hash and counts."
    )


class RefusalSerializer(serializers.Serializer):
    subject = serializers.CharField()
    permission = serializers.CharField(help_text="Empty where no permission would have helped.")
    minute = serializers.DateTimeField()
    count = serializers.IntegerField()


class DaySerializer(serializers.Serializer):
    day = serializers.DateField()
    since = serializers.DateTimeField(help_text="When the day begins; with until what a list takes.")
    until = serializers.DateTimeField()
    refusals = serializers.IntegerField()
    logins = serializers.IntegerField(allow_null=True, help_text="null where this site sees no logins.")
    changes = serializers.IntegerField(help_text="Changes of rights and of records, logins left out.")


class DaysSerializer(serializers.Serializer):
    zone = serializers.CharField()
    login_action = serializers.CharField(help_text="The action of a login; empty where none is seen.")
    days = DaySerializer(many=True)


class DaysQuerySerializer(StrictSerializer):
    days = serializers.IntegerField(
        default=30, min_value=1, max_value=92, help_text="So many, today the last."
    )
    zone = serializers.CharField(default="UTC", max_length=64, help_text="Whose days, such as Europe/Berlin.")

    def validate_zone(self, name: str) -> ZoneInfo:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise serializers.ValidationError("This time zone is not known here.") from None


class PeriodQuerySerializer(FileQuerySerializer):
    since = serializers.DateTimeField(required=False, help_text="From this moment on.")
    until = serializers.DateTimeField(required=False, help_text="Before this moment.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "since" in attrs and "until" in attrs and attrs["since"] >= attrs["until"]:
            raise serializers.ValidationError({"until": ["This must be later than since."]}, "not_later")
        return super().validate(attrs)


class EntryQuerySerializer(PeriodQuerySerializer):
    orderings = {"at": "at"}
    default_ordering = "-at"
    filters = {"since": "at__gte", "until": "at__lt"}

    actor = serializers.CharField(
        required=False, max_length=255, help_text="A subject, or part of a name, of who made the change."
    )
    action = serializers.CharField(
        required=False, max_length=64, help_text="Such as role.granted, or only role for all that begin so."
    )
    target = serializers.CharField(
        required=False, max_length=255, help_text="An id, or part of a name, of what was changed."
    )
    target_kind = serializers.CharField(
        required=False,
        max_length=64,
        help_text="With target_id, one thing and no other: its kind, such as user or movies.movie, or"
        " only movies for all that begin so.",
    )
    target_id = serializers.CharField(required=False, max_length=255, help_text="Its id, whole.")

    def validate_action(self, action: str) -> str:
        if not ACTION.fullmatch(action):
            raise serializers.ValidationError("Write it like role.granted, or like role.")
        return action

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        half = {"target_kind", "target_id"} - attrs.keys()
        if len(half) == 1:
            raise serializers.ValidationError({half.pop(): ["Give target_kind and target_id together."]})
        return super().validate(attrs)

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked, queryset = self.validated_data, super().narrow(queryset)
        if kind := asked.get("target_kind"):
            own = (
                Q(target_kind=kind)
                if "." in kind
                else Q(target_kind=kind) | Q(target_kind__startswith=f"{kind}.")
            )
            queryset = queryset.filter(own, target_id=asked["target_id"])
        for who in ("actor", "target"):
            if text := asked.get(who):
                queryset = with_party(queryset, who, text)
        if action := asked.get("action"):
            return queryset.filter(action=action) if "." in action else with_kind_of_action(queryset, action)
        return queryset


class RefusalQuerySerializer(PeriodQuerySerializer):
    orderings = {"minute": "minute"}
    default_ordering = "-minute"
    filters = {"since": "minute__gte", "until": "minute__lt"}
