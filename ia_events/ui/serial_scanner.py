"""A scanner on a serial port: what it sends, one code at a time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtSerialPort import QSerialPort

log = logging.getLogger(__name__)

SPEED = 9600  # bauds; a scanner on USB that calls itself a serial port takes any
_QUIET = 100  # milliseconds without a byte end a code that has no newline
_AGAIN = 2000  # milliseconds before a port that went away is tried again
_MOST = 4096  # bytes of a code
_ENDS = b"\r\n\t\x03\x00"


def ports() -> list[tuple[str, str]]:
    """The serial ports of this machine: name, and what they say of themselves. ImportError where Qt cannot tell."""
    from PySide6.QtSerialPort import QSerialPortInfo

    return [(port.portName(), port.description()) for port in QSerialPortInfo.availablePorts()]


class SerialScanner(QObject):
    """Signals: received(text) for each code · changed(sentence code): "" once it is open, else "absent" or "missing".

    A port that is unplugged is opened again when it is back.
    """

    received = Signal(str)
    changed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._port: QSerialPort | None = None
        self._name = ""
        self._bytes = b""
        self._state: str | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._quiet.timeout.connect(self._flush)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self._again.timeout.connect(self._open)

    def start(self, name: str) -> None:
        """Listen to the port of that name; to none when empty."""
        self.stop()
        self._name = name
        if name:
            self._open()

    def stop(self) -> None:
        """Let go of the port."""
        self._again.stop()
        self._quiet.stop()
        self._close()
        self._name, self._bytes, self._state = "", b"", None

    def _close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
            port.deleteLater()

    def _open(self) -> None:
        try:
            from PySide6.QtSerialPort import QSerialPort
        except ImportError:
            log.warning("serial ports cannot be read here: a library of Qt is missing")
            self._tell("missing")
            return
        port = QSerialPort(self)
        port.setPortName(self._name)
        port.setBaudRate(SPEED)
        # Bits, parity and flow are those of every scanner's factory setting.
        if not port.open(QIODevice.OpenModeFlag.ReadOnly):
            port.deleteLater()
            self._tell("absent")
            self._again.start()
            return
        self._port = port
        port.readyRead.connect(self._read)
        port.errorOccurred.connect(self._failed)
        self._tell("")

    def _tell(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)

    def _failed(self, error: QSerialPort.SerialPortError) -> None:
        # Unplugged; the port must not be closed while it is still speaking.
        if error == error.ResourceError and self._port is not None:
            self._flush()
            QTimer.singleShot(0, self, self._lost)

    def _lost(self) -> None:
        if self._port is not None:
            self._close()
            self._tell("absent")
            self._again.start()

    def _read(self) -> None:
        if self._port is None:
            return
        self._bytes += bytes(self._port.readAll().data())
        for end in _ENDS[1:]:
            self._bytes = self._bytes.replace(bytes([end]), _ENDS[:1])
        *whole, self._bytes = self._bytes.split(_ENDS[:1])
        if len(self._bytes) > _MOST:
            self._bytes = b""
        for code in whole:
            self._emit(code)
        if self._bytes:
            self._quiet.start()
        else:
            self._quiet.stop()

    def _flush(self) -> None:
        self._quiet.stop()
        code, self._bytes = self._bytes, b""
        self._emit(code)

    def _emit(self, code: bytes) -> None:
        text = code.decode("utf-8", "replace").strip()
        if text:
            self.received.emit(text)
