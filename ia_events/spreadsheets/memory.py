"""How much memory another process of this user takes, on the three systems."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from pathlib import Path


def taken_by(pid: int) -> int:
    """Bytes a process holds for itself; 0 when that cannot be told, or when it is gone."""
    try:
        if sys.platform == "win32":
            return _on_windows(pid)
        if sys.platform == "darwin":
            return _on_macos(pid)
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


if sys.platform == "win32":
    _LIMITED_INFORMATION = 0x1000

    def _on_windows(pid: int) -> int:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.CloseHandle.argtypes = [ctypes.c_void_p]
        kernel.K32GetProcessMemoryInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
        process = kernel.OpenProcess(_LIMITED_INFORMATION, False, pid)
        if not process:
            return 0
        # PROCESS_MEMORY_COUNTERS: its size, faults, then eight sizes of which the seventh is what was committed.
        counters = struct.Struct("@II8N")
        room = ctypes.create_string_buffer(counters.pack(counters.size, *[0] * 9), counters.size)
        try:
            done = kernel.K32GetProcessMemoryInfo(process, room, counters.size)
        finally:
            kernel.CloseHandle(process)
        return int(counters.unpack(room.raw)[8]) if done else 0


if sys.platform == "darwin":

    def _on_macos(pid: int) -> int:
        # rusage_info_v0: sixteen bytes, then ten numbers of which the eighth is the footprint.
        usage = struct.Struct("@16x10Q")
        room = ctypes.create_string_buffer(usage.size)
        failed = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pid_rusage(pid, 0, room)
        return 0 if failed else int(usage.unpack(room.raw)[7])
