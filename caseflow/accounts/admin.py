from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from caseflow.accounts.models import User


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # not generic when it runs
    list_display = ("username", "get_full_name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    show_full_result_count = False
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("Office"), {"fields": ("role",)}))
