"""Files that are no list, no longer a list, or a trap: each is refused with its own code and a sentence that helps."""

from __future__ import annotations

import contextlib
import io
import os
import random
import socket
import struct
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink, ExternalSheetNames

from ia_events.domain.attendance import Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.spreadsheets import archives, guard, report, worker
from ia_events.spreadsheets.reading import read
from ia_events.spreadsheets.templates import fill_template
from tests.spreadsheets.conftest import HEADINGS, PEOPLE, MakeList

LISTS = Path(__file__).parent.parent / "data" / "lists"


def refusal(path: Path, **options: object) -> UserError:
    with pytest.raises(UserError) as error:
        read(path, **options)  # type: ignore[arg-type]
    assert path.name in error.value.message or error.value.code == "sheet_too_big"
    assert "{" not in error.value.message
    return error.value


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.xlsx").code == "file_missing"


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "dossier.xlsx"
    folder.mkdir()
    assert refusal(folder).code == "is_folder"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "vide.xlsx"
    path.touch()
    assert refusal(path).code == "file_empty"


def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("Nom;Prénom\n")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything
        _as_somebody_else(lambda: refusal(path).code, "no_permission")
    else:
        assert refusal(path).code == "no_permission"


def _as_somebody_else(code_of: Callable[[], str], expected: str) -> None:
    """Run in a child process that has given up root."""
    worker.close()  # its thread and its pipes are not to be copied
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgid(65534)
            os.setuid(65534)
            status = 0 if code_of() == expected else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_file_far_too_big(tmp_path: Path) -> None:
    path = tmp_path / "enorme.csv"
    with path.open("wb") as file:
        file.truncate(guard.MAX_FILE + 1)
    assert refusal(path).code == "file_too_big"


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"%PDF-1.7\n1 0 obj", "un PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "une image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "une image"),
        (b"BM\x36\0\0\0\0\0\0\0", "une image"),
        (b"\0\0\0\x18ftypheic", "une image"),
        (b"\0\0\0\x18ftypmp42", "une vidéo ou un son"),
        (b"{\\rtf1 Nom Pr\\'e9nom}", "un document texte (.rtf)"),
        (b"Rar!\x1a\x07\x01\x00", "une archive compressée"),
        (b"\xff\x00\x02\x00\x04\x04\x05\x54\x02\x00", "un fichier Microsoft Works"),
        (b'{"people": [{"nom": "Gumbs"}]}', "un fichier de données JSON"),
        (b'\xef\xbb\xbf[\n  {"nom": "Gumbs"}]', "un fichier de données JSON"),
        (b"BEGIN:VCARD\nN:Gumbs", "un fichier de contacts (.vcf)"),
        (b"<?xml version='1.0'?><liste><nom>Gumbs</nom></liste>", "un fichier XML"),
        (b"<html><body><p>Erreur 404</p></body></html>", "une page web sans tableau"),
        (b"From: a@exemple.fr\nMIME-Version: 1.0\n\nBonjour", "un message sans tableau"),
    ],
)
@pytest.mark.parametrize("suffix", [".xls", ".csv"])
def test_another_kind_of_file_is_called_by_its_name(tmp_path: Path, data: bytes, kind: str, suffix: str) -> None:
    path = tmp_path / f"liste{suffix}"
    path.write_bytes(data)
    refused = refusal(path)
    assert (refused.code, refused.values["kind"]) == ("other_format", kind)
    assert kind in refused.message


def test_a_program_is_no_list_whatever_commas_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "liste.py"
    path.write_text("nom, prenom = 'Gumbs', 'Éloïse'\nfor a, b in liste:\n    print(a, b)\n")
    refused = refusal(path)
    assert refused.code == "other_format"
    assert "un programme" in refused.message


@pytest.mark.parametrize(
    "text", ["[Externe] Nom;Prénom\nGumbs;Éloïse\n", "{Nom};{Prénom}\nGumbs;Éloïse\n", "From;To\n1;2\n"]
)
def test_text_that_begins_strangely_is_still_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(text)
    assert guard.look(path) == "text"


