"""Posters and cards: what stands on them, with which address, and that they are pages of A4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from facilitation.core import wifi
from facilitation.core.model import Conversation
from facilitation.locale import languages
from facilitation.web import addresses
from facilitation.web.access import links
from facilitation.web.settings import Settings
from tests.decoding import codes_in
from tests.organiser.conftest import PUBLIC, Desk
from tests.servers import Server, running_server

LAN = ["192.168.178.41", "10.0.0.7"]
SHEETS = ("posters", "codes", "cards", "notes")
NETWORK = {"wifi_name": "Gasten; De Brug", "wifi_password": "regenboog 12"}
FIXED = "http://driegesprek.school.example"
LONG = (
    "Hoe praten wij thuis en op school over telefoons, huiswerk, slaap en alles wat daarbij hoort? "
    * 2
)


@pytest.fixture
def at_home(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same desk, on a laptop without a fixed address and with two networks."""
    monkeypatch.setattr(addresses, "lan_addresses", lambda: list(LAN))
    extensions = desk.client.application.extensions
    extensions["settings"] = Settings(data=extensions["settings"].data)
    return desk


def sheet(made: Conversation, name: str, **arguments: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in arguments.items())
    return f"/organiser/{made.id}/print/{name}?{query}"


# --- what stands on them


def test_everything_printed_holds_the_public_address_and_no_other_role(desk: Desk) -> None:
    made = desk.make(**NETWORK)
    secret = desk.client.application.extensions["secret"]
    found = links(made, secret, PUBLIC)
    others = [urlsplit(u).path.rpartition("/")[2] for u in (found.chair_url, found.screen_url)]
    others.append(urlsplit(found.minute_taker_url).path.rpartition("/")[2])
    for name in SHEETS:
        page = desk.get(sheet(made, name)).get_data(as_text=True)
        assert [key for key in others if key in page] == []
        assert "style=" not in page
        assert ("school.example" in page) is (name != "notes")
    text = desk.text(sheet(made, "posters", language="nl"))
    for said in ("Leerlingen", "Ouders", "Docenten", "Huiswerk", "netwerk Gasten; De Brug"):
        assert said in text
    assert "Zit je in deze kring?" in text
    assert "Zit u in deze kring?" in text


def test_wifi_is_left_out_where_there_is_none(desk: Desk) -> None:
    made = desk.make()
    for name in ("posters", "codes", "cards"):
        text = desk.text(sheet(made, name, language="nl"))
        assert "Wifi" not in text
        assert f"{made.code[:3]} {made.code[3:]}" in text


def test_cards_and_notes_fill_a_page(desk: Desk) -> None:
    made = desk.make()
    cards = desk.get(sheet(made, "cards")).get_data(as_text=True)
    notes = desk.get(sheet(made, "notes")).get_data(as_text=True)
    assert cards.count('class="card-cut') == 8
    assert (notes.count('class="note-cut"'), notes.count('class="box"')) == (6, 18)


def test_language_on_paper_is_the_conversations_or_any_other(desk: Desk) -> None:
    made = desk.make(language="nl")
    assert "Mijn kring" in desk.text(sheet(made, "notes"))
    assert 'lang="nl"' in desk.get(sheet(made, "notes")).get_data(as_text=True)
    for language in languages():
        page = desk.get(sheet(made, "notes", language=language)).get_data(as_text=True)
        assert f'lang="{language}"' in page
    assert "My circle" in desk.text(sheet(made, "notes", language="en"))
    assert "Mijn kring" in desk.text(sheet(made, "notes", language="xx"))


def test_strangers_and_unknown_sheets_get_nothing(stranger: Desk, desk: Desk) -> None:
    made = desk.make()
    assert desk.get(sheet(made, "chair")).status_code == 404
    assert desk.get("/organiser/nobody/print").status_code == 404
    desk.client.delete_cookie("organiser")
    for path in (f"/organiser/{made.id}/print", sheet(made, "codes")):
        answer = desk.get(path)
        assert (answer.status_code, "/sign-in" in answer.location) == (303, True)


# --- with which address


def test_without_a_fixed_address_there_is_a_warning_and_a_choice(at_home: Desk) -> None:
    made = at_home.make()
    page = at_home.get(f"/organiser/{made.id}/print").get_data(as_text=True)
    assert "This computer has no fixed address." in page
    offered = re.findall(r'name="address" value="([^"]+)"( checked)?', page)
    assert offered == [(f"http://{one}:8000", "") for one in LAN]
    answer = at_home.get(sheet(made, "posters"))
    assert (answer.status_code, "missing=1" in answer.location) == (303, True)
    assert "Choose the address to print with." in at_home.text(answer.location)
    assert at_home.get(sheet(made, "notes")).status_code == 200


