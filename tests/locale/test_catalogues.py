"""The catalogues are complete, and the script that renews them takes what it should."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from facilitation import locale
from facilitation.locale import update
from facilitation.web.locale import speech

TEMPLATE = """
{# Translators: on the door #}
{{ _('Welcome') }} {{ say('You are listening now') }}
{{ ngettext('%(n)s note', '%(n)s notes', n) }} {{ pgettext('verb', 'Close') }}
{% trans name=x %}Hello {{ name }}{% endtrans %}
"""


LANGUAGES = [one for one in locale.languages() if one not in ("nl", "en")]

MINUTES = {"%(time)s min", "+ 1 min", "− 1 min"}
SAME_AS_DUTCH = {
    "de": {"Began", "began:", "Code", "Date", "Theme", "Yes"},
    "es": MINUTES | {"Wi-Fi"},
    "fr": MINUTES | {"Code", "code"},
    "pl": MINUTES | {"text"},
}
"""Words that the language shares with Dutch."""


def letters(string: str | tuple[str, ...]) -> bool:
    """Whether there is anything to translate."""
    return any(one.isalpha() for one in "".join(string))


def keys(path: Path) -> list[update.Key]:
    return [key for key, _ in update.messages_in(path)]


def test_catalogues_are_complete_and_up_to_date() -> None:
    assert update.check(update.extracted()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_simply_the_dutch_one(language: str) -> None:
    """A translator who was in a hurry leaves the Dutch, and no check of gettext notices."""
    dutch = {(one.id, one.context): one.string for one in update.read("nl") if one.id}
    same = {
        one.id
        for one in update.read(language)
        if one.id and one.string == dutch[one.id, one.context] and letters(one.string)
    }
    assert same == SAME_AS_DUTCH.get(language, set())


def test_plurals_have_every_form_of_their_language() -> None:
    forms = {
        language: {len(one.string) for one in update.read(language) if one.pluralizable}
        for language in locale.languages()
    }
    assert forms == {
        "nl": {2}, "ar": {6}, "de": {2}, "en": {2}, "es": {2}, "fr": {2}, "pl": {3}, "tr": {1},
        "uk": {3},
    }  # fmt: skip


@pytest.mark.parametrize("n", [0, 1, 2, 3, 11, 100])
@pytest.mark.parametrize("language", [*LANGUAGES, "en", "nl"])
def test_number_is_told_in_every_language(language: str, n: int) -> None:
    """Also in forms such as Arabic's for one and two, which may leave the digits out."""
    told = speech(language).ngettext("%(n)s note", "%(n)s notes", n)
    assert told
    assert "%" not in told


def test_messages_of_a_template(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(TEMPLATE, encoding="utf-8")
    assert keys(path) == [
        update.Key("Welcome"),
        update.Key("You are listening now", "je"),
        update.Key("You are listening now", "u"),
        update.Key(("%(n)s note", "%(n)s notes")),
        update.Key("Close", "verb"),
        update.Key("Hello %(name)s"),
    ]


def test_messages_of_a_module_skip_what_is_not_written_out(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(
        'A = N_("Opening")\nB = N_say("You speak")\n_(A)\nf"{_(\'In\')}"\n', encoding="utf-8"
    )
    assert keys(path) == [
        update.Key("Opening"),
        update.Key("You speak", "je"),
        update.Key("You speak", "u"),
        update.Key("In"),
    ]


def test_merge_takes_translations_and_names_what_no_source_uses(tmp_path: Path) -> None:
    wanted = Catalog(fuzzy=False)
    wanted.add("Welcome")
    catalogue = update.renewed(Catalog(locale="nl"), wanted, "nl")
    fragment = 'msgid "Welcome"\nmsgstr "Welkom"\n\nmsgid "Goodbye"\nmsgstr "Dag"\n'
    (tmp_path / "door.po").write_text(fragment, encoding="utf-8")
    assert update.merge(catalogue, tmp_path) == ["door.po: no source uses “Goodbye”"]
    welcome = catalogue.get("Welcome")
    assert welcome is not None
    assert welcome.string == "Welkom"


def test_shortcomings_name_a_placeholder_that_does_not_fit() -> None:
    catalogue = Catalog(locale="nl", fuzzy=False)
    catalogue.add("Hello %(name)s", "Dag %(naam)s")
    catalogue.add("Welcome")
    found = update.shortcomings(catalogue)
    assert [line.split(": ")[-1] for line in found] == ["“Hello %(name)s”", "“Welcome”"]


@pytest.mark.parametrize(
    ("tag", "served"), [("nl", "nl"), ("en-GB", "en"), ("EN", "en"), ("xx", "nl"), ("", "nl")]
)
def test_known_language_of_a_tag(tag: str, served: str) -> None:
    assert locale.known(tag) == served


def test_an_unknown_message_is_shown_as_it_is() -> None:
    assert locale.translations("en").gettext("Not in any catalogue") == "Not in any catalogue"
