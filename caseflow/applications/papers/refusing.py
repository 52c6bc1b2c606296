"""Why a paper is not taken, or not handed out."""

from django.conf import settings


class PaperRefused(Exception):
    """The paper cannot be taken; `field` and message say what to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PaperTooLarge(Exception):
    """More bytes than `APPLICATIONS_UPLOAD_MEGABYTES` allows."""


class PaperWithheld(Exception):
    """The file may not be handed out: a virus was found, or nobody has looked yet."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UploadGone(Exception):
    """Nobody sends this upload, or its time is over: begin anew."""


class QuotaReached(Exception):
    """This account has announced more bytes than it may have on the way at once."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended; `offset` is where."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


class UploadBusy(Exception):
    """Another connection sends this upload now; ask for the offset a little later."""


class ChecksumDiffers(Exception):
    """The piece was not kept: it is not what its sender computed the checksum of."""


class UploadUnfinished(Exception):
    """Part of the file is still to come."""


def refuse_long_body(length: int) -> None:
    """Before a byte is read; the margin is for the form around the file."""
    if length > settings.APPLICATIONS_UPLOAD_MEGABYTES * 1024 * 1024 + 64 * 1024:
        raise PaperTooLarge
