"""Who is told, by which way, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    IN_APP = "in_app", _("in the account")
    EMAIL = "email", _("by e-mail")
    SMS = "sms", _("by text message")
    PUSH = "push", _("in the browser")


#: What leaves the house through a backend; a message in the account is told by being there.
OUTWARD = (Channel.EMAIL, Channel.SMS, Channel.PUSH)


class Recipient(TextChoices):
    APPLICANT = "applicant", _("applicant")
    SUBMITTER = "submitter", _("submitter")
    STAFF = "staff", _("office staff")


class Progress(TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    GIVEN_UP = "given_up", _("given up")


#: Somebody has to look at these.
TROUBLED = (Progress.FAILED, Progress.GIVEN_UP)


class Outcome(TextChoices):
    """What one attempt came to."""

    ACCEPTED = "accepted", _("taken by the service")
    REFUSED = "refused", _("the service refuses this address")
    POSTPONED = "postponed", _("not now, tried again later")
    UNAVAILABLE = "unavailable", _("the service is away")
    NO_ADDRESS = "no_address", _("no address is known")
    EXPIRED = "expired", _("tried until the term was over")
    ASKED_AGAIN = "asked_again", _("sent again on request")
