"""What the import graph cannot show: foreign keys are strings, order is a list."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version

import pytest
from django.apps import apps
from django.conf import settings

ROOT = settings.BASE_DIR
OURS = [name for name in settings.INSTALLED_APPS if (ROOT / name.replace(".", "/")).is_dir()]
LABELS = [name.rpartition(".")[2] for name in OURS]


def layers() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    found = next(c["layers"] for c in contracts["contracts"] if c["id"] == "apps")
    return [name for layer in found for name in re.split(r"\s*[|:]\s*", layer)]


def test_installed_apps_are_listed_in_layer_order():
    listed = layers()
    assert sorted(OURS, key=listed.index) == OURS


def test_foreign_keys_point_down():
    height = {label: -row for row, label in enumerate(LABELS)}
    upward = [
        f"{field} -> {target}"
        for label in LABELS
        for model in apps.get_app_config(label).get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if (target := field.related_model)
        and target._meta.label != settings.AUTH_USER_MODEL
        and height.get(target._meta.app_label, -99) > height[label]
    ]
    assert upward == []


def test_only_the_maintained_state_machine_is_installed():
    """django-fsm 5 fills the same folder under another licence."""
    assert version("django-fsm-2").startswith("4.")
    with pytest.raises(PackageNotFoundError):
        version("django-fsm")


def test_the_lock_holds_hashes_and_no_addresses():
    lock = (ROOT / "requirements.lock").read_text()
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_no_module_is_a_drawer():
    drawers = re.compile(r"^(services?|utils?|helpers?|common|misc|core)$")
    modules = [path for name in OURS for path in (ROOT / name.replace(".", "/")).rglob("*.py")]
    assert [path for path in modules if drawers.match(path.stem)] == []
