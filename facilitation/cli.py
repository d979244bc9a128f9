"""The command line of the contract: ``driegesprek serve | new | minutes | …``.

Rule: exit code 0 is done, 1 refused with one clear line on standard error and no traceback, 2 wrong
usage. Every option has an environment variable ``DRIEGESPREK_…``.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from facilitation import __version__, accounts, keys, preparation, rehearsal
from facilitation.concurrency import MODES, Tools, run_here
from facilitation.core import commands
from facilitation.core.model import Conversation, Role
from facilitation.core.refusals import Refused
from facilitation.creating import create
from facilitation.locale import languages, translations
from facilitation.service import Service
from facilitation.store import StoreBusy
from facilitation.store.sqlite import SqliteStore
from facilitation.web.addresses import public_url
from facilitation.web.settings import Settings

DATABASE = "driegesprek.sqlite"


NOT_RESTORED = {
    "missing": "there is no file {file}",
    "not_ours": "{file} is not a backup of driegesprek",
    "damaged": "{file} is damaged",
    "newer": "{file} was made by a newer version of driegesprek",
    "in_use": "the data is in use: stop the server first",
}


NOT_IMPORTED = {
    "not_ours": "this file is not a conversation that driegesprek exported",
    "newer": "this file was made by a newer version of driegesprek",
    "broken": "this file is damaged: {}",
}


class Stopped(Exception):
    """The command is refused: one line for standard error, exit code 1."""


def main(arguments: Sequence[str], tools: Tools) -> int:
    """Parse and run; gives the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int | None = options.run(options, tools)
    except (Stopped, Refused, StoreBusy, OSError, sqlite3.Error) as error:
        print(f"driegesprek: {_told(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return code or 0


def _told(error: Exception) -> str:
    if isinstance(error, Refused):
        from facilitation.web.locale import speech
        from facilitation.web.refusals import sentence

        return sentence(error, speech("en"))
    return " ".join(str(error).split()) or type(error).__name__


# --- options


def _variable(name: str, fallback: str | None = None) -> str | None:
    return os.environ.get(f"DRIEGESPREK_{name}", fallback)


def _switch(name: str) -> bool:
    return (_variable(name) or "").strip().lower() not in ("", "0", "no", "false", "off")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="driegesprek", description="Run three-way conversations (driegesprekken) in a school."
    )
    parser.add_argument("--version", action="version", version=f"driegesprek {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _serving(_command(commands, "serve", serve, "run the server"))
    one = _command(commands, "demo", demo, "serve an example evening with simulated phones")
    one.set_defaults(data=Path(_variable("DATA", "./data") or "./data") / "demo")
    _serving(one)
    _new(_command(commands, "new", new, "make a conversation and print its links"))
    _minutes(_command(commands, "minutes", minutes, "write the minutes of a conversation"))
    one = _command(commands, "export", export, "write a whole conversation, to import it again")
    one.add_argument("code", metavar="CODE")
    one.add_argument("-o", "--output", type=Path, metavar="FILE", default=_variable("OUTPUT"))
    one = _command(commands, "import", import_, "take in a conversation that was exported")
    one.add_argument("file", metavar="FILE", type=Path)
    one.add_argument("--school", default=_variable("SCHOOL"), help="default: the one it names")
    _address(one)
    one = _command(commands, "forget", forget, "erase one conversation")
    one.add_argument("code", metavar="CODE")
    _command(commands, "purge", purge, "erase everything whose retention has passed")
    one = _command(commands, "backup", backup, "copy the database while the server runs")
    one.add_argument("file", metavar="FILE", type=Path)
    one = _command(commands, "restore", restore, "put a backup back while the server is stopped")
    one.add_argument("file", metavar="FILE", type=Path)
    one = _command(commands, "reset-password", reset_password, "print a new sign-in link")
    one.add_argument(
        "--account", metavar="NAME", default=_variable("ACCOUNT"), help="default: the first one"
    )
    _address(one)
    _serving(_command(commands, "check", check, "test what an evening needs"))
    return parser


def _command(commands: Any, name: str, run: Any, about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    parser.add_argument("--data", type=Path, default=Path(_variable("DATA", "./data") or "./data"))
    parser.set_defaults(run=run)
    return parser


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--public-url", metavar="URL", default=_variable("PUBLIC_URL"))
    parser.add_argument("--host", metavar="H", default=_variable("HOST", "0.0.0.0"))  # nosec B104  # phones reach it
    parser.add_argument("--port", metavar="P", type=_port, default=_variable("PORT", "8000"))


def _serving(parser: argparse.ArgumentParser) -> None:
    _address(parser)
    mode = _variable("ASYNC_MODE", "eventlet")
    parser.add_argument("--async-mode", type=_one_of(MODES), choices=MODES, default=mode)
    parser.add_argument(
        "--proxied",
        action="store_true",
        default=_switch("PROXIED"),
        help="a reverse proxy stands in front; believe its X-Forwarded headers",
    )
    parser.add_argument(
        "--most-phones",
        type=int,
        metavar="N",
        default=_variable("MOST_PHONES", "400"),
        help="phones connected at once to one conversation (default: 400)",
    )
    parser.add_argument(
        "--patterns",
        action="store_true",
        default=_switch("PATTERNS"),
        help="show all parts of the interface at /-/patterns, for development",
    )


def _one_of(names: Sequence[str]) -> Callable[[str], str]:
    """One of these names. For defaults, argparse itself does not look at ``choices``."""

    def chosen(text: str) -> str:
        if text not in names:
            raise argparse.ArgumentTypeError(f"choose from {', '.join(names)}, not {text!r}")
        return text

    return chosen


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"not a port: {text}")
    return port


def _new(parser: argparse.ArgumentParser) -> None:
    for name, key in (("theme", "THEME"), ("question", "QUESTION")):
        fallback = _variable(key)
        parser.add_argument(f"--{name}", required=fallback is None, default=fallback)
    parser.add_argument("--school", default=_variable("SCHOOL", ""))
    parser.add_argument("--date", default=_variable("DATE"), help="2026-11-24 (default: today)")
    parser.add_argument("--time", default=_variable("TIME"), metavar="HH:MM")
    parser.add_argument("--timezone", default=_variable("TIMEZONE", "Europe/Amsterdam"))
    parser.add_argument("--lang", default=_variable("LANG", "nl"))
    circles = _variable("CIRCLE")
    parser.add_argument(
        "--circle",
        action="append",
        metavar="key:Name:minutes:minutes",
        default=circles.split(";") if circles else None,
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON (the default, and only form)"
    )
    parser.add_argument(
        "--follows",
        default=_variable("FOLLOWS"),
        metavar="CODE",
        help="open with the agreements of this earlier conversation",
    )
    _address(parser)


def _minutes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE")
    formats = ("html", "md", "csv", "json", "pdf", "docx")
    parser.add_argument(
        "--format", type=_one_of(formats), choices=formats, default=_variable("FORMAT", "html")
    )
    parser.add_argument(
        "--without-appendix", action="store_true", default=_switch("WITHOUT_APPENDIX")
    )
    editions = ("full", "public", "brief")
    parser.add_argument(
        "--edition",
        type=_one_of(editions),
        choices=editions,
        default=_variable("EDITION", "full"),
        help="full for the organiser, public for everybody, brief: one page in plain words",
    )
    parser.add_argument(
        "--lang",
        type=_one_of(languages()),
        choices=languages(),
        default=_variable("LANG"),
        help="of headings and fixed words (default: the conversation's)",
    )
    parser.add_argument(
        "--as-noted",
        action="store_true",
        default=_switch("AS_NOTED"),
        help="as they were noted, without the corrections",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", default=_variable("OUTPUT"))


def settings_of(options: argparse.Namespace) -> Settings:
    """The installation's settings as the command line gives them."""
    return Settings(
        data=options.data,
        host=getattr(options, "host", "0.0.0.0"),  # nosec B104  # phones reach it
        port=int(getattr(options, "port", 8000)),
        public_url=_checked_url(getattr(options, "public_url", None)),
        proxied=getattr(options, "proxied", False),
        most_phones=int(getattr(options, "most_phones", 400)),
        patterns=getattr(options, "patterns", False),
    )


def _checked_url(url: str | None) -> str | None:
    if url is None or url == "":
        return None
    if not url.startswith(("http://", "https://")) or any(c.isspace() for c in url):
        raise Stopped(f"--public-url must begin with http:// or https://, not {url!r}")
    return url.rstrip("/")


# --- the installation


def open_service(options: argparse.Namespace, tools: Tools | None = None) -> Service:
    """The service on the data directory, which is made when it is not there."""
    data: Path = options.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    run = tools.run_in_thread if tools else run_here
    return Service(lambda: SqliteStore(data / DATABASE), run)


def _existing(options: argparse.Namespace) -> Service:
    if not (options.data / DATABASE).exists():
        raise Stopped(f"there is no database in {options.data}")
    return open_service(options)


def find(service: Service, code: str) -> Conversation:
    """The conversation with a typed code."""
    found = service.by_code(keys.typed(code))
    if found is None:
        raise Stopped(f"there is no conversation with the code {code}")
    return service.latest(found)


# --- commands


def serve(options: argparse.Namespace, tools: Tools) -> None:
    """Run the server until it is stopped."""
    from facilitation.serving import run

    run(settings_of(options), open_service(options, tools), tools)


def demo(options: argparse.Namespace, tools: Tools) -> None:
    """Serve an example evening, half way, with thirty phones that keep writing."""
    from facilitation.demo import run

    run(settings_of(options), lambda: open_service(options, tools), tools)


def new(options: argparse.Namespace, tools: Tools) -> None:
    """Make a conversation; print its code and links as JSON."""
    from facilitation.web.access import links

    settings = settings_of(options)
    with closing(open_service(options)) as service:
        try:
            prepared = preparation.from_options(vars(options), now=service.clock())
        except preparation.Invalid as invalid:
            raise Stopped(str(invalid)) from invalid
        earlier = find(service, options.follows).id if options.follows else ""
        if earlier in rehearsal.kept(service):
            raise Stopped(f"{options.follows} is a rehearsal; nothing follows it")
        school = accounts.school_named(service, prepared.school)
        conversation = create(service, keys.secret(options.data), prepared, school)
        if earlier:
            organiser = commands.Actor(Role.ORGANISER)
            service.run(conversation.id, commands.Follow(actor=organiser, earlier=earlier))
        found = links(conversation, keys.secret(options.data), public_url(settings))
    print(
        json.dumps(
            {
                "code": found.code,
                "join_url": found.join_url,
                "screen_url": found.screen_url,
                "chair_url": found.chair_url,
                "minute_taker_url": found.minute_taker_url,
            },
            indent=2,
        )
    )


_NOT_IN_THIS_EDITION = dict.fromkeys(
    ("csv", "json"), "the short edition is a page to read: choose html, md, pdf or docx"
) | {"as noted": "only the full edition can be as it was noted: what is hidden stays hidden"}


def minutes(options: argparse.Namespace, tools: Tools) -> None:
    """Write the minutes to a file or to standard output."""
    from facilitation.minutes import NotInThisEdition, write
    from facilitation.web.locale import circle_names

    with closing(_existing(options)) as service:
        conversation = find(service, options.code)
        if conversation.id in rehearsal.kept(service):
            raise Stopped(f"{options.code} is a rehearsal; nothing of it is kept")
        language = options.lang or conversation.language
        try:
            written, _, _ = write(
                conversation,
                options.format,
                words=translations(language),
                language=language,
                now=service.clock(),
                earlier=service.earlier(conversation),
                appendix=not options.without_appendix,
                edition=options.edition,
                names=circle_names(conversation, language),
                as_noted=options.as_noted,
            )
        except NotInThisEdition as refused:
            raise Stopped(_NOT_IN_THIS_EDITION[str(refused)]) from refused
    _written(written, options.output)


def _written(written: bytes, output: str | Path | None) -> None:
    if output:
        Path(output).write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()


def export(options: argparse.Namespace, tools: Tools) -> None:
    """Write a whole conversation to a file or to standard output."""
    from facilitation.exporting import exported

    with closing(_existing(options)) as service:
        conversation = find(service, options.code)
        if conversation.id in rehearsal.kept(service):
            raise Stopped(f"{options.code} is a rehearsal; nothing of it is kept")
        _written(exported(conversation), options.output)


def import_(options: argparse.Namespace, tools: Tools) -> None:
    """Take in an exported conversation; print its code and, where it has them, its links."""
    from facilitation.exporting import AlreadyHere, NotAnExport, read, take_in
    from facilitation.web.access import links

    data = options.file.read_bytes()
    secret = keys.secret(options.data)
    with closing(open_service(options)) as service:
        try:
            school = accounts.school_named(service, options.school or read(data).school)
            taken = take_in(service, secret, data, school)
        except NotAnExport as refused:
            raise Stopped(NOT_IMPORTED[refused.code].format(refused.where)) from refused
        except AlreadyHere as here:
            raise Stopped("this conversation is here already") from here
    found = {"code": taken.code}
    if taken.links:
        made = links(taken, secret, public_url(settings_of(options)))
        found |= {one: getattr(made, one) for one in made.__slots__}
    print(json.dumps(found, indent=2))


def forget(options: argparse.Namespace, tools: Tools) -> None:
    """Erase one conversation."""
    with closing(_existing(options)) as service:
        service.forget(find(service, options.code).id)
    print(f"Conversation {keys.typed(options.code)} is erased. Copies carried away are not.")


def purge(options: argparse.Namespace, tools: Tools) -> None:
    """Erase what is past its retention."""

    def tell(done: int, of: int) -> None:
        if of and sys.stderr.isatty():
            print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    with closing(_existing(options)) as service:
        gone = service.purge(told=tell)
    print(f"Notes, answers and links of {len(gone)} conversation(s) are erased.")


def backup(options: argparse.Namespace, tools: Tools) -> None:
    """Copy the database, also while the server runs."""
    with closing(_existing(options)) as service:
        service.backup(options.file)
    print(f"Backup written to {options.file}. 'forget' cannot reach it: delete it yourself.")


def restore(options: argparse.Namespace, tools: Tools) -> None:
    """Put a backup back; refused while a server has the data open."""
    from facilitation.store.backup import NotRestored
    from facilitation.store.backup import restore as put_back

    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        put_back(options.file, options.data / DATABASE)
    except NotRestored as refused:
        raise Stopped(NOT_RESTORED[refused.code].format(file=options.file)) from refused
    print(f"Restored from {options.file}.")


def reset_password(options: argparse.Namespace, tools: Tools) -> None:
    """Print a one-time link to set a new password; that account is signed out everywhere."""
    from facilitation.serving import SERVED_AT
    from facilitation.web.signin import first_link, organisers

    with closing(open_service(options)) as service:
        settings = settings_of(options)
        address = settings.public_url or service.setting(SERVED_AT) or public_url(settings)
        wanted = options.account and options.account.strip().casefold()
        known = organisers(service)
        account = next((one for one in known if one.name.casefold() == wanted), None)
        if wanted and account is None:
            raise Stopped(f"there is no account with the name {options.account}")
        print(first_link(service, address, True, account.id if account else None))


def check(options: argparse.Namespace, tools: Tools) -> int:
    """Say whether this machine is ready for an evening."""
    from facilitation.check import run

    return run(settings_of(options))
