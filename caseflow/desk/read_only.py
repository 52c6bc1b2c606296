from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from caseflow.desk.asking import works_with_files


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Nothing is added, typed over or removed here; rights follow from the role of the account."""

    may_see: Callable[[HttpRequest], bool] = staticmethod(works_with_files)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may_see(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
