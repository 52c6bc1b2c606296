"""Rules, registers and baselines in the admin. Nothing here is a figure that is counted."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caseflow.accounts.models import User
from caseflow.centers.states import Level
from caseflow.indicators.definitions import BY_KEY
from caseflow.indicators.models import PublishedFigure
from caseflow.scorecards import baselines, importing, revising
from caseflow.scorecards.counts import OF_COMMUNES
from caseflow.scorecards.forms import BaselineForm, DocumentLine, PublishedLine, TrainingLine
from caseflow.scorecards.models import (
    Assessment,
    Baseline,
    Criterion,
    DocumentCount,
    LightRule,
    Revision,
    ScoreBand,
    ScoringRule,
    Target,
    Training,
)
from caseflow.scorecards.targets import SAVINGS
from caseflow.scorecards.wording import name_of

REVISIONS_SHOWN = 50


def account(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class LastingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What was once entered is never removed."""

    show_full_result_count = False
    list_per_page = 50
    formfield_overrides: ClassVar = {
        models.URLField: {"widget": AdminURLFieldWidget, "assume_scheme": "https"}
    }

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RevisedAdmin(LastingAdmin):
    """Corrected where it stands; how it read before is shown below."""

    readonly_fields = ("revisions",)

    def save_model(
        self,
        request: HttpRequest,
        obj: Any,
        form: "ModelForm[Any]",
        change: Any,
    ) -> None:
        revising.save(obj, by=account(request), at=timezone.now())

    @admin.display(description=gettext_lazy("earlier wordings"))
    def revisions(self, row: Any) -> SafeString | str:
        if row.pk is None:
            return "–"
        rows = list(Revision.objects.of(row).select_related("by")[: REVISIONS_SHOWN + 1])
        if not rows:
            return "–"
        shown = zip(rows, [*rows[1:], None], strict=True)
        lines = format_html_join("", "<li>{}</li>", ((told(new, old),) for new, old in shown))
        return format_html("<ol>{}</ol>", lines)


def told(new: Revision, old: Revision | None) -> str:
    """Who changed what and when, in one line."""
    who = str(new.by) if new.by else _("reference data")
    when = timezone.localtime(new.at).strftime("%d/%m/%Y %H:%M")
    before = old.values if old else {}
    parts = [
        f"{name}: {before[name]} → {value}" if name in before else f"{name}: {value}"
        for name, value in new.values.items()
        if name not in before or before[name] != value
    ]
    return f"{when}, {who}: {'; '.join(parts)}"


class KeyedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A figure is chosen from those that are counted."""

    more_keys: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stored = [self.instance.key] if self.instance.key else []
        keys = dict.fromkeys([*self.more_keys, *BY_KEY, *stored])
        field = self.fields["key"]
        choices = [(key, f"{name_of(key)} ({key})") for key in keys]
        self.fields["key"] = forms.ChoiceField(
            choices=choices if field.required else [("", "–"), *choices],
            required=field.required,
            label=field.label,
            help_text=field.help_text,
        )


class TargetForm(KeyedForm):
    more_keys = tuple(SAVINGS)


class CriterionForm(KeyedForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("level") == Level.COMMUNE and said.get("key") not in ("", None, *OF_COMMUNES):
            text = _("This figure is counted for a whole province only; choose another one.")
            self.add_error("key", text)
        return said


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file"))

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > importing.MEGABYTES * 1024 * 1024:
            text = _("The file is larger than %(most)d MB; import it in parts.")
            raise forms.ValidationError(text % {"most": importing.MEGABYTES})
        content: bytes = file.read()
        return content


class ImportedAdmin(RevisedAdmin):
    """A register that is entered by hand, or taken from a CSV file."""

    change_list_template = "scorecards/admin/register.html"
    line_form: ClassVar[type["ModelForm[Any]"]]
    key: ClassVar[tuple[str, ...]]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        door: Callable[..., HttpResponse] = self.admin_site.admin_view(self.import_csv)
        own: list[URLPattern] = [path("import/", door, name=name)]
        return [*own, *super().get_urls()]

    def import_csv(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        problems: list[importing.Problem] = []
        if request.method == "POST" and form.is_valid():
            try:
                return self.imported(request, form.cleaned_data["file"])
            except importing.Refused as refused:
                problems = list(refused.problems)
        context = self.admin_site.each_context(request) | {
            "title": _("Import: %(register)s") % {"register": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "columns": self.columns(),
            "problems": problems[:100],
            "more": max(len(problems) - 100, 0),
        }
        status = 400 if problems or form.errors else 200
        return TemplateResponse(request, "scorecards/admin/import.html", context, status=status)

    def imported(self, request: HttpRequest, content: bytes) -> HttpResponse:
        rows = importing.read(content, self.line_form)
        by, at = account(request), timezone.now()
        done = importing.take(rows, self.line_form, self.key, by=by, at=at)
        text = ngettext(
            "%(count)d line imported, %(added)d of them new.",
            "%(count)d lines imported, %(added)d of them new.",
            len(rows),
        )
        messages.success(request, text % {"count": len(rows), "added": done.added})
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))

    def columns(self) -> list[tuple[str, forms.Field]]:
        return list(self.line_form.base_fields.items())


@admin.register(ScoringRule)
class ScoringRuleAdmin(RevisedAdmin):
    form = KeyedForm
    list_display = ("year", "indicator", "name", "group", "key", "most", "threshold")
    list_filter = ("year", "group")
    search_fields = ("indicator", "name", "name_en", "key")


@admin.register(ScoreBand)
class ScoreBandAdmin(RevisedAdmin):
    list_display = ("year", "name", "lowest", "source")
    list_filter = ("year",)


@admin.register(Target)
class TargetAdmin(RevisedAdmin):
    form = TargetForm
    list_display = ("unit", "key", "due_on", "value", "source")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)


@admin.register(Criterion)
class CriterionAdmin(RevisedAdmin):
    form = CriterionForm
    list_display = ("level", "number", "name", "key", "least", "valid_from", "valid_to")
    list_filter = ("level",)
    search_fields = ("name", "name_en")


@admin.register(LightRule)
class LightRuleAdmin(RevisedAdmin):
    list_display = ("valid_from", "green_from", "yellow_from", "source")


@admin.register(Assessment)
class AssessmentAdmin(LastingAdmin):
    """A finding is not corrected: the next one, of the same day or a later one, counts."""

    list_display = ("day", "unit", "criterion", "finding", "evidence", "recorded_by")
    list_filter = ("finding",)
    list_select_related = ("unit", "criterion", "recorded_by")
    search_fields = ("unit__search_key", "evidence")
    ordering = ("-day", "-pk")
    date_hierarchy = "day"
    autocomplete_fields = ("unit", "criterion")
    fields = ("criterion", "unit", "day", "finding", "evidence", "evidence_url")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Only criteria that somebody assesses; the count decides the others."""
        if db_field.name == "criterion":
            options["queryset"] = Criterion.objects.filter(key="")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Assessment, form: "ModelForm[Assessment]", change: Any
    ) -> None:
        obj.recorded_by, obj.recorded_at = account(request), timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Training)
class TrainingAdmin(ImportedAdmin):
    line_form, key = TrainingLine, ("unit", "held_on", "subject")
    list_display = ("held_on", "unit", "subject", "audience", "participants")
    list_select_related = ("unit",)
    search_fields = ("subject", "unit__search_key")
    autocomplete_fields = ("unit",)


@admin.register(DocumentCount)
class DocumentCountAdmin(ImportedAdmin):
    line_form, key = DocumentLine, ("agency", "month")
    list_display = ("month", "agency", "received", "sent", "sent_signed")
    list_select_related = ("agency",)
    search_fields = ("agency__search_key",)
    autocomplete_fields = ("agency",)


@admin.register(PublishedFigure)
class PublishedFigureAdmin(ImportedAdmin):
    """What others printed. It stands beside the count and is never part of it."""

    line_form = PublishedLine
    key = ("key", "place", "period_from", "period_to", "source_url")
    list_display = ("key", "place", "period_from", "period_to", "value", "measure")
    list_filter = ("key",)
    search_fields = ("key", "place")
    ordering = ("-period_to", "key", "pk")
    autocomplete_fields = ("unit",)


@admin.register(Baseline)
class BaselineAdmin(LastingAdmin):
    """Adding one freezes it; nothing of it can be changed afterwards."""

    form = BaselineForm
    list_display = ("unit", "first", "last", "frozen_at", "frozen_by")
    list_select_related = ("unit", "frozen_by")
    autocomplete_fields = ("unit",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return super().get_fields(request, obj)
        shown = [name for name in BaselineForm.base_fields if name != "left_out"]
        return [*shown, "frozen_at", "frozen_by", "seal"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return baselines.proposed() | super().get_changeform_initial_data(request)

    def save_model(
        self, request: HttpRequest, obj: Baseline, form: "ModelForm[Baseline]", change: Any
    ) -> None:
        left_out = form.cleaned_data["left_out"]
        baselines.freeze(obj, left_out=left_out, by=account(request), at=timezone.now())
