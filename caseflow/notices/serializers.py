from django.conf import settings
from rest_framework import serializers

from caseflow.applications.states import Verb
from caseflow.notices.models import Message, Preference
from caseflow.notices.occasions import REQUIRED


class PreferenceSerializer(serializers.ModelSerializer[Preference]):
    """Messages in the account cannot be switched off; what the law wants told is sent anyway."""

    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    in_app = serializers.ReadOnlyField(default=True)
    always_told = serializers.SerializerMethodField()

    class Meta:
        model = Preference
        fields = ["language", "in_app", "email", "sms", "push", "always_told"]

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
