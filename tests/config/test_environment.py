from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as env


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv("NAME", value)


def test_a_missing_value_without_default_is_refused_by_name(monkeypatch):
    monkeypatch.delenv("NAME", raising=False)
    with pytest.raises(ImproperlyConfigured, match="NAME is not set"):
        env.text("NAME")


def test_blank_means_not_set(given):
    given("  ")
    assert env.text("NAME", "default") == "default"


@pytest.mark.parametrize(("value", "meaning"), [("true", True), ("ON", True), ("0", False)])
def test_a_flag_is_read_in_its_usual_spellings(given, value, meaning):
    given(value)
    assert env.flag("NAME", default=not meaning) is meaning


@pytest.mark.parametrize("value", ["maybe", "2", "-"])
def test_a_flag_that_is_neither_is_refused_by_name(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="NAME must be true or false"):
        env.flag("NAME", default=False)


@pytest.mark.parametrize("value", ["ten", "-1", "1.5", "3"])
def test_a_number_below_its_least_or_none_at_all_is_refused(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="NAME must be a whole number of at least 4"):
        env.integer("NAME", 10, least=4)


@pytest.mark.parametrize("value", ["24", "0"])
def test_a_number_outside_its_bounds_is_refused_with_both(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match="NAME must be a whole number of 1 to 23"):
        env.integer("NAME", 2, least=1, most=23)


def test_words_lose_their_blanks_and_empty_places(given):
    given(" a, ,b ,")
    assert env.words("NAME") == ["a", "b"]


def test_a_relative_folder_is_refused(given):
    given("files")
    with pytest.raises(ImproperlyConfigured, match="NAME must be an absolute path"):
        env.folder("NAME", Path("/var"))


def test_an_address_of_another_scheme_is_refused_without_repeating_its_secrets(given):
    given("mysql://user:secret@host/name")
    with pytest.raises(ImproperlyConfigured, match="NAME must be an address") as refusal:
        env.database("NAME")
    assert "secret" not in str(refusal.value)


def test_a_database_address_without_a_name_is_refused(given):
    given("postgresql://user@host")
    with pytest.raises(ImproperlyConfigured, match="NAME must end with the name of a database"):
        env.database("NAME")


def test_a_database_address_is_taken_apart_and_unquoted(given):
    given("postgresql://us%40er:p%3Ass@%2Fvar%2Fpg:5432/case")
    assert env.database("NAME") == {
        "ENGINE": "config.postgresql",
        "NAME": "case",
        "USER": "us@er",
        "PASSWORD": "p:ss",
        "HOST": "/var/pg",
        "PORT": "5432",
    }