@pytest.mark.parametrize(
    "evil",
    ["http://evil.example", "http://192.168.178.41:8001", "http://192.168.178.410:8000", "x"],
)
def test_no_address_but_the_machines_own_is_printed(at_home: Desk, evil: str) -> None:
    made = at_home.make()
    assert at_home.get(sheet(made, "codes", address=evil)).status_code == 303
    page = at_home.get(sheet(made, "codes", address="http://10.0.0.7:8000")).get_data(as_text=True)
    assert "10.0.0.7:8000" in page
    assert LAN[0] not in page


def test_fixed_address_asks_for_none_and_takes_none(desk: Desk) -> None:
    made = desk.make()
    assert 'name="address"' not in desk.get(f"/organiser/{made.id}/print").get_data(as_text=True)
    page = desk.get(sheet(made, "codes", address="http://evil.example")).get_data(as_text=True)
    assert "evil" not in page
    assert "school.example" in page


def test_machine_without_a_network_prints_notes_only(at_home: Desk, monkeypatch) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", list)
    made = at_home.make()
    page = at_home.get(f"/organiser/{made.id}/print").get_data(as_text=True)
    assert page.count(" disabled>") == 3
    assert at_home.get(sheet(made, "codes")).status_code == 303


def test_addresses_for_paper_are_those_that_phones_reach(tmp_path: Path) -> None:
    def offered(**settings: str) -> tuple[str, ...]:
        return addresses.for_paper(Settings(data=tmp_path, **settings))

    assert offered(host="127.0.0.1") == ()
    assert offered(host="192.168.1.5") == ("http://192.168.1.5:8000",)
    assert offered(host="127.0.0.1", public_url="https://school.example/") == (
        "https://school.example",
    )


# --- the code of a circle


def test_code_of_a_circle_leads_to_that_circle_alone(desk: Desk) -> None:
    made = desk.make()
    secret = desk.client.application.extensions["secret"]
    path = urlsplit(links(made, secret, PUBLIC).join_url).path
    page = desk.get(f"{path}?circle=parents").get_data(as_text=True)
    assert re.findall(r'name="circle" value="(\w+)"', page) == ["parents"]
    assert f'href="{path}"' in page
    assert f'href="{path}?lang=en&amp;circle=parents"' in page
    for odd in ("nobody", "", "<b>"):
        page = desk.get(f"{path}?circle={odd}").get_data(as_text=True)
        assert page.count('name="circle" value=') == 3
        assert "<b>" not in page


# --- pages of A4, in a browser

OUTSIDE = """sheet => {
  const edge = sheet.getBoundingClientRect();
  const found = [];
  if (sheet.scrollHeight > sheet.clientHeight + 1) found.push("sheet");
  for (const node of sheet.querySelectorAll("*")) {
    const box = node.getBoundingClientRect();
    const name = `${node.tagName}.${node.getAttribute("class")}`;
    if (node.closest("svg") && node.tagName !== "svg") continue;
    if (!box.width && !box.height) continue;
    if (box.right > edge.right + 1 || box.left < edge.left - 1) found.push(name);
    if (node.matches(".note-lines") && box.height < 90) found.push("no room to write");
    if (box.bottom > edge.bottom + 1 || box.top < edge.top - 1) found.push(name);
    if (node.matches(".card-cut, .note-cut, .poster-code, .card-how, .note-lines, .typed")
      && node.scrollHeight > node.clientHeight + 1) found.push(`cut off: ${name}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("posters") / "data"
    with running_server(data, extra=["--public-url", FIXED]) as running:
        yield running


@pytest.fixture(scope="module")
def page(server: Server, browser: Browser) -> Iterator[Page]:
    """The organiser's browser, signed in."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1000, "height": 900})
    page = context.new_page()
    link = re.search(r"/sign-in/first/\S+", server.log())
    assert link is not None
    page.goto(server.url + link.group())
    for field in ("#password", "#again"):
        page.fill(field, "regenboog vis")
    page.press("#again", "Enter")
    page.wait_for_url("**/organiser")
    yield page
    context.close()