def test_bytes_that_are_nothing_known(tmp_path: Path) -> None:
    path = tmp_path / "liste.xls"
    path.write_bytes(bytes(range(256)) * 20)
    assert refusal(path).code == "unknown_format"


@pytest.mark.parametrize(
    "member, text, kind",
    [
        ("word/document.xml", "<document/>", "un document Word"),
        ("ppt/presentation.xml", "<presentation/>", "une présentation PowerPoint"),
        ("Index/Document.iwa", "x", "un fichier Numbers ou Pages d’Apple"),
        ("liste.pdf", "x", "une archive compressée"),
    ],
)
def test_a_zip_that_is_no_workbook(tmp_path: Path, member: str, text: str, kind: str) -> None:
    path = tmp_path / "liste.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, text)
    refused = refusal(path)
    assert (refused.code, refused.values["kind"]) == ("other_format", kind)


def test_a_text_document_of_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "liste.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    assert refusal(path).values["kind"] == "un document texte LibreOffice"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["liste_simple.xlsx", "liste_libreoffice.ods"])
def test_a_truncated_workbook(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / name
    data = (LISTS / name).read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path).code == "zip_truncated"


@pytest.mark.parametrize("kept", [600, 4000, 8380, 9000])
def test_a_truncated_old_workbook(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "liste.xls"
    path.write_bytes((LISTS / "liste_ancien_excel.xls").read_bytes()[:kept])
    assert refusal(path).code == "file_damaged"


def test_a_panic_of_the_library_is_a_damaged_file(tmp_path: Path) -> None:
    data = bytearray((LISTS / "liste_ancien_excel.xls").read_bytes())
    data[1421] = 0  # in a record of the styles, found by trying: calamine 0.9.1 slices past its end
    path = tmp_path / "liste.xls"
    path.write_bytes(data)
    assert refusal(path).code == "file_damaged"


def test_an_old_workbook_whose_sectors_go_round_in_a_circle(tmp_path: Path) -> None:
    data = bytearray((LISTS / "liste_ancien_excel.xls").read_bytes())
    table = data.index(struct.pack("<4I", 1, 2, 3, 4))
    data[table + 4 * 14 : table + 4 * 15] = struct.pack("<I", 3)
    path = tmp_path / "liste.xls"
    path.write_bytes(data)
    assert refusal(path).code == "file_damaged"


def test_an_old_workbook_that_asks_for_all_the_memory(tmp_path: Path) -> None:
    data = bytearray((LISTS / "liste_ancien_excel.xls").read_bytes())
    shared = data.index(b"\xfc\x00]\x06")
    data[shared + 8 : shared + 12] = b"\xff\xff\xff\x7f"
    path = tmp_path / "liste.xls"
    path.write_bytes(data)
    assert refusal(path).code == "file_damaged"


@pytest.mark.parametrize("name", ["liste_simple.xlsx", "liste_libreoffice.ods"])
def test_a_damaged_workbook_is_read_or_refused_never_a_crash(tmp_path: Path, name: str) -> None:
    data = (LISTS / name).read_bytes()
    choice = random.Random(1871)
    refused = 0
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(choice.randrange(1, 12)):
            damaged[choice.randrange(len(damaged))] = choice.randrange(256)
        path = tmp_path / name
        path.write_bytes(damaged)
        try:
            read(path)
        except UserError:
            refused += 1
    assert refused


def test_a_sheet_that_is_not_xml(tmp_path: Path, make_list: MakeList) -> None:
    path = _with_member(
        make_list([HEADINGS, *PEOPLE]),
        tmp_path / "liste2.xlsx",
        "xl/worksheets/sheet1.xml",
        b"<worksheet><sheetData><row",
    )
    assert refusal(path).code in {"file_damaged", "no_header"}


def test_a_zip_bomb(tmp_path: Path, make_list: MakeList) -> None:
    path = _with_member(
        make_list([HEADINGS]), tmp_path / "bombe.xlsx", "xl/worksheets/sheet1.xml", bytes(300 * 1024 * 1024)
    )
    assert path.stat().st_size < 1024 * 1024
    assert refusal(path).code == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path, make_list: MakeList) -> None:
    path = _with_member(
        make_list([HEADINGS]), tmp_path / "bombe.xlsx", "xl/worksheets/sheet1.xml", bytes(300 * 1024 * 1024)
    )
    data = bytearray(path.read_bytes())
    true_size = struct.pack("<I", 300 * 1024 * 1024)
    assert data.count(true_size) >= 1
    path.write_bytes(data.replace(true_size, struct.pack("<I", 5000)))
    assert refusal(path).code == "zip_bomb"


