"""The Python client that anybody can generate from docs/openapi.yaml, and a caller for tests."""

import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from launcher.places import ROOT, VAR

SCHEMA = ROOT / "docs" / "openapi.yaml"
SETTINGS = Path(__file__).with_name("generated-client.yml")
PACKAGE = "caseflow_client"


def generated() -> Path:
    """The folder that holds the package; made once per schema, never committed."""
    digest = sha256(SCHEMA.read_bytes() + SETTINGS.read_bytes()).hexdigest()[:16]
    folder = VAR / "clients" / digest
    if not (folder / PACKAGE / "client.py").exists():
        folder.mkdir(parents=True, exist_ok=True)
        generator = Path(sys.executable).with_name("openapi-python-client")
        options = ["--path", SCHEMA, "--config", SETTINGS, "--output-path", folder / PACKAGE]
        command = [generator, "generate", *options, "--meta", "none", "--overwrite"]
        subprocess.run(command, check=True, capture_output=True)
    return folder


class Caller:
    """Somebody's program: calls operations of the schema by their names."""

    def __init__(self, address: str, token: str = "", *, patience: float = 30) -> None:
        library = import_module(f"{PACKAGE}.client")
        options = {"base_url": address, "timeout": patience, "headers": {"Accept-Language": "en"}}
        if token:
            self.client = library.AuthenticatedClient(token=token, prefix="Token", **options)
        else:
            self.client = library.Client(**options)

    def close(self) -> None:
        self.client.get_httpx_client().close()

    def call(self, operation: str, *path: str, **inputs: Any) -> Any:
        """The generated `Response`: status code, headers, content and the parsed model."""
        tag = operation.partition("_")[0]
        module = import_module(f"{PACKAGE}.api.{tag}.{operation}")
        return module.sync_detailed(*path, client=self.client, **inputs)

    def do(self, verb: str, number: str, body: Mapping[str, Any] | None = None) -> Any:
        inputs = {"body": model(f"{BODY_OF_VERB[verb]}Request", body or {})} if body else {}
        return self.call(f"applications_{verb}_create", number, **inputs)

    def file(self, body: Mapping[str, Any], *, key: str) -> Any:
        request = model("FilingRequest", body)
        return self.call("applications_create", body=request, idempotency_key=key)


BODY_OF_VERB = {"propose": "Proposal", "return_result": "Return"}


def model(name: str, body: Mapping[str, Any]) -> Any:
    return getattr(import_module(f"{PACKAGE}.models"), name).from_dict(body)


def upload(name: str, document: bytes, **fields: str) -> Any:
    """A multipart body with a file, which the generator's `from_dict` would lose the name of."""
    file = import_module(f"{PACKAGE}.types").File(BytesIO(document), "a.pdf", "application/pdf")
    return getattr(import_module(f"{PACKAGE}.models"), name)(file=file, **fields)
