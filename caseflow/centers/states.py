from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    PROVINCE = "province", _("province")
    COMMUNE = "commune", _("commune")


class Division(TextChoices):
    """The kind of a unit; a decree may change it while the unit stays the same."""

    PROVINCE = "tinh", _("province")
    CITY = "thanh_pho", _("centrally-run city")
    COMMUNE = "xa", _("commune")
    WARD = "phuong", _("ward")
    SPECIAL_ZONE = "dac_khu", _("special zone")
    TOWNSHIP = "thi_tran", _("township")
    ISLAND_DISTRICT = "huyen", _("district without communes")


class AgencyKind(TextChoices):
    PEOPLE_COMMITTEE = "people_committee", _("people's committee")
    PROVINCIAL_OFFICE = "provincial_office", _("office of the provincial people's committee")
    DEPARTMENT = "department", _("department")
    SERVICE_CENTER = "service_center", _("public-administration service centre")


class DayKind(TextChoices):
    """Why a day of a calendar differs from its weekday."""

    HOLIDAY = "holiday", _("public holiday")
    SUBSTITUTE = "substitute", _("day off in lieu of a holiday")
    SWAPPED = "swapped", _("day off, made up for on another day")
    MAKE_UP = "make_up", _("make-up working day")
