import pytest
from django.core.cache import cache
from django.db import connection

from config import health, tasks

pytestmark = pytest.mark.django_db
SIGNS = ("worker", "beat", "tasks")


@pytest.fixture(autouse=True)
def _no_signs_of_life():
    cache.delete_many([f"sign-of-life:{name}" for name in SIGNS])


def never_loaded() -> bool:
    return False


@pytest.fixture
def all_alive():
    for name in SIGNS:
        tasks.leave_sign(name)


@pytest.mark.usefixtures("all_alive")
def test_everything_ready_answers_200_and_names_each_part(client):
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["parts"].keys() >= {"web", "database", "migrations", "cache", *SIGNS}


@pytest.mark.usefixtures("all_alive")
@pytest.mark.parametrize("name", SIGNS)
def test_a_part_without_a_sign_of_life_is_named(client, name):
    cache.delete(f"sign-of-life:{name}")
    answer = client.get("/health/")
    assert answer.status_code == 503
    silent = {part for part, state in answer.json()["parts"].items() if state != "ok"}
    assert silent == {name}


@pytest.mark.usefixtures("all_alive")
def test_a_migration_not_applied_makes_it_unready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'citizens'")
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["parts"]["migrations"] == "pending"


@pytest.mark.usefixtures("all_alive")
def test_demonstration_data_still_loading_makes_it_unready(client, settings):
    settings.CASEFLOW_READINESS = {"demonstration": f"{__name__}.never_loaded"}
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["parts"]["demonstration"] == "pending"


def test_a_stopped_redis_is_named_and_nothing_else_is_told(client, settings):
    stopped = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": stopped}
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["parts"]["cache"] == health.UNREACHABLE
    assert b"Error" not in answer.content


def test_the_answer_is_never_kept(client):
    assert "no-store" in client.get("/health/")["Cache-Control"]


def test_other_methods_are_refused(client):
    assert client.post("/health/").status_code == 405
