"""What the checking page says. It works without us, so it takes both languages with it."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, Promise] = {
    "title": _("Check a result without a network"),
    "lead": _(
        "Scan the code of a result, or choose a picture, the PDF file or an exported file. "
        "Everything is checked inside this page; nothing is sent anywhere."
    ),
    "choose": _("Choose a picture, a PDF or an exported file, or drop it here"),
    "scan": _("Scan with the camera"),
    "stop": _("Stop the camera"),
    "paste": _("Or paste the text of the code"),
    "check": _("Check"),
    "knows": _("What this page goes by"),
    "newer": _("A newer list (.cbor) can be chosen above as well."),
    "back": _("Back to the portal"),
    "download_page": _("Download this page as one file"),
    "download_list": _("Download the newest list"),
    "download_kit": _("Download the program for the command line (Python)"),
    "needs_script": _("This page needs JavaScript: all checking happens inside your browser."),
    "list_used": _("List of keys and withdrawals of {day}, {age} days old."),
    "list_holds": _("It names {keys} keys and {withdrawn} withdrawn documents."),
    "what_was_checked": _("What was checked"),
    "what_was_not": _("What was not checked"),
    "demonstration": _("Made by a demonstration system: without any legal value."),
    "is_genuine": _("Genuine"),
    "is_altered": _("Altered, or not one of ours"),
    "is_withdrawn": _("Withdrawn: it no longer counts"),
    "is_revoked": _("The signer's certificate was revoked"),
    "is_unknown": _("Unknown signer"),
    "is_unsigned": _("This file carries no signature"),
    "is_appended": _("Genuine, but something was added after signing"),
    "is_unreadable": _("This file cannot be read"),
    "is_no_code": _("No code was found in the picture"),
    "is_no_camera": _("The camera cannot be used here"),
    "is_no_crypto": _(
        "This browser cannot check signatures here. Open the page by https, or download it "
        "and open the file."
    ),
    "is_chain_genuine": _("The chain of events is whole and sealed"),
    "is_chain_unsealed": _("The chain of events is whole, and not sealed yet"),
    "is_seal_genuine": _("The seal is genuine"),
    "is_publication_genuine": _("The published figures are genuine"),
    "publication_checked": _(
        "All {lines} lines are as they were signed; {filed} files were filed in the period."
    ),
    "publication_seal": _(
        "They come from the record as it was sealed on {day} (seal {number}, digest {digest})."
    ),
    "publication_corrects": _("They take the place of publication {number}."),
    "publication_newer": _("Whether they were corrected since; the portal says so."),
    "is_list_taken": _("The newer list is in use until you close this page"),
    "is_list_older": _("This list is older than the one in use"),
    "altered_where": _("It differs from what was signed ({where})."),
    "number": pgettext_lazy("of a document", "Number"),
    "kind": _("Kind of result"),
    "holder": _("Issued to"),
    "outcome": pgettext_lazy("of a case", "Outcome"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "agency": _("Agency"),
    "date": _("Date"),
    "withdrawn_on": _("Withdrawn on"),
    "stated_by": _("Signed by"),
    "content_digest": _("Digest of the content"),
    "digest": _("Digest of the seal"),
    "previous": _("Digest of the seal before"),
    "chains": _("Chains"),
    "events": _("Events"),
    "checked_statement": _(
        "The code holds exactly what {name} signed, and it is not on the list of withdrawals."
    ),
    "checked_signature": _("The code holds exactly what {name} signed."),
    "compare_paper": _(
        "The paper itself: compare number, name, agency and date with what stands on it. A genuine "
        "code can be copied onto a false paper."
    ),
    "no_file": _("The PDF file: choose it to check every byte of it."),
    "signed_by": _("Every byte up to the signature of {name} ({day}) is as it was signed."),
    "signed_by_stranger": _(
        "The signature of {name} ({day}) holds, but no authority on the list vouches for it."
    ),
    "stamped_by": _("The time stamp of {name} ({day}) is over these bytes."),
    "stamped_by_stranger": _(
        "A time stamp of {name} is over these bytes, but no authority on the list vouches for it."
    ),
    "stamp_not_checked": _("Time stamps inside signatures; revocations after the list's date."),
    "proved_older": _(
        "A certificate was revoked later: the time stamp of {name} ({day}) proves that its "
        "signature is older."
    ),
    "appended_bytes": _(
        "{count} bytes behind the last signature, written by another program. The online check "
        "says what they change."
    ),
    "proofs_behind": _(
        "The {count} bytes behind the last signature change nothing on the pages: they add time "
        "stamps and data to check the signatures by."
    ),
    "list_carried": _(
        "The revocation list of {name} ({day}), which the file carries, holds and was asked for "
        "the signers."
    ),
    "chain_checked": _("{count} events follow one another, each with its own hash."),
    "hidden_events": _(
        "{count} events inside the office: the export holds only their hashes, which the events "
        "after them name."
    ),
    "in_seal": _(
        "Up to event {sequence} it stands in seal {number} of {day} over {chains} chains, signed "
        "by {key}."
    ),
    "after_seal": _("The last {count} events: they are sealed in the coming night."),
    "seal_checked": _("The seal holds exactly what was signed; compare its digest elsewhere."),
    "figure": _("{name}, {from} to {to}: {key} = {numerator} / {denominator} = {rate} %"),
    "not_stamped": _("The time: no time-stamp service has confirmed it yet."),
}


def words() -> dict[str, dict[str, str]]:
    """By language, then by key."""
    spoken = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            spoken[language] = {key: str(text) for key, text in WORDS.items()}
    return spoken
