"""What a refused request still sends is taken, so that its sender comes to hear the refusal.

A proxy that meets a closed connection while it sends tells of a broken server instead.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, UnreadablePostError

CHUNK = 64 * 1024
#: As much as `deploy/nginx.conf` lets through, and a little more.
MOST = 64 * 1024 * 1024


class DrainingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 400:
            drain(request)
        return response


def drain(request: HttpRequest) -> None:
    taken = 0
    try:
        while taken < MOST and (chunk := request.read(CHUNK)):
            taken += len(chunk)
    except UnreadablePostError:
        """Whoever sent it is gone."""
