from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class DeskSite(AdminSite):
    """The clerk's desk: the stock Django admin with our pages and deeds."""

    site_title = site_header = _("Caseflow desk")