def make(page: Page, server: Server, theme: str, **fields: str) -> str:
    """A conversation through the form; gives its page's address."""
    page.goto(f"{server.url}/organiser/new?lang=nl")
    given = {"theme": theme, "question": "Wanneer helpt huiswerk?", "school": "De Brug", **fields}
    for name, value in given.items():
        page.fill(f"[name={name}]", value)
    page.click(".desk-keep button")
    expect(page.locator("h1")).to_have_text(theme.strip())
    return page.url.partition("?")[0]


def pages_of(pdf: bytes) -> int:
    assert re.findall(rb"/MediaBox \[0 0 (\d+)(?:\.\d+)? (\d+)", pdf)[0] in (
        (b"594", b"841"),
        (b"595", b"841"),
        (b"595", b"842"),
    )
    return len(re.findall(rb"/Type /Page\b", pdf))


CASES = {
    "plain": ("Huiswerk", {}),
    "with Wi-Fi": ("Huiswerk", NETWORK),
    "long": (
        LONG[:120].strip(),
        {
            "school": "Openbare Scholengemeenschap De Regenboog aan de Prins Hendrikkade",
            "wifi_name": "Wifi; 'Gasten' van de Regenboog!",
            "wifi_password": '0Ol1,;:\\"' * 7,
            "circle-0-name": "Onderwijsondersteunend personeel groep 8",
            "circle-1-name": "Leerlingenraadsvertegenwoordigers",
        },
    ),
}


@pytest.mark.e2e
@pytest.mark.parametrize("case", CASES)
def test_every_sheet_is_exactly_its_pages_of_a4(page: Page, server: Server, case: str) -> None:
    theme, fields = CASES[case]
    address = make(page, server, theme, **fields)
    for language in ("nl", "en", "de", "ar"):  # two as asked, the wordiest, one from right to left
        for name in SHEETS:
            page.goto(f"{address}/print/{name}?language={language}")
            page.emulate_media(media="print")
            sheets = page.locator(".sheet")
            outside = [found for one in sheets.all() if (found := one.evaluate(OUTSIDE))]
            pdf = page.pdf(prefer_css_page_size=True)
            page.emulate_media(media="screen")
            expected = 3 if name == "posters" else 1
            assert (name, language, outside) == (name, language, [])
            assert (sheets.count(), pages_of(pdf)) == (expected, expected)


@pytest.mark.e2e
def test_printed_codes_say_what_they_should(page: Page, server: Server) -> None:
    address = make(page, server, "Huiswerk en wifi", **NETWORK)
    page.goto(address)
    join_url = page.input_value("#url-join")
    assert join_url.startswith(f"{FIXED}/j/")
    page.click("text=Posters en kaartjes printen")
    expect(page.locator(".print-warning")).to_have_count(0)
    choosing = page.url
    network = wifi.payload(NETWORK["wifi_name"], NETWORK["wifi_password"], False)
    circles = [f"{join_url}?circle={key}" for key in ("pupils", "parents", "teachers")]
    seen = {}
    for name in ("posters", "codes", "cards"):
        page.goto(choosing)
        page.select_option("#language", "en")
        page.click(f"button[formaction$='/{name}']")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        seen[name] = [codes_in(one.screenshot()) for one in page.locator(".sheet").all()]
    assert seen["posters"] == [{one} for one in circles]
    assert seen["codes"] == [{network, join_url, *circles}]
    assert seen["cards"] == [{join_url}]


@pytest.mark.e2e
def test_scanned_poster_seats_somebody_with_one_tap(
    page: Page, server: Server, browser: Browser
) -> None:
    address = make(page, server, "Huiswerk met een poster")
    page.goto(address)
    scanned = page.input_value("#url-join").replace(FIXED, server.url) + "?circle=parents"
    phone = browser.new_context(locale="nl-NL", viewport={"width": 360, "height": 740}).new_page()
    phone.goto(scanned)
    expect(phone.locator(".phone-circles button")).to_have_count(1)
    phone.click("text=English")
    expect(phone.locator(".phone-circles button")).to_have_text("Parents")
    phone.click("text=I sit in another circle")
    expect(phone.locator(".phone-circles button")).to_have_count(3)
    phone.goto(scanned)
    phone.click(".phone-circles button")
    phone.wait_for_url("**/seat/**")
    expect(phone.locator("main")).to_be_visible()
    assert phone.request.get(scanned).status == 200
    phone.context.close()
