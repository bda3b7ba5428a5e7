"""Settings: where they come from, which wins, and that no secret is given where others see it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.config import Mode, Settings, load
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.mail_server import SmtpServer

if TYPE_CHECKING:
    from pathlib import Path

SECRET_URL = "postgresql+psycopg://tcm:geheim@db.example/tcm"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose configuration folder is empty, and nobody's home."""
    return {"TCM_CONFIG_DIR": str(tmp_path / "config"), "HOME": str(tmp_path)}


def write(environment: dict[str, str], tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    """Write `config.toml`."""
    folder = tmp_path / "config"
    folder.mkdir(exist_ok=True)
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    environment["TCM_CONFIG_DIR"] = str(folder)
    return path


def test_without_anything(environment: dict[str, str]) -> None:
    """German, local, colours by the terminal, an SQLite file in the data folder."""
    found = load({}, environment)
    assert (found.language, found.mode, found.theme) == ("de", Mode.LOCAL, None)
    assert found.timezone == "Europe/Berlin"
    assert found.url == f"sqlite:///{found.data_dir}/tcm.db"
    assert found.mail_dir == found.data_dir / "mail"


def test_arguments_win_over_variables_win_over_the_file(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Each only where the one before it says nothing."""
    write(environment, tmp_path, 'theme = "file"\ntimezone = "UTC"\nlanguage = "en"\n')
    environment |= {"TCM_THEME": "variable", "TCM_LANGUAGE": "de"}
    found = load({"theme": "argument", "language": None}, environment)
    assert (found.theme, found.language, found.timezone) == ("argument", "de", "UTC")


def test_every_setting_can_be_a_variable(environment: dict[str, str], tmp_path: Path) -> None:
    """Texts become the type of the setting."""
    environment |= {
        "TCM_DATA_DIR": str(tmp_path / "d"),
        "TCM_MODE": "service",
        "TCM_VIM_KEYS": "no",
        "TCM_MOUSE": "0",
        "TCM_HELP_PHONE": "0800 1",
        "TCM_PUBLIC_URL": "https://portal.example",
        "TCM_SMTP_HOST": "mail.example",
        "TCM_HELP_EMAIL": "hilfe@marketplace.example",
    }
    found = load({}, environment)
    assert found.data_dir == tmp_path / "d"
    assert (found.mode, found.vim_keys, found.mouse) == (Mode.SERVICE, False, False)
    assert (found.help_phone, found.public_url) == ("0800 1", "https://portal.example")
    assert found.help_email == "hilfe@marketplace.example"


def test_the_file_may_remap_keys(environment: dict[str, str], tmp_path: Path) -> None:
    """A table of binding ids."""
    write(environment, tmp_path, '[keys]\n"members.invite" = "i"\n')
    assert load({}, environment).keys == {"members.invite": "i"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("tehme = 'x'", "tehme"),
        ("theme = ", "config.toml"),
        ("mode = 'lokal'", "mode"),
        ("timezone = 'Mars/Olympus'", "Mars/Olympus"),
        ("timezone = '../etc/passwd'", "../etc/passwd"),
        ("language = 'fr'", "de"),
        ("vim_keys = 'vielleicht'", "vim_keys"),
        ("vim_keys = 3", "vim_keys"),
        ("sign_in_limit = -1", "sign_in_limit"),
        ("sign_in_limit = 'viele'", "sign_in_limit"),
        ("data_dir = 5", "data_dir"),
        ("keys = 'x'", "keys"),
        ("theme = ['a']", "theme"),
        ("sender = 'niemand'", "sender"),
    ],
)
def test_a_mistake_is_named(
    environment: dict[str, str], tmp_path: Path, text: str, named: str
) -> None:
    """One sentence, and it names the place."""
    write(environment, tmp_path, text)
    with pytest.raises(Invalid) as refused:
        load({}, environment)
    assert named in refused.value.message
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "url",
    [
        SECRET_URL,
        "postgresql://:geheim@/tcm",
        "postgresql://tcm@/tcm?host=/run&password=geheim",
        "postgresql://tcm:ge@heim@db.example/tcm",
    ],
)
def test_e8_a_password_is_refused_where_others_see_it(
    environment: dict[str, str], url: str
) -> None:
    """In an argument and in a variable; the sentence does not repeat it."""
    for given, variables in (({"database_url": url}, {}), ({}, {"TCM_DATABASE_URL": url})):
        with pytest.raises(Invalid) as refused:
            load(given, environment | variables)
        assert "database_url_file" in refused.value.message
        assert "heim" not in refused.value.message


def test_e8_a_password_in_a_file_of_ones_own(environment: dict[str, str], tmp_path: Path) -> None:
    """`database_url_file` names it, with mode 0600 and nothing else."""
    secret = tmp_path / "url"
    secret.write_text(f"{SECRET_URL}\n", encoding="utf-8")
    secret.chmod(0o640)
    environment["TCM_DATABASE_URL_FILE"] = str(secret)
    with pytest.raises(Invalid, match="chmod 600"):
        load({}, environment)
    secret.chmod(0o600)
    assert load({}, environment).url == SECRET_URL
    secret.unlink()
    with pytest.raises(Invalid, match="nicht lesbar"):
        load({}, environment)


def test_e8_a_password_in_the_configuration_needs_its_mode(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """`config.toml` with a password is refused when others can read it."""
    path = write(environment, tmp_path, f'database_url = "{SECRET_URL}"\n', 0o644)
    with pytest.raises(Invalid, match="chmod 600"):
        load({}, environment)
    path.chmod(0o600)
    assert load({}, environment).url == SECRET_URL


def test_k3_settings_never_show_the_database_address(tmp_path: Path) -> None:
    """A log line or a crash with the settings in it gives no password away."""
    assert "geheim" not in repr(Settings(tmp_path, tmp_path, database_url=SECRET_URL))


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ({}, "de"),
        ({"LANG": "C.UTF-8"}, "de"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_DE"}, "de"),
        ({"LANG": "de_DE", "LC_MESSAGES": "en_US"}, "en"),
    ],
)
def test_the_language_follows_the_locale(
    environment: dict[str, str], locale: dict[str, str], language: str
) -> None:
    """German where nothing else is said: the portal is German."""
    assert load({}, environment | locale).language == language


SERVICE = 'mode = "service"\nsmtp_host = "mail.example"\n'


def test_a_mail_server_is_a_value_of_its_own(environment: dict[str, str], tmp_path: Path) -> None:
    """Its password comes from a file, and shows in nothing that is written down."""
    secret = tmp_path / "password"
    secret.write_text("geheim\n", encoding="utf-8")
    secret.chmod(0o600)
    write(
        environment,
        tmp_path,
        f'smtp_host = "mail.example"\nsmtp_user = "portal"\nsmtp_password_file = "{secret}"\n',
    )
    found = load({}, environment)
    assert found.smtp == SmtpServer("mail.example", 587, user="portal", password="geheim")
    assert "geheim" not in repr(found)
    assert not found.has_mailbox


@pytest.mark.parametrize(
    ("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465), (None, 587)]
)
def test_a_mail_server_listens_where_its_kind_does(
    environment: dict[str, str], security: str | None, port: int
) -> None:
    """Unless a port is named; encrypted unless said otherwise."""
    environment["TCM_SMTP_HOST"] = "127.0.0.1"
    if security is not None:
        environment["TCM_SMTP_SECURITY"] = security
    server = load({}, environment).smtp
    assert server is not None
    assert (server.port, server.security) == (port, security or "starttls")
    environment["TCM_SMTP_PORT"] = "2525"
    server = load({}, environment).smtp
    assert server is not None
    assert server.port == 2525


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("smtp_host = 'mail.example'\nsmtp_port = 65536", "smtp_port"),
        ("smtp_host = 'mail.example'\nsmtp_port = 'viele'", "smtp_port"),
        ("smtp_host = 'mail.example'\nsmtp_security = 'ssl'", "smtp_security"),
        ("smtp_host = 'mail.example'\nsmtp_security = 'none'", "starttls"),
        ("smtp_host = '10.0.0.1'\nsmtp_security = 'none'", "starttls"),
        ("smtp_host = 'mail.example'\nsmtp_user = 'portal'", "smtp_password_file"),
        ("smtp_user = 'portal'", "smtp_host"),
        ("smtp_host = 'mail.example'\nsmtp_password = 'geheim'", "smtp_password"),
        ("help_email = 'niemand'", "@"),
    ],
)
def test_a_mistake_with_mail_is_named(
    environment: dict[str, str], tmp_path: Path, text: str, named: str
) -> None:
    """Codes are never sent in clear over a network, and no password stands in the file."""
    write(environment, tmp_path, text)
    with pytest.raises(Invalid) as refused:
        load({}, environment)
    assert named in refused.value.message
    assert "geheim" not in refused.value.message


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "127.3.2.1"])
def test_mail_to_this_machine_needs_no_encryption(environment: dict[str, str], host: str) -> None:
    """It passes no wire."""
    environment |= {"TCM_SMTP_HOST": host, "TCM_SMTP_SECURITY": "none"}
    assert load({}, environment).smtp is not None


def test_e8_the_password_for_mail_is_its_owners_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """A file that others can read, or that is not there, is refused; a variable is none."""
    secret = tmp_path / "password"
    secret.write_text("geheim\n", encoding="utf-8")
    secret.chmod(0o644)
    environment |= {
        "TCM_SMTP_HOST": "mail.example",
        "TCM_SMTP_USER": "portal",
        "TCM_SMTP_PASSWORD_FILE": str(secret),
    }
    with pytest.raises(Invalid, match="chmod 600"):
        load({}, environment)
    secret.unlink()
    with pytest.raises(Invalid, match="nicht lesbar"):
        load({}, environment)
    del environment["TCM_SMTP_PASSWORD_FILE"]
    with pytest.raises(Invalid, match="smtp_password_file"):
        load({}, environment | {"TCM_SMTP_PASSWORD": "geheim"})


def test_mail_stays_here_without_a_server(environment: dict[str, str]) -> None:
    """In a Maildir, which „Postfach“ shows."""
    found = load({}, environment)
    assert found.smtp is None
    assert found.has_mailbox


def test_service_mode_needs_a_mail_server(environment: dict[str, str], tmp_path: Path) -> None:
    """Else everybody's codes would lie in files; with one there is no „Postfach“."""
    write(environment, tmp_path, 'mode = "service"\n')
    with pytest.raises(Invalid, match="smtp_host"):
        load({}, environment)
    write(environment, tmp_path, SERVICE)
    found = load({}, environment)
    assert not found.has_mailbox
    assert found.export_jail == found.data_dir / "export"
    assert found.import_jail == found.data_dir / "import"


@pytest.mark.parametrize("place", ["file", "folder"])
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_service_mode_refuses_settings_that_others_could_change(
    environment: dict[str, str], tmp_path: Path, place: str, mode: int
) -> None:
    """The file, or the folder in which it could be replaced."""
    path = write(environment, tmp_path, SERVICE)
    wide = path if place == "file" else path.parent
    wide.chmod(mode | 0o111)
    with pytest.raises(Invalid, match="chmod go-w") as refused:
        load({}, environment)
    assert str(wide) in refused.value.message
    wide.chmod(0o755)
    assert load({}, environment).mode is Mode.SERVICE


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("place", ["file", "folder"])
def test_service_mode_refuses_settings_of_somebody_else(
    environment: dict[str, str], tmp_path: Path, place: str
) -> None:
    """Root's or the account's own, nobody else's."""
    path = write(environment, tmp_path, SERVICE, 0o644)
    os.chown(path if place == "file" else path.parent, 65_534, -1)
    with pytest.raises(Invalid, match="muss root oder dem Konto gehören"):
        load({}, environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TCM_MODE", "local"),
        ("TCM_SMTP_HOST", "mail.evil.example"),
        ("TCM_SENDER", "a@evil.example"),
        ("TCM_PUBLIC_URL", "https://evil.example"),
        ("TCM_KEY_FILE", "/srv/other.key"),
    ],
)
def test_service_mode_is_not_taken_back_by_a_variable(
    environment: dict[str, str], tmp_path: Path, name: str, value: str
) -> None:
    """What several people rely on stands in one file; how it looks is each one's own."""
    write(environment, tmp_path, SERVICE)
    with pytest.raises(Invalid, match=name.removeprefix("TCM_").lower()):
        load({}, environment | {name: value})
    assert load({"language": "en"}, environment | {"TCM_THEME": "tcm-light"}).language == "en"


def test_where_the_key_is(tmp_path: Path) -> None:
    """Beside the settings, not in the folder that is copied; a demo keeps its own."""
    settings = Settings(data_dir=tmp_path / "data", config_dir=tmp_path / "config")
    assert settings.key_path("abc", demo=False) == tmp_path / "config" / "abc.key"
    assert settings.key_path("abc", demo=True) == tmp_path / "data" / "abc.key"
    named = replace(settings, key_file=tmp_path / "named.key")
    assert named.key_path("abc", demo=False) == tmp_path / "named.key"
    assert named.key_path("abc", demo=True) == tmp_path / "data" / "abc.key"
    assert replace(settings, mode=Mode.SERVICE).key_path("abc", demo=False) is None
