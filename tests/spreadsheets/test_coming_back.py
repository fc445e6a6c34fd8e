"""A return that comes back, whatever was done to it in between; two were saved by LibreOffice."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from ia_events.domain.attendance import Matrix, State
from ia_events.domain.dates import slot_hours
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.figures import slot_titles
from ia_events.domain.people import Attendee, Status
from ia_events.domain.returned import FIELD_KEYS, recorded
from ia_events.domain.three_way import Comparison, Kind, compare
from ia_events.i18n import _, use
from ia_events.spreadsheets import coming_back, consolidating, returns
from ia_events.spreadsheets.coming_back import read
from ia_events.spreadsheets.raw import RawBook, load
from tests.spreadsheets.test_returns import MADE_AT, a_matrix, an_event, some_people

KEY = "ab" * 32
SAVED = Path(__file__).parents[1] / "data" / "returns"
Change = Callable[[Any], None]  # of an openpyxl workbook


def the_grid(people: list[Attendee] | None = None) -> Matrix:
    event = replace(an_event(), key=KEY)
    return a_matrix(event, people or some_people())


def make(file: Path, *, password: str | None = None, grid: Matrix | None = None) -> Path:
    grid = grid or the_grid()
    returns.write_return(file, grid.event, grid, made_at=MADE_AT, password=password)
    return file


@pytest.fixture
def came(tmp_path: Path) -> Callable[..., Comparison]:
    """Send the return, do something to it, compare what came back."""

    def come(change: Change = lambda _book: None, *, grid: Matrix | None = None) -> Comparison:
        file = make(tmp_path / "retour.xlsx")
        book = load_workbook(file)
        change(book)
        book.save(file)
        return against(file, grid)

    return come


def against(file: Path, grid: Matrix | None = None) -> Comparison:
    grid = grid or the_grid()
    ours = {
        p.id: {
            **{key: str(getattr(p, key)) for key in FIELD_KEYS},
            **{slot.id: recorded(grid.cells[p.id, slot.id].state) for slot in grid.event.slots},
        }
        for p in grid.people
    }
    return compare(read(file), KEY, grid.event.id, ours, {})


def column(sheet: Any, heading: str) -> int:
    return int(next(cell.column for row in sheet.iter_rows(max_row=9) for cell in row if cell.value == heading))


def cell(sheet: Any, name: str, heading: str) -> Any:
    row = next(row for row in sheet.iter_rows() if name in [c.value for c in row])[0].row
    return sheet.cell(row, column(sheet, heading))


def said(found: Comparison) -> dict[tuple[str, str], tuple[str | None, str]]:
    """What came back, by (person, cell)."""
    return {(c.ref, cell.key): (cell.base, cell.theirs) for c in found.changes for cell in c.cells}


@pytest.mark.parametrize("name", ["retour_libreoffice.xlsx", "retour_libreoffice.ods"])
def test_saved_by_libreoffice_nothing_is_lost(name: str) -> None:
    found = against(SAVED / name)
    assert (found.changes, found.unchanged, found.notes) == ((), 5, ())
    assert found.returned.identity is not None
    assert (found.returned.identity.event_id, found.returned.identity.made_at) == ("e", MADE_AT)


def test_saved_by_openpyxl_nothing_is_lost(came: Callable[..., Comparison]) -> None:
    assert (came().changes, came().notes) == ((), ())


def test_an_encrypted_return_comes_back_with_its_password(tmp_path: Path) -> None:
    file = make(tmp_path / "retour.xlsx", password="Colibri")
    with pytest.raises(UserError) as caught:
        read(file)
    assert caught.value.code == "password_needed"
    assert len(read(file, password="Colibri").rows) == 5


def test_a_return_made_in_english_is_read_in_french(tmp_path: Path) -> None:
    use("en")
    try:
        file = make(tmp_path / "return.xlsx")
    finally:
        use("fr")
    assert (against(file).changes, against(file).notes) == ((), ())


def test_changed_cells_are_told_one_by_one(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        people, grid = book["Inscriptions"], book["Présences"]
        cell(people, "Arrondell", "Fonction").value = "Directrice adjointe"
        cell(people, "Arrondell", "Grade").value = None
        cell(people, "N'Diaye", "Inscription").value = "Inscription"
        cell(people, "Sainte-Luce", "Qualité à l’événement").value = "Officiel"
        cell(grid, "d'Arbaud", "Matin 15/12").value = "X"
        cell(grid, "d'Arbaud", "Après-midi 15/12").value = "Abs"
        cell(grid, "Arrondell", "Matin 16/12").value = None

    found = came(change)
    assert said(found) == {
        ("r1", "job_title"): ("Cheffe de service", "Directrice adjointe"),
        ("r1", "grade"): ("Attachée", ""),
        ("r3", "status"): ("cancelled", "registered"),
        ("r5", "role"): ("speaker", "dignitary"),
        ("r2", "s0"): ("absent", "present"),
        ("r2", "s1"): ("present", "absent"),
        ("r1", "s2"): ("excused", ""),
    }
    assert found.conflicts == 0
    assert found.notes == ()


def test_values_retyped_are_the_same_values(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        people = book["Inscriptions"]
        cell(people, "Arrondell", "Téléphone").value = 690123456
        cell(people, "Arrondell", "Code postal").value = 1234
        cell(people, "Arrondell", "SIRET").value = 21971127600013
        cell(people, "Arrondell", "Courriel").value = "Eloise@Exemple.fr "
        cell(people, "Arrondell", "Civilité").value = "Madame"
        cell(people, "N'Diaye", "Nom").value = "N’Diaye"
        cell(book["Présences"], "Arrondell", "Matin 15/12").value = "présent"

    assert came(change).changes == ()


def test_a_phone_number_retyped_as_another_is_one(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        cell(book["Inscriptions"], "Arrondell", "Téléphone").value = 690999999

    assert said(came(change)) == {("r1", "phone"): ("0690123456", "0690999999")}


def test_rows_sorted_and_filtered_say_nothing(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        for name in ("Inscriptions", "Présences"):
            sheet = book[name]
            rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2, max_row=6)]
            for number, row in enumerate(reversed(rows), 2):
                for place, value in enumerate(row, 1):
                    sheet.cell(number, place).value = value
            sheet.row_dimensions[3].hidden = True

    assert came(change).changes == ()


def test_columns_moved_inserted_renamed_and_removed(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        people, grid = book["Inscriptions"], book["Présences"]
        people.insert_rows(1, 2)
        people["A1"] = "Liste corrigée par le siège"
        people.insert_cols(2)
        people.cell(3, 2).value = "Avis"
        people.cell(4, 2).value = "vu"
        people.delete_cols(column(people, "Grade"))
        # two that change places
        one, other = column(people, "Fonction"), column(people, "Service")
        for row in range(3, people.max_row + 1):
            a, b = people.cell(row, one), people.cell(row, other)
            a.value, b.value = b.value, a.value
        people.cell(3, column(people, "Collectivité")).value = "Structure de rattachement"
        cell(people, "Arrondell", "Fonction").value = "Directrice"
        grid.cell(1, column(grid, "Matin 15/12")).value = "Lundi matin"

    found = came(change)
    assert said(found) == {("r1", "job_title"): ("Cheffe de service", "Directrice")}
    assert [(note.code, dict(note.values)["heading"]) for note in found.notes] == [
        ("column_missing", "Grade"),
        ("column_added", "Avis"),
    ]


def test_rows_deleted_are_withdrawals_and_rows_added_are_people(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        people, grid = book["Inscriptions"], book["Présences"]
        people.delete_rows(cell(people, "Le Goff", "Nom").row)
        grid.delete_rows(cell(grid, "Le Goff", "Nom").row)
        people.append([None, "Hodge", "Ruth", None, "ruth.hodge@exemple.fr", "0690 77 88 99"])
        grid.append(["HODGE", "Ruth", None, None, "P", "Retard"])
        grid.append(["Carty", "Denis", "SDIS 971", "Participant", "x"])
        people.append([])
        people.append([None, None, None, None, "perdu@exemple.fr"])

    found = came(change)
    assert {(c.kind, c.name) for c in found.changes} == {
        (Kind.WITHDRAWN, "LE GOFF Yann"),
        (Kind.ADDED, "HODGE Ruth"),
        (Kind.ADDED, "CARTY Denis"),
    }
    hodge = next(c for c in found.changes if c.name == "HODGE Ruth")
    assert {cell.key: cell.theirs for cell in hodge.cells} == {
        "last_name": "Hodge", "first_name": "Ruth", "email": "ruth.hodge@exemple.fr", "phone": "0690778899", "s0": "present", "s1": "late",
    }  # fmt: skip
    assert [note.code for note in found.notes] == ["row_unnamed"]


def test_a_row_copied_and_edited_is_a_new_person(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        people = book["Inscriptions"]
        row = cell(people, "Arrondell", "Nom").row
        people.append([c.value for c in people[row]])
        people.append([c.value for c in people[row]])
        people.cell(people.max_row, column(people, "Prénom")).value = "Noé"

    found = came(change)
    assert [(c.kind, c.name) for c in found.changes] == [(Kind.ADDED, "ARRONDELL Noé")]
    assert [note.code for note in found.notes] == ["row_copied"]


def test_a_name_corrected_on_the_presences_alone_is_seen(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        cell(book["Présences"], "Arrondell", "Collectivité").value = "Ville de Basse-Terre"
        cell(book["Présences"], "d'Arbaud", "Prénom").value = "Loïk"
        cell(book["Inscriptions"], "d'Arbaud", "Prénom").value = "Loick"

    found = came(change)
    assert said(found) == {
        ("r1", "employer"): ("Collectivité de Saint-Martin", "Ville de Basse-Terre"),
        ("r2", "first_name"): ("Loïc", "Loick"),
    }
    assert [note.code for note in found.notes] == ["cells_disagree"]


def test_what_is_not_understood_changes_nothing_and_is_said(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        cell(book["Présences"], "Arrondell", "Matin 15/12").value = "peut-être"
        cell(book["Inscriptions"], "Arrondell", "Inscription").value = "à voir"
        cell(book["Inscriptions"], "Arrondell", "Fonction").value = "#REF!"

    found = came(change)
    assert found.changes == ()
    assert [(n.code, dict(n.values)["value"]) for n in found.notes] == [
        ("cell_unclear", "#REF!"),
        ("cell_unclear", "à voir"),
        ("cell_unclear", "peut-être"),
    ]


def test_what_is_no_address_number_or_category_overwrites_nothing(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        people = book["Inscriptions"]
        cell(people, "Arrondell", "Courriel").value = "à demander"
        cell(people, "Arrondell", "Téléphone").value = "voir secrétariat"
        cell(people, "Arrondell", "Catégorie").value = "Z"
        people.append([None, "Hodge", "Ruth", None, "à demander"])

    found = came(change)
    assert [(c.kind, [cell.key for cell in c.cells]) for c in found.changes] == [
        (Kind.ADDED, ["last_name", "first_name"])
    ]
    assert [(n.code, dict(n.values)["value"]) for n in found.notes] == [
        ("cell_unclear", "à demander"),
        ("cell_unclear", "voir secrétariat"),
        ("cell_unclear", "Z"),
        ("cell_unclear", "à demander"),
    ]


def test_newcomers_on_the_presences_alone_are_all_read(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        grid = book["Présences"]
        grid.append(["Hodge", "Ruth", None, None, "X"])
        grid.append(["Lake", "Denis", None, None, "X"])
        row = cell(grid, "Arrondell", "Nom").row
        grid.append([c.value for c in grid[row]])
        grid.append([c.value for c in grid[row]])
        grid.cell(grid.max_row, column(grid, "Nom")).value = "Petit"

    def cut(book: Any) -> None:
        change(book)
        del book["Inscriptions"]

    for changed in (change, cut):
        found = came(changed)
        assert [(c.kind, c.name) for c in found.changes] == [
            (Kind.ADDED, "HODGE Ruth"),
            (Kind.ADDED, "LAKE Denis"),
            (Kind.ADDED, "PETIT Éloïse"),
        ]
        copied = next(n for n in found.notes if n.code == "row_copied")
        assert dict(copied.values)["sheet"] == "Présences"


@pytest.mark.parametrize("sheet", ["Inscriptions", "Présences"])
def test_a_sheet_sorted_without_its_hidden_columns_is_read_by_names(
    sheet: str, came: Callable[..., Comparison]
) -> None:
    def sort(book: Any) -> None:
        page = book[sheet]
        first = cell(page, "Arrondell", "Nom").row
        across = column(page, "Identifiant")
        rows = [[page.cell(first + n, c).value for c in range(1, across)] for n in range(5)]
        for n, row in enumerate(reversed(rows)):
            for c, value in enumerate(row, 1):
                page.cell(first + n, c).value = value

    found = came(sort)
    assert (found.changes, [n.code for n in found.notes]) == ((), ["rows_followed"])

    def sort_and_rename(book: Any) -> None:
        sort(book)
        cell(book[sheet], "Arrondell", "Nom").value = "Petit"

    found = came(sort_and_rename)
    assert {c.doubt for c in found.changes} == {"shifted"}
    assert [n.code for n in found.notes if n.code == "rows_shifted"] == ["rows_shifted"]

    def sort_and_forget(book: Any) -> None:
        sort(book)
        del book["Suivi du retour"]

    if sheet == "Inscriptions":
        found = came(sort_and_forget)
        assert {c.doubt for c in found.changes} == {"shifted"}


def test_edited_on_both_sides_is_a_conflict_and_the_same_edit_is_not(came: Callable[..., Comparison]) -> None:
    people = some_people()
    people[0] = replace(people[0], phone="0690000000", job_title="Directrice")
    people[3] = replace(people[3], status=Status.REGISTERED)

    def change(book: Any) -> None:
        sheet = book["Inscriptions"]
        cell(sheet, "Arrondell", "Téléphone").value = "0690 11 11 11"
        cell(sheet, "Arrondell", "Fonction").value = "Directrice"
        sheet.delete_rows(cell(sheet, "Le Goff", "Nom").row)

    found = came(change, grid=the_grid(people))
    (phone,) = found.changes[0].cells
    assert (phone.base, phone.ours, phone.theirs, phone.conflict) == ("0690123456", "0690000000", "0690111111", True)
    assert (found.changes[1].kind, found.changes[1].doubt) == (Kind.WITHDRAWN, "conflict")
    assert (found.conflicts, found.same) == (2, 1)


def test_without_its_hidden_sheet_the_seals_still_tell(came: Callable[..., Comparison]) -> None:
    people = some_people()
    people[1] = replace(people[1], department="Formation")  # edited here: its row came back as it was sent

    def change(book: Any) -> None:
        del book["Suivi du retour"]
        cell(book["Inscriptions"], "Arrondell", "Service").value = "Finances"
        book["Inscriptions"].delete_rows(cell(book["Inscriptions"], "Le Goff", "Nom").row)

    found = came(change, grid=the_grid(people))
    assert said(found) == {("r1", "department"): ("Ressources humaines", "Finances")}
    assert [note.code for note in found.notes] == ["base_missing"]


def test_without_its_hidden_sheet_presences_are_compared_as_they_are_shown(tmp_path: Path) -> None:
    grid = the_grid()
    titles = slot_titles(grid.event)
    file = make(tmp_path / "retour.xlsx")
    book = load_workbook(file)
    del book["Suivi du retour"]
    slot, heading = next(iter(titles.items()))
    corrected = cell(book["Présences"], "Arrondell", heading)
    corrected.value = "Excusé" if grid.cells["r1", slot].state != State.EXCUSED else "Présent"
    book.save(file)
    ours = {
        p.id: {
            **{key: str(getattr(p, key)) for key in FIELD_KEYS},
            **{one.id: recorded(grid.cells[p.id, one.id].state) for one in grid.event.slots},
        }
        for p in grid.people
    }

    found = compare(read(file, slots=titles), KEY, grid.event.id, ours, {})
    assert [(c.ref, one.key, one.base, one.conflict) for c in found.changes for one in c.cells] == [
        ("r1", slot, ours["r1"][slot], False)
    ]
    assert {note.code for note in found.notes} == {"base_missing", "presences_as_shown"}
    assert all("heures suivies" in n.message for n in found.notes if n.code == "base_missing")

    del book["Présences"]
    book.save(file)
    gone = compare(read(file, slots=titles), KEY, grid.event.id, ours, {})
    assert gone.changes == ()
    assert {note.code for note in gone.notes} == {"base_missing", "presences_missing"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("hidden", [True, False])
def test_slots_called_as_the_columns_beside_them_keep_their_presences(
    hidden: bool, language: str, tmp_path: Path
) -> None:
    """GIVEN a slot that bears the name of another column of the return WHEN it comes back THEN only what was corrected did."""
    labels = {
        "fr": ("Identifiant", "Empreinte", "Nom", "Prénom", "Collectivité", "Qualité", "Heures suivies", "Grade"),
        "en": ("Identifier", "Seal", "Last name", "First name", "Employer", "Role", "Hours attended", "Grade"),
    }
    for label in labels[language]:
        event = replace(an_event(), key=KEY, slots=an_event().slots[:2])
        event = replace(event, slots=(replace(event.slots[0], label=label), event.slots[1]))
        grid = a_matrix(replace(an_event(), key=KEY), some_people())
        grid = replace(grid, event=event)
        use(language)
        try:
            file = make(tmp_path / "retour.xlsx", grid=grid)
            titles = slot_titles(event)
            book = load_workbook(file)
            sheet = book[_("Présences")]
            assert titles["s0"] == f"{label} {slot_hours(event, event.slots[0])}"
            cell(sheet, "d'Arbaud", titles["s0"]).value = _("Présence")
            if not hidden:
                del book["Suivi du retour"]
            book.save(file)
            ours = {
                p.id: {
                    **{key: str(getattr(p, key)) for key in FIELD_KEYS},
                    **{one.id: recorded(grid.cells[p.id, one.id].state) for one in event.slots},
                }
                for p in grid.people
            }
            found = compare(read(file, slots=titles), KEY, event.id, ours, {})
        finally:
            use("fr")
        changed = [(c.ref, one.key, one.theirs) for c in found.changes for one in c.cells]
        assert changed == [("r2", "s0", "present")], label


def test_a_hidden_sheet_somebody_altered_is_noticed(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        sheet = book["Suivi du retour"]
        sheet["B4"] = str(sheet["B4"].value).replace("Cheffe de service", "Directrice")
        cell(book["Inscriptions"], "Arrondell", "Fonction").value = "Directrice adjointe"

    # The row's own seal says that it had been sent as it is here …
    found = came(change)
    assert [note.code for note in found.notes] == ["base_damaged"]
    assert said(found) == {("r1", "job_title"): ("Cheffe de service", "Directrice adjointe")}
    # … unless it was edited here since.
    edited = replace(some_people()[0], phone="0690000000")
    changed = {c.key: c for c in came(change, grid=the_grid([edited])).changes[0].cells}
    assert set(changed) == {"job_title", "phone"}
    assert all(c.base is None and c.conflict for c in changed.values())


@pytest.mark.parametrize(
    "break_, code",
    [
        (lambda book: book["Suivi du retour"].delete_rows(2), "return_damaged"),
        (lambda book: book["Suivi du retour"].__setitem__("A2", "[" * 30_000), "return_damaged"),
        (lambda book: book["Suivi du retour"].__setitem__("A2", '{"version": 2}'), "return_newer"),
        (lambda book: [book.remove(book[n]) for n in ("Inscriptions", "Présences")], "return_foreign"),
    ],
)
def test_a_return_that_cannot_be_compared_says_why(break_: Change, code: str, came: Callable[..., Comparison]) -> None:
    with pytest.raises(UserError) as caught:
        came(break_)
    assert caught.value.code == code
    assert "retour.xlsx" in caught.value.message


def test_a_sheet_that_is_gone_changes_nothing(came: Callable[..., Comparison]) -> None:
    found = came(lambda book: book.remove(book["Inscriptions"]))
    assert found.changes == ()
    assert [(n.code, dict(n.values)["sheet"]) for n in found.notes] == [("sheet_missing", "Inscriptions")]


def test_a_list_is_no_return(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Nom", "Prénom", "Courriel"])
    book.active.append(["Arrondell", "Éloïse", ""])
    book.save(tmp_path / "liste.xlsx")
    with pytest.raises(UserError) as caught:
        read(tmp_path / "liste.xlsx")
    assert caught.value.code == "return_foreign"


def test_a_return_of_the_first_version_says_so(tmp_path: Path) -> None:
    file = make(tmp_path / "retour.xlsx")
    book = load_workbook(file)
    del book["Suivi du retour"]
    for sheet in (book["Inscriptions"], book["Présences"]):
        sheet.delete_cols(column(sheet, "Empreinte"))
    book.save(file)
    with pytest.raises(UserError) as caught:
        read(file)
    assert caught.value.code == "return_old"


def test_sheets_renamed_and_others_added_do_not_matter(came: Callable[..., Comparison]) -> None:
    def change(book: Any) -> None:
        book["Inscriptions"].title = "Liste corrigée"
        book["Présences"].title = "Pointage"
        book.create_sheet("Brouillon", 0).append(["Nom", "Prénom", "Courriel", "Collectivité"])

    assert came(change).changes == ()


def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    event = replace(an_event(), key=KEY)
    people = [Attendee(id=f"r{n}", last_name=f"Nom {n}") for n in range(1200)]
    file = make(tmp_path / "retour.xlsx", grid=a_matrix(event, people))
    steps: list[tuple[int, int]] = []
    read(file, progress=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]

    def stop(done: int, _total: int) -> None:
        if done > 600:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(file, progress=stop)


def test_reading_can_be_stopped_while_a_library_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = replace(an_event(), key=KEY)
    file = make(tmp_path / "retour.xlsx", grid=a_matrix(event, [Attendee(id="r", last_name="Long")]))
    loads: list[str | None] = []

    def loaded(*args: Any, **options: Any) -> RawBook:
        loads.append(options.get("sheet"))
        return load(*args, **options)

    monkeypatch.setattr(coming_back, "load", loaded)
    monkeypatch.setattr(consolidating, "load", loaded)

    for reading in (read, consolidating.read_return):
        for stopping in range(2):
            loads.clear()

            def at_the_load(_done: int, _total: int, nth: int = stopping) -> None:
                if len(loads) > nth:
                    raise Cancelled

            with pytest.raises(Cancelled):
                reading(file, progress=at_the_load)
            assert len(loads) == stopping + 1


def test_a_text_too_long_for_the_hidden_sheet_does_no_harm(tmp_path: Path) -> None:
    person = Attendee(id="r1", last_name="Long", department="é" * 20_000, job_title="x" * 20_000)
    grid = the_grid([person])
    file = make(tmp_path / "retour.xlsx", grid=grid)
    assert (against(file, grid).changes, against(file, grid).notes) == ((), ())


def test_the_file_itself_is_never_written_to(tmp_path: Path) -> None:
    copy = tmp_path / "r.xlsx"
    before = (SAVED / "retour_libreoffice.xlsx").read_bytes()
    copy.write_bytes(before)
    read(copy)
    assert copy.read_bytes() == before


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "version",
                "event",
                "title",
                "made_at",
                "fields",
                "slots",
                "headings",
                "sheets",
                "words",
                "presence_fields",
                "facts",
            ]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda some: (
                st.lists(some, max_size=3)
                | st.dictionaries(st.sampled_from(["role", "state", "last_name", "x"]), some, max_size=3)
            ),
            max_leaves=6,
        ),
        max_size=4,
    )
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_hidden_sheet_of_any_other_making_is_refused_or_read(tmp_path: Path, forged: dict[str, Any]) -> None:
    file = tmp_path / "retour.xlsx"
    if not file.exists():
        make(file)
    book: Any = load_workbook(file)
    true = json.loads(book["Suivi du retour"]["A2"].value)
    book["Suivi du retour"]["A2"].value = json.dumps({**true, **forged})
    book.save(tmp_path / "forgé.xlsx")
    with suppress(UserError):
        assert not forged or against(tmp_path / "forgé.xlsx").notes
        return
    with pytest.raises(UserError) as caught:
        read(tmp_path / "forgé.xlsx")
    assert caught.value.code in ("return_damaged", "return_newer", "return_foreign")
