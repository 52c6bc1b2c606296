from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from caseflow.applications.states import Verb
from caseflow.notices.backends.push import is_point, is_secret
from caseflow.notices.models import Message, Preference
from caseflow.notices.occasions import REQUIRED


class PreferenceSerializer(serializers.ModelSerializer[Preference]):
    """Messages in the account cannot be switched off; what the law wants told is sent anyway."""

    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    in_app = serializers.SerializerMethodField()
    always_told = serializers.SerializerMethodField()

    class Meta:
        model = Preference
        fields = ["language", "in_app", "email", "sms", "push", "always_told"]

    def get_in_app(self, _preference: Preference) -> bool:
        return True

    def get_always_told(self, _preference: Preference) -> list[str]:
        """Deeds of an office that are told by e-mail or text message whatever was chosen."""
        return sorted(verb for verb in REQUIRED if verb in Verb.values)


class MessageSerializer(serializers.ModelSerializer[Message]):
    id = serializers.UUIDField(source="reference")
    application = serializers.CharField(source="application.number", default=None, allow_null=True)
    about = serializers.CharField(source="wording", help_text="the deed or reminder it tells of")
    at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Message
        fields = ["id", "application", "about", "language", "subject", "body", "at"]


class KeysSerializer(serializers.Serializer[Any]):
    p256dh = serializers.CharField(max_length=90)
    auth = serializers.CharField(max_length=24)

    def validate(self, keys: dict[str, str]) -> dict[str, str]:
        """As the browser gave them: a point of the curve, and sixteen random bytes."""
        wrong = {name: [_("This is no key of a browser.")] for name in key_faults(keys)}
        if wrong:
            raise serializers.ValidationError(wrong)
        return keys


def key_faults(keys: dict[str, str]) -> list[str]:
    """The names of those that cannot be used."""
    tests = {"p256dh": is_point, "auth": is_secret}
    return [name for name, is_usable in tests.items() if not is_usable(keys[name])]


class BrowserSerializer(serializers.Serializer[Any]):
    """What a browser's `PushSubscription.toJSON()` gives."""

    endpoint = serializers.URLField(max_length=1000)
    keys = KeysSerializer()

    def validate_endpoint(self, address: str) -> str:
        """Only known push services: we send to nobody else because somebody says so."""
        parts = urlsplit(address)
        hosts = settings.NOTICES_PUSH_HOSTS
        known = any(f".{parts.hostname}".endswith(f".{host}") for host in hosts)
        if parts.scheme != "https" or not known or parts.netloc != parts.hostname:
            raise serializers.ValidationError(_("This is no push service that we know."))
        return address


class ForgetBrowserSerializer(serializers.Serializer[Any]):
    endpoint = serializers.CharField(max_length=1000)


class PushKeySerializer(serializers.Serializer[Any]):
    public_key = serializers.CharField(
        allow_blank=True, help_text="`applicationServerKey`; blank where push is not offered"
    )
