"""Why a file somebody sent is not opened: sentences that say what to do instead."""

from __future__ import annotations

from pathlib import Path

from ia_events.domain.errors import UserError
from ia_events.i18n import N_


def damaged(path: Path) -> UserError:
    """The error for a file no library can read."""
    return UserError(
        "file_damaged",
        N_(
            "Le fichier « {name} » est abîmé. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom, puis réessayez."
        ),
        name=path.name,
    )


def too_big_for_memory(path: Path) -> UserError:
    """The error for a file that, sound or not, asks for more memory than a list may take."""
    return UserError(
        "file_too_big_for_memory",
        N_("« {name} » demande plus de mémoire qu'une liste n'en prend : il est trop grand, ou abîmé. Ouvrez-le dans Excel ou LibreOffice, ne gardez que la liste, enregistrez-la sous un autre nom, puis réessayez."),
        name=path.name,
    )  # fmt: skip


def unknown(path: Path) -> UserError:
    """The error for a file that is no list."""
    return UserError(
        "unknown_format",
        N_(
            "« {name} » n'est pas une liste que le programme sait lire. Choisissez un fichier .xlsx, .xls, .ods ou .csv."
        ),
        name=path.name,
    )


def bomb(path: Path) -> UserError:
    """The error for an archive that would unpack into something enormous."""
    return UserError(
        "zip_bomb",
        N_(
            "« {name} » se déplierait en un volume anormal : il n'est pas ouvert. Demandez un fichier qui ne contient que la liste."
        ),
        name=path.name,
    )


def protected_ods(path: Path) -> UserError:
    """The error for an encrypted .ods."""
    return UserError(
        "password_unsupported",
        N_(
            "« {name} » est un classeur LibreOffice protégé par un mot de passe. Ouvrez-le dans LibreOffice et enregistrez-le sans mot de passe."
        ),
        name=path.name,
    )


def sheet_too_big(sheet: str, rows: int, columns: int) -> UserError:
    """The error for a sheet with something forgotten far from its list."""
    return UserError(
        "sheet_too_big",
        N_("« {sheet} » s'étend sur {rows} lignes et {columns} colonnes. Supprimez ce qui se trouve loin de la liste, puis réessayez."),
        sheet=sheet,
        rows=rows,
        columns=columns,
    )  # fmt: skip


def truncated(path: Path) -> UserError:
    """The error for an archive whose end is missing."""
    return UserError(
        "zip_truncated",
        N_(
            "Le fichier « {name} » est incomplet : son envoi ou sa copie s'est sans doute interrompu. Demandez-le ou copiez-le de nouveau."
        ),
        name=path.name,
    )


def members(path: Path) -> UserError:
    """The error for an archive whose members are too many, or named to mislead."""
    return UserError(
        "zip_members",
        N_("« {name} » n'est pas fait comme un classeur : il n'est pas ouvert. S'il vient de quelqu'un de sûr, ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom, puis réessayez."),
        name=path.name,
    )  # fmt: skip


def entities(path: Path) -> UserError:
    """The error for XML that declares what no workbook declares."""
    return UserError(
        "xml_entities",
        N_("« {name} » contient des définitions qu'aucun tableur n'écrit et qui peuvent servir de piège : il n'est pas ouvert. Demandez un autre fichier à qui vous l'a envoyé."),
        name=path.name,
    )  # fmt: skip