def test_a_shared_text_bomb_that_lies_about_its_size(tmp_path: Path, make_list: MakeList) -> None:
    path = _with_member(
        make_list([HEADINGS]), tmp_path / "bombe.xlsx", "xl/sharedStrings.xml", bytes(300 * 1024 * 1024)
    )
    data = path.read_bytes().replace(struct.pack("<I", 300 * 1024 * 1024), struct.pack("<I", 5000))
    path.write_bytes(data)
    assert refusal(path).code == "zip_bomb"


def _with_member(source: Path, target: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            if member.filename != name:
                after.writestr(member, before.read(member))
        after.writestr(name, content)
    return target


def _content_of(name: str) -> bytes:
    with zipfile.ZipFile(LISTS / name) as archive:
        return archive.read("content.xml")


def test_a_cell_at_the_end_of_the_world(make_list: MakeList) -> None:
    def far_away(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["XFD1048576"] = "oubli"

    path = make_list([HEADINGS, *PEOPLE], far_away)
    error = refusal(path)
    assert error.code == "sheet_too_big"
    assert "16384" in error.message


def test_another_sheet_with_a_cell_at_the_end_of_the_world_does_no_harm(make_list: MakeList) -> None:
    def far_away(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.parent.create_sheet("Brouillon")["XFD1048576"] = "oubli"

    assert len(read(make_list([HEADINGS, *PEOPLE], far_away)).rows) == 3


def test_a_cell_on_the_last_row_is_only_a_note(make_list: MakeList) -> None:
    def far_down(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A200000"] = "Fait à Marigot"

    listing = read(make_list([HEADINGS, *PEOPLE], far_down))
    assert len(listing.rows) == 3
    assert listing.skipped[-1] == (200_000, "signature")


def test_a_libreoffice_cell_at_the_end_of_the_world(tmp_path: Path) -> None:
    path = tmp_path / "liste.ods"
    content = _content_of("liste_libreoffice.ods")
    far = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row><table:table-row>'
        b'<table:table-cell table:number-columns-repeated="16000"/><table:table-cell office:value-type="string"><text:p>oubli</text:p>'
        b"</table:table-cell></table:table-row></table:table>"
    )
    _with_member(LISTS / "liste_libreoffice.ods", path, "content.xml", content.replace(b"</table:table>", far, 1))
    assert refusal(path).code == "sheet_too_big"


def test_the_empty_rest_of_a_libreoffice_sheet_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "liste.ods"
    content = _content_of("liste_libreoffice.ods")
    rest = (
        b'<table:table-row table:number-rows-repeated="1048550"><table:table-cell table:number-columns-repeated="16384"/>'
        b"</table:table-row></table:table>"
    )
    _with_member(LISTS / "liste_libreoffice.ods", path, "content.xml", content.replace(b"</table:table>", rest, 1))
    assert len(read(path).rows) == 25


# Passwords


@pytest.fixture
def protected(make_list: MakeList, tmp_path: Path) -> Path:
    plain = make_list([HEADINGS, *PEOPLE], name="clair.xlsx")
    path = tmp_path / "protégé.xlsx"
    with plain.open("rb") as file, path.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(file).encrypt("Soualiga", target)
    return path


def test_a_password_is_asked_for(protected: Path) -> None:
    assert refusal(protected).code == "password_needed"


def test_a_wrong_password_is_said(protected: Path) -> None:
    assert refusal(protected, password="soualiga").code == "password_wrong"


def test_the_right_password_opens_the_list(protected: Path) -> None:
    assert [r.attendee.email for r in read(protected, password="Soualiga").rows] == [p[3] for p in PEOPLE]


def test_a_password_that_was_not_needed_does_no_harm(make_list: MakeList) -> None:
    assert len(read(make_list([HEADINGS, *PEOPLE]), password="inutile").rows) == 3


def test_a_protected_libreoffice_workbook_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "liste.ods"
    manifest = '<manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></manifest>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", os.urandom(400))
        archive.writestr("META-INF/manifest.xml", manifest)
    assert refusal(path).code == "password_unsupported"


PROTECTED = LISTS.parent / "protected"  # made by LibreOffice 7.4, password « Soualiga »


def test_a_protected_old_workbook() -> None:
    assert refusal(PROTECTED / "protege.xls").code == "password_needed"
    assert refusal(PROTECTED / "protege.xls", password="soualiga").code == "password_wrong"
    listing = read(PROTECTED / "protege.xls", password="Soualiga")
    assert [r.attendee.email for r in listing.rows] == [p[3] for p in PEOPLE]


def test_a_libreoffice_workbook_really_protected() -> None:
    assert refusal(PROTECTED / "protege.ods", password="Soualiga").code == "password_unsupported"


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_protected_workbook_is_refused(tmp_path: Path, protected: Path, seed: int) -> None:
    choice = random.Random(seed)
    for source in (protected, PROTECTED / "protege.xls"):
        damaged = bytearray(source.read_bytes())
        for _ in range(6):
            damaged[choice.randrange(len(damaged))] = choice.randrange(256)
        path = tmp_path / f"abime{source.suffix}"
        path.write_bytes(damaged)
        with contextlib.suppress(UserError):
            read(path, password="Soualiga")


# Archives and XML made to mislead


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../../evil.xml",
        "xl/../../evil.xml",
        "..\\evil.xml",
        "C:\\evil.xml",
        "xl/WORKBOOK.xml",
        "xl\\workbook.xml",
    ],
)
def test_a_member_named_to_mislead(tmp_path: Path, make_list: MakeList, name: str) -> None:
    path = _with_member(make_list([HEADINGS, *PEOPLE]), tmp_path / "piege.xlsx", name, b"<a/>")
    assert refusal(path).code == "zip_members"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(tmp_path: Path, make_list: MakeList) -> None:
    path = make_list([HEADINGS, *PEOPLE])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", archive.read("xl/workbook.xml"))
    assert refusal(path).code == "zip_members"


def test_a_crowd_of_members(tmp_path: Path, make_list: MakeList) -> None:
    path = make_list([HEADINGS, *PEOPLE])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(archives.MAX_MEMBERS):
            archive.writestr(f"{number}", b"")
    assert refusal(path).code == "zip_members"


def test_a_list_of_members_too_long_to_be_read(tmp_path: Path, make_list: MakeList) -> None:
    path = make_list([HEADINGS, *PEOPLE])
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 50_000_000)
    path.write_bytes(data)
    assert refusal(path).code == "zip_members"


