from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "caseflow.desk"
    verbose_name = _("Desk")
    default = True


class DeskAdminConfig(admin_apps.AdminConfig):
    default_site = "caseflow.desk.site.DeskSite"
    default = False
