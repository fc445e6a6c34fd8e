"""Colours as numbers: contrast, mixing, and the tokens of every scheme. No widget is needed to compute them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QPalette

from ia_events.settings import ACCENT

READABLE, DISTANT = 4.5, 7.0


class Tokens(NamedTuple):
    """The colours of a scheme, as "#RRGGBB". `…_soft` is the ground its namesake is read on."""

    background: str
    surface: str
    raised: str
    line: str
    control: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_text: str
    on_accent: str
    soft: str
    hover: str
    welcome: str
    welcome_soft: str
    attention: str
    attention_soft: str
    refused: str
    refused_soft: str
    dark: bool = False


LIGHT = Tokens(
    background="#F4F6F8", surface="#FFFFFF", raised="#FFFFFF", line="#E1E5EA", control="#858D98", text="#131820", muted="#5A6472",
    accent=ACCENT, accent_hover="#0B5D57", accent_text=ACCENT, on_accent="#FFFFFF", soft="#E3F2F0", hover="#F4F6F8",
    welcome="#147A3A", welcome_soft="#E5F4EA", attention="#B04F08", attention_soft="#FCF1DF", refused="#B42318", refused_soft="#FCE9E7",
)  # fmt: skip
DARK = Tokens(
    background="#0E1217", surface="#161B22", raised="#1E252E", line="#2A323D", control="#6B7583", text="#ECEFF3", muted="#98A2B0",
    accent="#2FB8A6", accent_hover="#4CC9B8", accent_text="#2FB8A6", on_accent="#06211D", soft="#12302C", hover="#1C222B",
    welcome="#3FB96B", welcome_soft="#10291A", attention="#E0A13B", attention_soft="#2E2310", refused="#EF6A60", refused_soft="#33161A",
    dark=True,
)  # fmt: skip


def luminance(color: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG defines it."""
    red, green, blue = (c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(color: str, ground: str, share: float) -> str:
    """`share` of a colour over a ground."""
    mixed = [round(a * share + b * (1 - share)) for a, b in zip(_channels(color), _channels(ground), strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def readable(color: str, grounds: tuple[str, ...], least: float = READABLE) -> str:
    """The colour, moved towards black or white just enough to be read on every ground."""
    pole = "#FFFFFF" if luminance(grounds[0]) < 0.18 else "#000000"
    for step in range(51):
        moved = mix(pole, color, step / 50)
        if min(contrast(moved, ground) for ground in grounds) >= least:
            return moved
    return pole


def tokens(*, dark: bool, accent: str = ACCENT, system: QPalette | None = None) -> Tokens:
    """The scheme for an accent. `system` is given when the system asks for high contrast: its own colours are used."""
    base = DARK if dark else LIGHT
    if accent.upper() != ACCENT:
        base = _with_accent(base, accent)
    return base if system is None else _high_contrast(base, system)


def _with_accent(base: Tokens, accent: str) -> Tokens:
    grounds = [mix(accent, base.surface, percent / 100) for percent in range(20 if base.dark else 11, 0, -1)]
    soft = next(ground for ground in grounds if contrast(base.muted, ground) >= READABLE)
    text = readable(accent, (base.surface, base.background, soft))
    # The ground of a button may stay vivid (a yellow, an orange) if dark letters are read on it.
    ground = readable(accent, (base.background, base.surface), 3.0)
    on_accent = max(("#FFFFFF", mix(ground, "#000000", 0.12)), key=lambda letters: contrast(letters, ground))
    ground = readable(ground, (on_accent,))
    away = "#FFFFFF" if luminance(on_accent) < luminance(ground) else "#000000"
    return base._replace(
        accent=ground, accent_hover=mix(away, ground, 0.16), accent_text=text, on_accent=on_accent, soft=soft
    )


def _high_contrast(base: Tokens, system: QPalette) -> Tokens:
    ground, text = (
        system.color(role).name().upper() for role in (QPalette.ColorRole.Window, QPalette.ColorRole.WindowText)
    )
    if contrast(ground, text) < DISTANT:
        ground, text = ("#000000", "#FFFFFF") if base.dark else ("#FFFFFF", "#000000")
    dark = luminance(ground) < luminance(text)
    accent = readable(base.accent_text, (ground,), DISTANT)
    strong = {name: readable(getattr(base, name), (ground,), DISTANT) for name in ("welcome", "attention", "refused")}
    return base._replace(background=ground, surface=ground, raised=ground, line=text, control=text, text=text, muted=text,
        accent=accent, accent_hover=readable(mix(text, accent, 0.3), (ground,), DISTANT), accent_text=accent, on_accent=ground,
        soft=mix(text, ground, 0.12), hover=mix(text, ground, 0.08),
        welcome_soft=ground, attention_soft=ground, refused_soft=ground, dark=dark, **strong,
    )  # fmt: skip