ENTITIES = b"""<?xml version="1.0"?><!-- %s --><!DOCTYPE a [<!ENTITY b "Dupont"><!ENTITY c "&b;&b;&b;&b;">]>"""
_PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "docProps/core.xml", "[Content_Types].xml"]  # fmt: skip


@pytest.mark.parametrize("part", _PARTS)
@pytest.mark.parametrize(
    "start",
    [
        ENTITIES,
        b"<!DOCTYPE a SYSTEM 'http://exemple.fr/a.dtd'>",
        b"\xef\xbb\xbf \n<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
        b"<?xml version='1.0'?><?a b?><!-- <a> --><!ENTITY a 'b'>",
    ],
)
def test_xml_that_declares_entities(tmp_path: Path, make_list: MakeList, part: str, start: bytes) -> None:
    source = make_list([HEADINGS, *PEOPLE])
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
        content = archive.read(part) if part in names else b"<sst/>"
    trap = _with_member(source, tmp_path / "piege.xlsx", part, start + content.removeprefix(b'<?xml version="1.0"?>'))
    assert refusal(trap).code == "xml_entities"
    for opening in (guard.open_list, guard.open_to_edit):
        with pytest.raises(UserError) as caught:
            opening(trap)
        assert caught.value.code == "xml_entities"


