"""The alphabet of a case: where it can be, what can be done, who is waited for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("draft")
    FILED = "filed", _("filed")
    RECEIVED = "received", _("received")
    REFUSED = "refused", _("refused at reception")
    IN_REVIEW = "in_review", _("in review")
    SUPPLEMENT_REQUESTED = "supplement_requested", _("supplement requested")
    PAYMENT_DUE = "payment_due", _("payment due")
    WITHDRAWN = "withdrawn", _("withdrawn")
    STOPPED = "stopped", _("stopped")
    DECIDED = "decided", _("decided, awaiting signature")
    ISSUED = "issued", _("result issued")
    RETURNED = "returned", _("result returned")


#: Status codes of the national portal's synchronisation API (domain reference §2.1).
PORTAL_STATUS: dict[str, int | None] = {
    State.DRAFT: None,
    State.FILED: 1,
    State.RECEIVED: 2,
    State.REFUSED: 3,
    State.IN_REVIEW: 4,
    State.SUPPLEMENT_REQUESTED: 5,
    State.PAYMENT_DUE: 6,
    State.WITHDRAWN: 7,
    State.STOPPED: 8,
    State.DECIDED: 4,
    State.ISSUED: 9,
    State.RETURNED: 10,
}

WITHOUT_RESULT = (State.REFUSED, State.WITHDRAWN, State.STOPPED)
WITH_RESULT = (State.ISSUED, State.RETURNED)
FINISHED = (*WITHOUT_RESULT, *WITH_RESULT)
#: The office has the next move and the settlement clock runs.
AT_WORK = (State.RECEIVED, State.IN_REVIEW, State.DECIDED)
WAITING = (State.SUPPLEMENT_REQUESTED, State.PAYMENT_DUE)
OPEN = (State.FILED, *AT_WORK, *WAITING)
#: Nearly every file ends as returned; the states of the others have an index of their own.
BUT_RETURNED = (*OPEN, *WITHOUT_RESULT, State.ISSUED)
BEFORE_DECISION = (State.FILED, State.RECEIVED, State.IN_REVIEW, *WAITING)
#: May be asked to supplement, and return there once supplied.
SUPPLEMENTABLE = (State.FILED, State.RECEIVED, State.IN_REVIEW)


class Verb(TextChoices):
    FILE = "file", _("file")
    RECEIVE = "receive", _("receive")
    REFUSE = "refuse", _("refuse")
    REQUEST_SUPPLEMENT = "request_supplement", _("request a supplement")
    SUPPLY = "supply", _("supply")
    START_REVIEW = "start_review", _("hand over for review")
    PROPOSE = "propose", _("propose an outcome")
    CONSULT = "consult", _("consult an agency")
    ANSWER_CONSULTATION = "answer_consultation", _("answer the consultation")
    REQUEST_PAYMENT = "request_payment", _("request payment")
    PAY = "pay", _("record payment")
    EXTEND = "extend", _("apologise and set a new date")
    AGREE_EXTENSION = "agree_extension", _("agree on a later date")
    APPROVE = "approve", _("approve")
    REJECT = "reject", _("reject")
    REVOKE_DECISION = "revoke_decision", _("revoke the decision")
    ISSUE = "issue", _("issue the result")
    RETURN_RESULT = "return_result", _("return the result")
    WITHDRAW = "withdraw", _("withdraw")
    STOP = "stop", _("stop")
    RESCHEDULE = "reschedule", _("move the date by a new calendar")
    TRANSFER = "transfer", _("transfer")
    ASSIGN = "assign", _("assign")
    RELEASE = "release", _("give back to the pool")
    NOTE = "note", _("note")
    ATTACH = "attach", _("attach a paper")
    RATE = "rate", _("rate")
    CORRECT = "correct", _("report an error in the result")
    CLOSE_CORRECTION = "close_correction", _("close the correction")
    AMEND = "amend", _("order a corrected result")
    REVOKE_AMENDMENT = "revoke_amendment", _("take back the order of a corrected result")
    REISSUE = "reissue", _("issue the corrected result")
    DELIVER = "deliver", _("hand over the corrected result")
    CERTIFY_COPY = "certify_copy", _("certify an electronic copy")
    OBJECT = "object", _("object to the filing")
    SEND_PAPER = "send_paper", _("send the papers")
    RECEIVE_PAPER = "receive_paper", _("take in the papers")
    IMPORTED = "imported", _("imported activity")


#: The office's own thinking; the parties see that it happened, not what was said.
INTERNAL = (
    Verb.PROPOSE,
    Verb.CONSULT,
    Verb.ANSWER_CONSULTATION,
    Verb.ASSIGN,
    Verb.RELEASE,
    Verb.NOTE,
)


class Channel(TextChoices):
    ONLINE = "online", _("online")
    COUNTER = "counter", _("at the counter")
    POST = "post", _("by post")
    EMAIL = "email", _("by e-mail")
    OTHER = "other", _("other")


#: By which few files come; their index is not touched by a usual filing.
RARE_CHANNELS = (Channel.POST, Channel.EMAIL, Channel.OTHER)


class Assistance(TextChoices):
    SELF = "self", _("by the applicant alone")
    ASSISTED = "assisted", _("with a helper")
    STAFF = "staff", _("typed by staff")
    UNKNOWN = "unknown", _("unknown")


class Origin(TextChoices):
    LIVE = "live", _("live")
    IMPORTED = "imported", _("imported")
    SYNTHETIC = "synthetic", _("synthetic")


class Outcome(TextChoices):
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class ApplicantKind(TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class Defect(TextChoices):
    MISSING = "missing", _("missing")
    WRONG = "wrong", _("wrong")
    OUTDATED = "outdated", _("outdated")
    UNREADABLE = "unreadable", _("unreadable")


class Ground(TextChoices):
    """Why handling stopped (Decree 118/2025 art 19(5), 21(1))."""

    CITIZEN = "citizen", _("at the citizen's wish")
    AGENCY = "agency", _("by decision of the agency")
    NO_SUPPLEMENT = "no_supplement", _("the supplement did not come in time")


class Correction(TextChoices):
    CORRECTED = "corrected", _("the result was corrected")
    UNFOUNDED = "unfounded", _("the result was right")


class Clock(TextChoices):
    """Whose time passes; the four partition the wall time from filing to the end."""

    AGENCY = "agency", _("agency")
    CITIZEN = "citizen", _("citizen")
    OTHER_AGENCY = "other_agency", _("other agency")
    PAYMENT = "payment", _("payment")


#: Where nobody else is waited for; see `clock_of`.
CLOCK_OF_STATE: dict[str, Clock] = {
    State.FILED: Clock.AGENCY,
    State.RECEIVED: Clock.AGENCY,
    State.IN_REVIEW: Clock.AGENCY,
    State.DECIDED: Clock.AGENCY,
    State.SUPPLEMENT_REQUESTED: Clock.CITIZEN,
    State.PAYMENT_DUE: Clock.PAYMENT,
}


def clock_of(state: str, *, consultations_open: int) -> Clock | None:
    """Whose time passes; while the officer awaits an answer it is the other agency's."""
    if state == State.IN_REVIEW and consultations_open:
        return Clock.OTHER_AGENCY
    return CLOCK_OF_STATE.get(state)


