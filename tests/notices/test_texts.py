"""Texts: complete as shipped, changed only to what can be used, and nothing else can be in them."""

import pytest

from caseflow.notices import previewing, texts
from caseflow.notices.composing import UnknownPlaceholder, faults, fill
from caseflow.notices.following import FOLLOWER
from tests.factories import MONDAY, a_supervisor


def test_every_text_is_shipped_in_both_languages():
    assert {(key, language) for key in texts.names() for language in texts.languages()} == set(
        texts.shipped()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "language"), list(texts.shipped()))
def test_a_shipped_text_has_no_fault_and_reads_well_on_the_sample(key, language):
    parts = {name: getattr(texts.shipped()[key, language], name) for name in texts.PARTS}
    assert texts.text_faults(key, parts) == {}
    preview = previewing.previewed(key, language, parts)
    assert "{" not in preview.subject + preview.body + preview.short


def test_a_line_whose_placeholders_are_empty_is_left_out():
    assert fill("Due: {due_at}\nNumber: {number}", {"due_at": "", "number": "1"}) == "Number: 1"


def test_values_are_not_looked_through_for_placeholders():
    assert fill("{details}", {"details": "{link}", "link": "secret"}) == "{link}"


@pytest.mark.parametrize(
    "text", ["{nothing}", "{number.__class__}", "{{ number }}", "{% debug %}", "{number", "{0}"]
)
def test_a_text_that_names_what_there_is_not_is_refused(text):
    assert faults(text, texts.OF_DEED)


def test_an_unknown_placeholder_never_comes_through():
    with pytest.raises(UnknownPlaceholder):
        fill("{nothing}", {"number": "1"})


def test_the_frame_cannot_lose_what_the_law_wants_said():
    assert "body" in texts.text_faults(texts.FRAME, {"body": "{text} {number} {link}"})


@pytest.mark.django_db
def test_a_change_holds_until_the_shipped_text_is_restored():
    who, parts = a_supervisor().pk, {"subject": "Mới {number}", "body": "Mới", "short": "Moi"}
    texts.change("file", "vi", parts, seen=0, by=who, at=MONDAY)
    assert texts.in_force(["file"], "vi")["file"].subject == "Mới {number}"
    texts.restore("file", "vi", seen=1, by=who, at=MONDAY)
    restored = texts.in_force(["file"], "vi")["file"]
    assert (restored.subject, restored.number) == (texts.shipped()["file", "vi"].subject, 2)


@pytest.mark.django_db
def test_who_did_not_see_the_newest_version_cannot_overwrite_it():
    who, parts = a_supervisor().pk, {"subject": "x", "body": "x", "short": "x"}
    texts.change("file", "vi", parts, seen=0, by=who, at=MONDAY)
    with pytest.raises(texts.Overtaken):
        texts.change("file", "vi", parts, seen=0, by=who, at=MONDAY)


def test_every_verb_that_citizens_hear_of_has_words_of_its_own():
    assert {verb for verb in FOLLOWER.verbs if (verb, "vi") not in texts.shipped()} == set()
