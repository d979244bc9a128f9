"""Joining: by link and by code, with and without script, alone and as a family."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_join_write_and_withdraw_without_script(evening, join) -> None:
    page = join("parents", java_script_enabled=False)
    expect(page.locator("h1")).to_have_text("Welkom")
    evening.to("discussion")
    page.reload()
    page.fill("#box-text", "Werkt het ook zo?")
    page.click("#box .button-main")
    expect(page.locator("#region-own .text")).to_have_text("Werkt het ook zo?")
    assert evening.texts() == ["Werkt het ook zo?"]
    page.click("[data-withdraw] button")
    expect(page.locator("#region-own .text")).to_have_count(0)
    assert evening.texts() == []


def test_form_without_script_sent_twice_is_one_note(evening, join) -> None:
    page = join("parents", java_script_enabled=False)
    evening.to("discussion")
    page.reload()
    form = {name: page.get_attribute(f"#box [name={name}]", "value") for name in ("fresh", "phase")}
    for text in ("Een vraag?", "Een vraag?", "Een andere vraag?"):
        answer = page.request.post(
            page.url + "note",
            form={**form, "text": text},
            headers={"Origin": evening.server.url},
        )
        assert answer.status == 200
    assert evening.texts() == ["Een andere vraag?", "Een vraag?"]


def test_note_refused_without_script_says_why_and_keeps_the_text(evening, join) -> None:
    page = join("parents", java_script_enabled=False)
    evening.to("discussion")
    page.reload()
    page.fill("#box-text", "x" * 281)
    page.click("#box .button-main")
    expect(page.locator("#box-error")).to_contain_text("280")
    expect(page.locator("#box-text")).to_have_value("x" * 281)
    assert evening.texts() == []


def test_typed_code_leads_to_the_circles(evening, context) -> None:
    page = context().new_page()
    page.goto(evening.server.url)
    page.fill("#code", "geen-1")
    page.click(".button-main")
    expect(page.locator("#code-error")).to_be_visible()
    expect(page.locator("#code")).to_have_value("geen-1")
    page.fill("#code", evening.links["code"].lower())
    page.click(".button-main")
    expect(page.locator(".phone-circles button")).to_have_count(3)
    expect(page.locator(".phone-foot")).to_contain_text("30 dagen")
    expect(page.locator(".phone-foot")).to_contain_text("0800-0432")


def test_two_seats_of_a_family_on_one_phone(evening, join, context) -> None:
    phone = context()
    amira, joost = join("pupils", phone), join("parents", phone)
    evening.to("discussion")
    expect(amira.locator("h1")).to_have_text("Je bent aan het woord")
    joost.fill("#box-text", "Van Joost?")
    joost.click("#box .button-main")
    expect(joost.locator("#region-own li")).to_have_count(1)
    amira.reload()
    expect(amira.locator("h1")).to_have_text("Je bent aan het woord")
    expect(amira.locator("#region-own li")).to_have_count(0)
    amira.goto(evening.links["join_url"])
    expect(amira.locator(".phone-seats a")).to_have_count(2)


def test_pupils_are_told_je_and_others_u(evening, join) -> None:
    amira, joost = join("pupils"), join("parents")
    evening.to("discussion")
    expect(amira.locator("h1")).to_have_text("Je bent aan het woord")
    expect(joost.locator("h1")).to_have_text("U luistert nu")
    evening.to("discussion", "parents")
    expect(joost.locator("h1")).to_have_text("U bent aan het woord")
    expect(joost.locator("#region-head")).to_contain_text("Leg uw telefoon weg.")
    expect(amira.locator("h1")).to_have_text("Je luistert nu")


def test_wrong_circle_and_language_can_be_changed(evening, join) -> None:
    page = join("pupils")
    page.click("#seat summary")
    page.click("form:has([value=teachers]) button")
    expect(page.locator(".phone-head")).to_have_class("phone-head on-fill circle-purple")
    page.click("#seat summary")
    page.click("form:has([name=lang][value=en]) button")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Welcome")


def test_ended_conversation_says_so(evening, context) -> None:
    evening.to("ended")
    page = context().new_page()
    page.goto(evening.links["join_url"])
    expect(page.locator("h1")).to_have_text("Wat er daarna gebeurde")
    expect(page.locator(".phone-circles")).to_have_count(0)
