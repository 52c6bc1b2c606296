import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.compiled import Compiled


class Role(models.TextChoices):
    CITIZEN = "citizen", _("citizen")
    CLERK = "clerk", _("reception clerk")
    OFFICER = "officer", _("case officer")
    LEADER = "leader", _("leader")
    SUPERVISOR = "supervisor", _("supervisor")
    ADMIN = "admin", _("administrator")


#: Those who handle files at an office and therefore hold a post there.
OFFICE_ROLES = (Role.CLERK, Role.OFFICER, Role.LEADER)
#: The keys that `signatures.backends.RESERVED` names; accounts import no signatures.
NAMES_OF_KEYS = ("demonstration", "system", "timestamp")


class User(AbstractUser):
    """An account. What it may do follows from its role and, for office staff, its post."""

    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.CITIZEN)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="user_role_is_known", condition=models.Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="citizens_stay_out_of_the_desk",
                condition=~models.Q(role=Role.CITIZEN, is_staff=True),
            ),
            models.CheckConstraint(
                name="no_account_is_named_like_a_key_of_the_system",
                condition=~models.Q(username__iregex=rf"^({'|'.join(NAMES_OF_KEYS)})$"),
                violation_error_message=_(
                    "This name belongs to a signing key of the system; choose another one."
                ),
            ),
        ]

    def get_full_name(self) -> str:
        """Family name first, as names are written in Việt Nam."""
        return f"{self.last_name} {self.first_name}".strip()


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def grant(self, user: User, *, at: datetime) -> str:
        """The secret of a new token; only its digest is kept, so it is shown this once."""
        secret = secrets.token_urlsafe(32)
        hours = timedelta(hours=settings.ACCOUNTS_TOKEN_HOURS)
        self.create(digest=digest_of(secret), user=user, expires_at=at + hours)
        return secret

    def presented(self, secret: str) -> "AccessToken":
        """With its account and, if that is a citizen's, the person; in one query."""
        if found := with_account(digest_of(secret)):
            return found
        raise AccessToken.DoesNotExist


class AccessToken(models.Model):
    """What a program shows instead of a password, for a limited time."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+"
    )  # a token is nothing without its account
    expires_at = models.DateTimeField()

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} → {self.expires_at:%Y-%m-%d %H:%M}"


@Compiled
def with_account(digest: str) -> models.QuerySet[AccessToken]:
    return AccessToken.objects.select_related("user__citizen").filter(pk=digest)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
