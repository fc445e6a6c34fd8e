"""The copy of a list with the findings on its cells: asked for, and written by the worker."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QFileDialog, QWidget

from ia_events import paths
from ia_events.domain import sharing
from ia_events.i18n import _
from ia_events.store import Store
from ia_events.ui.pages.import_jobs import Source, Understood
from ia_events.ui.session import Session
from ia_events.ui.work import Progress


def ask_file(parent: QWidget, session: Session, source: Source) -> Path | None:
    """Where to write the report of a list; None when nobody says."""
    stem = source.path.stem if source.path is not None else source.name
    name = _("Rapport - {name}").format(name=stem) + ".xlsx"
    start = str(session.settings.documents / name)
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Enregistrer le rapport"), start, "Excel (*.xlsx)")
    return Path(chosen) if chosen else None


def save(session: Session, understood: Understood, file: Path) -> None:
    """Write the report of a list, its name completed."""
    target = file if file.suffix.lower() == ".xlsx" else file.with_name(file.name + ".xlsx")
    said = _("Rapport enregistré : {name}").format(name=target.name)
    session.run(
        lambda store, progress: _write(store, progress, understood, target),
        lambda _none: session.notify(said, "welcome"),
        text=_("Rapport de « {name} »").format(name=understood.source.name),
    )


def _write(store: Store, progress: Progress, understood: Understood, target: Path) -> None:
    from ia_events.spreadsheets import report

    source = understood.source
    paths.refuse_same_file(target, store.path, source.path)
    paths.make_folder(target.parent)
    plans = list(understood.plans.values())
    listing = sharing.together(understood.listings)
    problems, verdicts = report.problems_together(plans), report.verdicts_together(plans, listing)
    if source.path is not None:
        report.write_report(
            target, source.path, listing, problems, verdicts, password=source.password, progress=progress
        )
        return
    with TemporaryDirectory() as folder:
        pasted = Path(folder) / "liste.tsv"
        pasted.write_text(source.text, encoding="utf-8")
        report.write_report(target, pasted, listing, problems, verdicts, progress=progress)
