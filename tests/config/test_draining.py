from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.draining import MOST, DrainingMiddleware


def asked(body, *, status):
    """What is left of the body after the answer."""
    stream = BytesIO(body)
    request = RequestFactory().post("/", content_type="application/pdf")
    request = type(request)(
        request.environ | {"wsgi.input": stream, "CONTENT_LENGTH": str(len(body))}
    )
    DrainingMiddleware(lambda _request: HttpResponse(status=status))(request)
    return len(stream.read())


def test_a_refused_upload_is_taken_to_its_end():
    assert asked(b"x" * 300_000, status=413) == 0


def test_a_refused_upload_is_not_taken_for_ever():
    assert asked(b"x" * (MOST + 300_000), status=413) > 0


@pytest.mark.parametrize("status", [200, 302])
def test_what_was_not_refused_is_left_to_its_view(status):
    assert asked(b"x" * 300_000, status=status) == 300_000
