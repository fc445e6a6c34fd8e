"""What a long job says while it runs: a card towards the foot of the page, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ia_events.i18n import _, number
from ia_events.ui import fonts, theme
from ia_events.ui.widgets.buttons import secondary
from ia_events.ui.widgets.text import ElidedLabel, label
from ia_events.ui.work import Task, Work

STAYS_SEEN = "stays_seen"  # the name of what it never covers, as long as there is room elsewhere


class ProgressCard(QFrame):
    """Appears half a second after a job began, over the foot of its host; goes with the last job.

    Not over what is named "stays_seen", nor over a page that says itself how the job goes.
    """

    def __init__(self, host: QWidget, work: Work) -> None:
        super().__init__(host)
        self.setProperty("floating", True)
        self._host = host
        self._task: Task | None = None
        self._waiting: list[Task] = []
        self._text = ElidedLabel(weight=fonts.MEDIUM)
        self._figures = label(tone="muted")
        fonts.set_weight(self._figures, fonts.REGULAR, tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = secondary(_("Arrêter"), self._cancel)
        words = QHBoxLayout()
        words.addWidget(self._text, 1)
        words.addWidget(self._figures)
        column = QVBoxLayout()
        column.setSpacing(theme.S)
        column.addLayout(words)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        row.setSpacing(theme.L)
        row.addLayout(column, 1)
        row.addWidget(self.stop)
        self._timer = QTimer(self, singleShot=True, interval=500)
        self._timer.timeout.connect(self._appear)
        work.started.connect(self._started)
        work.finished.connect(self._finished)
        host.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _started(self, task: Task) -> None:
        if not task.text and not task.cancellable:
            return  # it has nothing to say: a page reading something for itself
        self._waiting.append(task)
        if self._task is None:
            self._follow(task)

    def _follow(self, task: Task) -> None:
        self._task = task
        task.progressed.connect(self._show_progress)
        self.stop.setVisible(task.cancellable)
        self.stop.setEnabled(True)
        self._show_progress()
        if not self.isVisible() or task.told():
            self.hide()
            self._timer.start()

    def _finished(self, task: Task) -> None:
        if task in self._waiting:
            self._waiting.remove(task)
        if task is not self._task:
            return
        self._task = None
        if self._waiting:
            self._follow(self._waiting[0])
        else:
            self._timer.stop()
            self.hide()

    def _show_progress(self) -> None:
        task = self._task
        if task is None:
            return
        self._text.setText(task.text or _("Travail en cours…"))
        self._bar.setRange(0, task.total)
        self._bar.setValue(min(task.done, task.total))
        self._figures.setText(
            _("{done} sur {total}").format(done=number(task.done), total=number(task.total)) if task.total else ""
        )
        self._bar.setAccessibleName(self._text.text())

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.stop.setEnabled(False)
            self._text.setText(_("Arrêt en cours…"))

    def _appear(self) -> None:
        if self._task is None:
            return
        self._timer.start()  # again: another page may come into sight
        told = self._task.told()
        if not told:
            self._place()
            self.raise_()
        self.setVisible(not told)

    def _place(self) -> None:
        host = self._host
        width = min(host.width() - 2 * theme.XL, theme.px(640))
        self.setFixedWidth(width)
        self.adjustSize()
        left, foot = (host.width() - width) // 2, host.height() - self.height() - theme.XL
        kept = [
            QRect(one.mapTo(host, QPoint()), one.size())
            for one in host.findChildren(QWidget, STAYS_SEEN)
            if one.isVisible()
        ]

        def free(top: int) -> bool:
            return not any(QRect(left, top, width, self.height()).intersects(one) for one in kept)

        self.move(left, next(filter(free, range(foot, -1, -theme.S)), foot))
