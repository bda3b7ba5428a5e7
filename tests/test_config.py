"""Settings: where they come from, which wins, and that no secret is given where others see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.config import Mode, Settings, load
from tcm_tui.domain.errors import Invalid

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
    }
    found = load({}, environment)
    assert found.data_dir == tmp_path / "d"
    assert (found.mode, found.vim_keys, found.mouse) == (Mode.SERVICE, False, False)
    assert (found.help_phone, found.public_url) == ("0800 1", "https://portal.example")


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
