"""What is put off, in fresh processes: here, everything is loaded already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ia_events import later

_PUT_OFF = "import sys\nfrom ia_events import later\nlater.put_off(['textwrap', 'zipfile', 'no_such_module'])\n"


def _says(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", _PUT_OFF + program], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def test_imported_is_not_loaded_and_loaded_when_asked() -> None:
    said = _says(
        "import textwrap as one\nimport textwrap as two\n"
        "print('dedent' in vars(one), one.__name__, one.__file__.endswith('textwrap.py'))\n"
        "print(repr(two.dedent('  a')), 'dedent' in vars(one), type(one).__name__, one is sys.modules['textwrap'])\n"
    )
    assert said == "False textwrap True\n'a' True module True\n"


def test_names_imported_from_it_are_found() -> None:
    assert _says("from zipfile import ZipFile, is_zipfile\nprint(ZipFile.__module__)") == "zipfile\n"


def test_what_it_has_not_is_an_attribute_error() -> None:
    assert (
        _says("import textwrap\nprint(hasattr(textwrap, 'nothing'), hasattr(textwrap, 'nothing'))") == "False False\n"
    )
    assert _says("try: import no_such_module\nexcept ImportError as error: print(error.name)") == "no_such_module\n"


def test_a_package_finds_what_is_in_it() -> None:
    said = _says(
        "later.put_off(['email'])\nimport email.message\n"
        "print(email.message.EmailMessage.__name__, email.message_from_string('a: b')['a'], email.__package__)\n"
    )
    assert said == "EmailMessage b email\n"


def test_what_is_set_before_it_is_loaded_stays() -> None:
    said = _says(
        "later.put_off(['tempfile'])\nimport tempfile\ntempfile.tempdir = '/nowhere'\n"
        "print(tempfile.tempdir, tempfile.gettempdir())\n"
    )
    assert said == "/nowhere /nowhere\n"


def test_what_fails_to_load_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "moody.py").write_text(
        "import sys\nif not hasattr(sys, 'fine'): raise ImportError('not yet')\nword = 1\n"
    )
    said = _says(
        f"sys.path.insert(0, {str(tmp_path)!r})\nlater.put_off(['moody'])\nimport moody\n"
        "try: moody.word\nexcept ImportError as error: print(error)\n"
        "sys.fine = True\nprint(moody.word)\n"
    )
    assert said == "not yet\n1\n"


def test_all_can_be_loaded() -> None:
    assert (
        _says("later.load_all()\nprint('dedent' in vars(sys.modules['textwrap']), len(later._waiting))") == "True 0\n"
    )


def test_threads_that_ask_at_once_all_find_it() -> None:
    said = _says(
        "import threading, zipfile\nfound = []\n"
        "def ask(): found.append(zipfile.ZipFile.__name__ + zipfile.ZipInfo.__name__)\n"
        "threads = [threading.Thread(target=ask) for _ in range(8)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "print(len(found))\n"
    )
    assert said == "8\n"


def test_what_is_loaded_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import textwrap

    later.put_off(["textwrap"])
    assert sys.modules["textwrap"] is textwrap
    assert not later._waiting
