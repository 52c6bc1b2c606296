"""A report on its way out: rights are asked, figures counted and the file made at that moment."""

from dataclasses import replace
from datetime import date
from itertools import islice

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseflow.indicators.viewers import Viewer, viewer
from caseflow.notices.backends.base import Attachment, Letter, Refused
from caseflow.notices.models import Message
from caseflow.reports.catalogue import REPORTS
from caseflow.reports.exports import FORMATS
from caseflow.reports.models import Subscription
from caseflow.reports.selections import Selection
from caseflow.reports.subscriptions.rhythms import period_before
from caseflow.reports.subscriptions.wording import composed, stopping_address
from caseflow.reports.subscriptions.writing import named_by
from caseflow.reports.tables import Table


def finished(message: Message, letter: Letter) -> Letter:
    """Raises `Refused` where the owner stopped it or may not see this any more; then it rests."""
    pk, morning = named_by(message)
    subscription = subscription_in_force(pk)
    selection = allowed(subscription, morning)
    with override(message.language):
        report = REPORTS[subscription.report]
        tables = report.build(selection, now=timezone.now())
        file, told = attachment(subscription, report.attached(tables), morning)
        text = composed(
            subscription,
            morning,
            message.language,
            figures="\n".join(tables[0].sentences(most=settings.REPORTS_MAIL_LINES)),
            file=told,
        )
    return replace(
        letter,
        subject=text.subject,
        body=text.body,
        attachment=file,
        unsubscribe=stopping_address(subscription),
    )


def subscription_in_force(pk: int) -> Subscription:
    rows = Subscription.objects.select_related("owner", "center", "procedure")
    found = rows.filter(pk=pk, paused_at=None).first()
    if found is None:
        raise Refused("stopped by its owner")
    return found


def allowed(subscription: Subscription, morning: date) -> Selection:
    """What the owner may see now; never more than the report was about."""
    period = period_before(subscription.rhythm, morning)
    who = viewer_of(subscription)
    center = subscription.center
    if who is None or (center and not who.offices.filter(pk=center.pk).exists()):
        Subscription.objects.filter(pk=subscription.pk).update(paused_at=timezone.now())
        raise Refused("no right to this any more")
    return Selection(who, *period, center, subscription.procedure)


def viewer_of(subscription: Subscription) -> Viewer | None:
    try:
        return viewer(subscription.owner) if subscription.owner.is_active else None
    except PermissionDenied:
        return None


def attachment(subscription: Subscription, table: Table, morning: date) -> tuple[Attachment, str]:
    """The file, and what the letter says of it."""
    most, kind = settings.REPORTS_MAIL_ROWS, FORMATS[subscription.format]
    rows = list(islice(table.rows, most + 1))
    content = b"".join(kind.written(replace(table, rows=rows[:most])))
    file = told = f"{subscription.report}-{morning}.{subscription.format}"
    if len(rows) > most:
        told = _("%(file)s (the first %(rows)d rows)") % {"file": file, "rows": most}
    return Attachment(file, kind.content_type, content), told
