import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from caseflow.portal.checking import page
from caseflow.portal.checking.wording import WORDS
from caseflow.sealing.models import Seal
from signatures import trust_lists
from signatures.backends.base import SigningRefused, SigningUnavailable

log = logging.getLogger(__name__)

KIT = Path(__file__).parent / "kit.py"
PAGE_NAME = "caseflow-check.html"
SEALS_PER_PAGE = 20


Door = Callable[[HttpRequest], HttpResponse]


def while_we_can_sign(view: Door) -> Door:
    """Every list is signed anew; without a signer there is none to give out for a while."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except (SigningRefused, SigningUnavailable) as away:
            log.warning("No list of keys can be signed: %s", away)
            return render(request, "portal/check/away.html", status=503)

    return answer


@require_safe
@while_we_can_sign
def check(request: HttpRequest) -> HttpResponse:
    return page_answer(request, {"scripts": page.SCRIPTS})


@require_safe
@while_we_can_sign
def check_file(request: HttpRequest) -> HttpResponse:
    """The same page as one file, which works from a disk and asks nobody."""
    answer = page_answer(request, {"inline": page.inline()})
    answer["Content-Disposition"] = f'attachment; filename="{PAGE_NAME}"'
    return answer


def page_answer(request: HttpRequest, dress: dict[str, object]) -> HttpResponse:
    shown = {
        "title": WORDS["title"],
        "words": page.words_as_json(),
        "brought": page.brought(at=timezone.now()),
    }
    return render(request, "portal/check/page.html", shown | dress)


@require_safe
@while_we_can_sign
def newest_list(request: HttpRequest) -> HttpResponse:
    content = trust_lists.newest(at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="caseflow-list.cbor"'}
    return HttpResponse(content, content_type="application/cbor", headers=headers)


@require_safe
def kit(request: HttpRequest) -> FileResponse:
    """The counter-check for the command line: one file, for whoever has Python."""
    return FileResponse(KIT.open("rb"), as_attachment=True, filename="caseflow-check.py")


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("before", "")
    if asked and not (asked.isdecimal() and len(asked) < 10):
        return redirect("portal:seals")
    found = Seal.objects.newest_first().before(int(asked) if asked else None).for_display()
    rows = list(found[: SEALS_PER_PAGE + 1])
    shown = {
        "seals": rows[:SEALS_PER_PAGE],
        "older": rows[SEALS_PER_PAGE - 1].number if len(rows) > SEALS_PER_PAGE else None,
        "is_later": bool(asked),
    }
    return render(request, "portal/seals.html", shown)
