"""The catalogues are complete, and the script that renews them takes what it should."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from facilitation import locale
from facilitation.locale import update

TEMPLATE = """
{# Translators: on the door #}
{{ _('Welcome') }} {{ say('You are listening now') }}
{{ ngettext('%(n)s note', '%(n)s notes', n) }} {{ pgettext('verb', 'Close') }}
{% trans name=x %}Hello {{ name }}{% endtrans %}
"""


def keys(path: Path) -> list[update.Key]:
    return [key for key, _ in update.messages_in(path)]


def test_catalogues_are_complete_and_up_to_date() -> None:
    assert update.check(update.extracted()) == []


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
