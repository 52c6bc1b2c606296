import json
from typing import Any

from django.test import Client

from tests.factories import token_of


class Api:
    """A program with somebody's token."""

    def __init__(self, user: Any, language: str = "en") -> None:
        self.headers = {"authorization": f"Token {token_of(user)}", "accept-language": language}

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(path, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return Client().post(
            path,
            json.dumps({} if body is None else body),
            content_type="application/json",
            headers=self.headers | headers,
        )

    def upload(self, path: str, **parts: Any) -> Any:
        return Client().post(path, parts, headers=self.headers)
