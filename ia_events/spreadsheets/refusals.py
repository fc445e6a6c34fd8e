"""Why a file somebody sent is not opened: sentences that say what to do instead."""

from __future__ import annotations

from pathlib import Path

from ia_events.domain.errors import UserError
from ia_events.i18n import N_

# fmt: off
SENTENCES = {
    "file_missing": N_("Le fichier « {name} » est introuvable. Vérifiez qu'il n'a pas été déplacé ou renommé."),
    "is_folder": N_("« {name} » est un dossier. Choisissez un fichier dans ce dossier."),
    "no_permission": N_("Impossible d'ouvrir « {name} » : vous n'avez pas le droit de le lire, ou un autre programme l'utilise. Fermez-le, ou copiez-le dans vos documents."),
    "file_unreadable": N_("« {name} » ne peut pas être lu. Vérifiez que la clé ou le dossier partagé est toujours là."),
    "file_empty": N_("Le fichier « {name} » est vide. Demandez qu'on vous l'envoie de nouveau."),
    "file_too_big": N_("« {name} » dépasse {limit} Mo : ce n'est sans doute pas une liste d'inscrits. N'en gardez que la feuille utile."),
    "unknown_format": N_("« {name} » n'est pas une liste que le programme sait lire. Choisissez un fichier .xlsx, .xls, .ods ou .csv."),
    "other_format": N_("« {name} » n'est pas un tableur : c'est {kind}. Demandez le tableur d'origine, ou ouvrez ce fichier, copiez le tableau qu'il montre et collez-le dans l'import."),
    "file_damaged": N_("Le fichier « {name} » est abîmé. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom, puis réessayez."),
    "file_too_long": N_("La lecture de « {name} » ne finit pas : le fichier est sans doute abîmé. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom, puis réessayez."),
    "file_too_big_for_memory": N_("« {name} » demande plus de mémoire qu'une liste n'en prend : il est trop grand, ou abîmé. Ouvrez-le dans Excel ou LibreOffice, ne gardez que la liste, enregistrez-la sous un autre nom, puis réessayez."),
    "sheet_too_big": N_("« {sheet} » s'étend sur {rows} lignes et {columns} colonnes. Supprimez ce qui se trouve loin de la liste, puis réessayez."),
    "zip_truncated": N_("Le fichier « {name} » est incomplet : son envoi ou sa copie s'est sans doute interrompu. Demandez-le ou copiez-le de nouveau."),
    "zip_bomb": N_("« {name} » se déplierait en un volume anormal : il n'est pas ouvert. Demandez un fichier qui ne contient que la liste."),
    "zip_members": N_("« {name} » n'est pas fait comme un classeur : il n'est pas ouvert. S'il vient de quelqu'un de sûr, ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom, puis réessayez."),
    "xml_entities": N_("« {name} » contient des définitions qu'aucun tableur n'écrit et qui peuvent servir de piège : il n'est pas ouvert. Demandez un autre fichier à qui vous l'a envoyé."),
    "password_needed": N_("« {name} » est protégé par un mot de passe. Saisissez-le pour continuer."),
    "password_wrong": N_("Ce mot de passe n'ouvre pas « {name} ». Vérifiez les majuscules et réessayez."),
    "password_unsupported": N_("« {name} » est un classeur LibreOffice protégé par un mot de passe. Ouvrez-le dans LibreOffice et enregistrez-le sans mot de passe."),
    "reader_blocked": N_("Le programme n'a pas pu démarrer ce qui lit les listes ({detail}). Si cela se répète après un redémarrage, un antivirus l'en empêche sans doute : parlez-en à votre service informatique."),
}
# fmt: on


def refusal(code: str, path: Path, **values: object) -> UserError:
    """The error for a file that is not read, by its code in SENTENCES; `values` are those of the sentence but the name."""
    return UserError(code, SENTENCES[code], **{"name": path.name, **values})