class Delivery(TextChoices):
    ELECTRONIC = "electronic", _("electronically")
    COUNTER = "counter", _("at the counter")
    POST = "post", _("by post")


class IdentityCheck(TextChoices):
    """By what the counter knew whom it handed a result to."""

    CARD = "card", _("identity card or passport")
    VNEID = "vneid", _("electronic identity (VNeID)")
    AUTHORITY = "authority", _("own identity card and the authorisation")


class Punctuality(TextChoices):
    EARLY = "early", _("early")
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")


class Source(TextChoices):
    """How a paper came to the file; `data` has no file, only a statement where the data lie."""

    UPLOAD = "upload", _("uploaded")
    SCAN = "scan", _("scanned by staff")
    REUSE = "reuse", _("from the document store")
    DATA = "data", _("already in data")


class Check(TextChoices):
    """What a virus scanner said of a file."""

    UNCHECKED = "unchecked", _("not checked for viruses")
    CLEAN = "clean", _("checked, nothing found")
    INFECTED = "infected", _("infected")


class BulkOutcome(TextChoices):
    """What became of one file of a bulk deed."""

    WAITING = "waiting", pgettext_lazy("of one row of a work", "waiting")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")


class RatedItem(TextChoices):
    """What a citizen may rate besides the whole (Decree 118/2025 art 33)."""

    TIME = "time", _("handled within the time of the rules")
    AGENCIES = "agencies", _("number of agencies I had to turn to")
    CONTACTS = "contacts", _("number of times I had to come or write")
    INFORMATION = "information", _("correctness of the published information")
    ATTITUDE = "attitude", _("attitude of the people who served me")
    LAWFULNESS = "lawfulness", _("lawfulness of the result and of what it cost")
    ANSWERS = "answers", _("answers to my questions and complaints")
    ONLINE_SERVICE = "online_service", _("progress and quality of the online service")


#: From very bad to very good.
RATINGS = (1, 2, 3, 4, 5)


class Door(TextChoices):
    """Through which somebody of an office read what names a person."""

    DESK = "desk", _("case page")
    API = "api", _("programming interface")
    PAPER = "paper", _("a filed paper")


class Help(TextChoices):
    """Where a helper's session stands."""

    ASKED = "asked", _("waiting for the code")
    OPEN = "open", _("open")
    USED = "used", _("filed")
    ENDED = "ended", _("ended")
    LOCKED = "locked", _("locked after wrong codes")
    EXPIRED = "expired", _("expired")


class Waiting(TextChoices):
    """At whose desk an open file lies, and what is missing there."""

    RECEPTION = "reception", _("reception: not received yet")
    HANDOVER = "handover", _("reception: not handed over yet")
    SUPPLEMENT = "supplement", _("applicant: supplement not supplied yet")
    PAYMENT = "payment", _("applicant: not paid yet")
    CONSULTATION = "consultation", _("another agency: asked, no answer yet")
    ASSIGNMENT = "assignment", _("nobody: no case officer assigned yet")
    PROPOSAL = "proposal", _("case officer: no outcome proposed yet")
    DECISION = "decision", _("leader: proposed, not decided yet")
    SIGNATURE = "signature", _("signature: the result is not issued yet")


class Contradiction(TextChoices):
    """What a filing declares and what is known of it do not fit together."""

    SELF_AT_COUNTER = "self_at_counter", _("by the applicant alone, yet from a counter's device")
    DECLARED_OTHERWISE = "declared_otherwise", _("declared otherwise than the facts say")
    HELPED_WITHOUT_CODE = "helped_without_code", _("for somebody else, without a code of theirs")
    MANY_PEOPLE = "many_people", _("by an account that filed for very many people in a week")
    OBJECTED = "objected", _("the applicant objects to the filing")
