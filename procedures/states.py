from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class Provenance(models.TextChoices):
    """Who wrote a version down; a source is compared only with what it said itself before."""

    CURATED = "curated", _("reference data")
    PORTAL = "portal", _("national portal")
    DESK = "desk", _("administrator")


class OnlineLevel(models.TextChoices):
    FULL = "full", _("fully online")
    PARTLY = "partly", _("partly online")
    INFORMATION = "information", _("information only")
    #: The source names an online channel and does not say how far it goes.
    UNSTATED = "unstated", _("not stated")


class Level(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    PROVINCE = "province", _("province")
    COMMUNE = "commune", _("commune")
    OTHER = "other", _("other body")


class LimitUnit(models.TextChoices):
    HOUR = "hour", _("hours")
    WORKING_DAY = "working_day", _("working days")
    DAY = "day", _("days")
    MONTH = "month", _("months")
    SAME_DAY = "same_day", _("same day")


class ResultKind(models.TextChoices):
    """What the citizen is given; each kind has a template of its own."""

    DECISION = "decision", pgettext_lazy("kind of result", "decision")
    CERTIFICATE = "certificate", pgettext_lazy("kind of result", "certificate")
    EXTRACT = "extract", pgettext_lazy("kind of result", "extract")
    PERMIT = "permit", pgettext_lazy("kind of result", "permit")


class SupplementPolicy(models.TextChoices):
    """What becomes of the settlement period when a supplement was asked for and came."""

    RESTART = "restart", _("begins again")
    SHIFT = "shift", _("goes on, without the wait")
    NONE = "none", _("runs on all the time")


class Channel(models.TextChoices):
    ONLINE = "online", _("online")
    COUNTER = "counter", _("counter")
    POST = "post", pgettext_lazy("way of filing", "post")


class StepRole(models.TextChoices):
    CLERK = "clerk", _("reception clerk")
    OFFICER = "officer", _("case officer")
    LEADER = "leader", _("leader")


class Mark(models.TextChoices):
    VERIFIED = "verified", _("verified in the source")
    UNVERIFIED = "unverified", _("unverified")
    DEDUCED = "deduced", _("deduced")


class Deed(models.TextChoices):
    PUBLISH = "publish", _("publish")
    RETIRE = "retire", _("retire")


class DoubtKind(models.TextChoices):
    BARE_NUMBER = "bare_number", _("number without a unit")
    FEE_WITHOUT_THOUSANDS = "fee_without_thousands", _("fee that may lack its thousands")
    FUSED_NUMBERS = "fused_numbers", _("numbers run together")
    FOREIGN_CURRENCY = "foreign_currency", _("fee in another currency")
    FEE_SET_LOCALLY = "fee_set_locally", _("called free, and set by the province")
    CHANNELS_DISAGREE = "channels_disagree", _("channels contradict each other")
    NOTE_DISAGREES = "note_disagrees", _("field and note contradict each other")
    SOURCES_DISAGREE = "sources_disagree", _("record and reference data contradict each other")
    ONLINE_LEVEL_UNSTATED = "online_level_unstated", _("online, but how far is not stated")
    UNKNOWN_LEVEL = "unknown_level", _("unknown level of government")
    UNREAD_LIMIT = "unread_limit", _("time limit not understood")
    UNREAD_FEE = "unread_fee", _("fee not understood")
    UNREAD_CHANNELS = "unread_channels", _("ways of filing not understood")
    UNREAD_PAPERS = "unread_papers", _("required papers not understood")
    UNREAD_RESULT = "unread_result", _("result without a regular code")