@pytest.mark.parametrize(
    "start",
    [
        b"<?xml version='1.0' encoding='cp037'?>",
        b"<?xml version='1.0' encoding='utf-7'?>",
        b" " * 70_000 + b"<!DOCTYPE a []>",
        b"<!--" + b"-" * 70_000 + b"--><!DOCTYPE a []>",
        "<!DOCTYPE a []>".encode("utf-16"),
        "<!DOCTYPE a []>".encode("utf-16-le"),
    ],
)
def test_xml_that_hides_what_it_declares(tmp_path: Path, make_list: MakeList, start: bytes) -> None:
    source = make_list([HEADINGS, *PEOPLE])
    path = _with_member(source, tmp_path / "piege.xlsx", "xl/styles.xml", start + b"<styleSheet/>")
    assert refusal(path).code == "file_damaged"


def test_the_old_manifests_of_openoffice_name_a_dtd(tmp_path: Path) -> None:
    path = tmp_path / "liste.ods"
    with zipfile.ZipFile(LISTS / "liste_libreoffice.ods") as archive:
        manifest = archive.read("META-INF/manifest.xml")
    declared = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    root = manifest.index(b"<manifest:manifest")
    _with_member(
        LISTS / "liste_libreoffice.ods", path, "META-INF/manifest.xml", manifest[:root] + declared + manifest[root:]
    )
    assert len(read(path).rows) == 25
    trap = declared.replace(b">", b" [<!ENTITY a 'b'>]>")
    _with_member(LISTS / "liste_libreoffice.ods", path, "META-INF/manifest.xml", trap + manifest[root:])
    assert refusal(path).code == "xml_entities"


def test_what_openpyxl_could_not_hold_is_not_opened_to_be_edited(
    tmp_path: Path, make_list: MakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_list([HEADINGS, *PEOPLE])
    with zipfile.ZipFile(source) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    merged = b'</sheetData><mergeCells><mergeCell ref="H1:XFD1048576"/></mergeCells>'
    trap = tmp_path / "piege.xlsx"
    _with_member(source, trap, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", merged))
    with pytest.raises(UserError) as caught:
        guard.open_to_edit(trap)
    assert (caught.value.code, caught.value.values["rows"]) == ("sheet_too_big", 1_048_576)
    assert len(read(trap).rows) == 3
    monkeypatch.setattr(guard, "MAX_EDITED", 1000)
    with pytest.raises(UserError) as caught:
        guard.open_to_edit(source)
    assert caught.value.code == "file_too_big_for_memory"


def test_a_bomb_is_refused_as_a_template_too(tmp_path: Path, make_list: MakeList) -> None:
    path = _with_member(
        make_list([HEADINGS]), tmp_path / "bombe.xlsx", "xl/worksheets/sheet1.xml", bytes(300 * 1024 * 1024)
    )
    event = Event(title="Soirée", slots=())
    matrix = Matrix(event=event, people=(), cells={})
    with pytest.raises(UserError) as caught:
        fill_template(tmp_path / "r.xlsx", path, event, matrix, made_at=datetime.now(UTC))
    assert caught.value.code == "zip_bomb"
    trap = _with_member(make_list([HEADINGS]), tmp_path / "piege.xlsx", "xl/sharedStrings.xml", ENTITIES + b"<sst/>")
    with pytest.raises(UserError) as caught:
        fill_template(tmp_path / "r.xlsx", trap, event, matrix, made_at=datetime.now(UTC))
    assert caught.value.code == "xml_entities"


# What a workbook would reach for, and run


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, who = server.accept()
                    came.append(who)
                    connection.close()

        thread = threading.Thread(target=wait)
        thread.start()
        yield server.getsockname()[1], came
        over.set()
        thread.join()


def test_nothing_outside_the_file_is_ever_fetched(
    tmp_path: Path, make_list: MakeList, listener: tuple[int, list[object]]
) -> None:
    port, came = listener
    address = f"http://127.0.0.1:{port}/autre.xlsx"

    def links(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["H1"] = "Lien"
        sheet["H2"].hyperlink = address
        sheet["H3"] = f'=WEBSERVICE("{address}")'
        sheet["H4"] = "=[1]Feuil1!A1"
        book = ExternalBook(sheetNames=ExternalSheetNames(["Feuil1"]), id="rId1")
        link = ExternalLink(externalBook=book)
        link.file_link = Relationship(type="externalLinkPath", Target=address, TargetMode="External", Id="rId1")
        sheet.parent._external_links.append(link)

    path = make_list([HEADINGS, *PEOPLE], links)
    with zipfile.ZipFile(path) as archive:
        assert any(name.startswith("xl/externalLinks/") for name in archive.namelist())
    listing = read(path)
    assert len(listing.rows) == 3
    report.write_report(tmp_path / "rapport.xlsx", path, listing, listing.problems, {("", 2): "Ajout"})
    content = _content_of("liste_libreoffice.ods").replace(
        b"</table:table>",
        f'<table:table-source xlink:href="{address}" table:filter-name="calc8"/></table:table>'.encode(),
        1,
    )
    ods = _with_member(LISTS / "liste_libreoffice.ods", tmp_path / "liens.ods", "content.xml", content)
    assert len(read(ods).rows) == 25
    time.sleep(0.1)
    assert came == []


def test_macros_are_neither_run_nor_kept(tmp_path: Path, make_list: MakeList) -> None:
    source = make_list([HEADINGS, *PEOPLE])
    with zipfile.ZipFile(source) as archive:
        types = archive.read("[Content_Types].xml")
    macro = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).replace(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')
    step = _with_member(source, tmp_path / "etape.xlsm", "[Content_Types].xml", macro)
    path = _with_member(step, tmp_path / "macros.xlsm", "xl/vbaProject.bin", os.urandom(3000))
    listing = read(path)
    assert [r.attendee.email for r in listing.rows] == [p[3] for p in PEOPLE]
    report.write_report(tmp_path / "rapport.xlsx", path, listing, listing.problems, {("", 2): "Ajout"})
    with zipfile.ZipFile(tmp_path / "rapport.xlsx") as archive:
        assert not any("vba" in name for name in archive.namelist())
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


# Workbooks without a list


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Bonjour"]],
        [["Titre", "Lieu"], ["Soirée", "Marigot"]],
        [["x"]] * 40,
    ],
)
def test_no_headings(make_list: MakeList, rows: list[list[object]]) -> None:
    error = refusal(make_list(rows))
    assert error.code == "no_header"
    assert "Nom et Prénom" in error.message


@pytest.mark.parametrize("rows", [[HEADINGS], [HEADINGS, [], ["Total", 0]]])
def test_headings_and_nobody(make_list: MakeList, rows: list[list[object]]) -> None:
    assert refusal(make_list(rows)).code == "no_people"


def test_text_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(io.BytesIO(b"bonjour tout le monde\n").getvalue())
    assert refusal(path).code == "no_header"


def test_the_folder_one_is_in_has_a_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert tmp_path.name in refusal(Path()).message
