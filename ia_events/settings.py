"""What this machine's user chose: one table of settings, kept as JSON."""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import MISSING, asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from ia_events import i18n, paths
from ia_events.i18n import N_, _

log = logging.getLogger(__name__)

ACCENT = "#0F766E"
LEGAL_NOTICE = N_(
    "Les informations recueillies servent à l'organisation et au suivi de cette action de formation. Vous pouvez accéder à vos "
    "données et les faire rectifier auprès de l'organisateur."
)


class Setting(NamedTuple):
    """A row of the table. `choices` lists the only values allowed, `pattern` what a text must match; `label` is empty for
    what no page shows."""

    key: str
    type: type
    default: Any
    label: str
    help: str
    choices: tuple[str, ...]
    pattern: str


def _setting(default: Any, label: str = "", note: str = "", *, choices: tuple[str, ...] = (), pattern: str = "") -> Any:
    return field(default=default, metadata={"label": label, "help": note, "choices": choices, "pattern": pattern})


@dataclass
class Settings:
    """The settings in force; change an attribute, then `save()`."""

    language: str = _setting("system", N_("Langue"), N_("S'applique aussitôt."), choices=("system", "fr", "en"))
    theme: str = _setting("system", N_("Apparence"), choices=("system", "light", "dark"))
    accent: str = _setting(
        ACCENT,
        N_("Couleur d'accent"),
        N_("Celle des boutons, et des documents imprimés."),
        pattern=r"#[0-9A-Fa-f]{6}",
    )
    text_zoom: int = _setting(100, N_("Taille du texte"), N_("De 100 à 200 %. Aussi : Ctrl + et Ctrl -."))
    logo: str = _setting("", N_("Logo"), N_("Image PNG, JPEG ou SVG, imprimée sur les badges et les feuilles."))
    delegation: str = _setting("", N_("Délégation"), N_("Proposée pour chaque nouvel événement."))
    timezone: str = _setting("Europe/Paris", N_("Fuseau horaire"), N_("Proposé pour chaque nouvel événement."))
    organisation: str = _setting("", N_("Organisateur"), N_("Imprimé sur les feuilles d'émargement."))
    legal_notice: str = _setting(
        LEGAL_NOTICE, N_("Mention d'information"), N_("Imprimée au bas des feuilles d'émargement.")
    )
    signatory: str = _setting("", N_("Signataire"), N_("Prénom et nom, sous les attestations."))
    signatory_capacity: str = _setting("", N_("Qualité du signataire"), N_("« Directrice régionale », par exemple."))
    signature: str = _setting(
        "", N_("Signature"), N_("Image PNG ou JPEG de la signature ou du cachet, sur les attestations.")
    )
    signing_place: str = _setting("", N_("Fait à"), N_("La ville écrite sur les attestations."))
    station: str = _setting(N_("Entrée 1"), N_("Nom de ce poste"), N_("Inscrit à côté de chaque pointage."))
    sound: bool = _setting(True, N_("Sons à l'accueil"), N_("Un son différent pour chaque réponse."))
    serial_port: str = _setting(
        "", N_("Lecteur sur port série"), N_("Un lecteur en mode clavier n'a rien à régler ici.")
    )
    camera: str = _setting("", N_("Caméra de l'accueil"), N_("Lit les badges sans lecteur. F6, à l'accueil, l'allume."))
    camera_mirrored: bool = _setting(
        True, N_("Image en miroir"), N_("Comme devant une glace. Les codes se lisent pareil.")
    )
    camera_on: bool = _setting(False)
    door_open: bool = _setting(
        False
    )  # while the door's page is shown; still so when the program starts: it was cut off
    door_slot: str = _setting("")  # chosen by hand at the door; empty: the one under way
    print_on_arrival: str = _setting(
        "never",
        N_("Imprimer le badge à l'arrivée"),
        N_("Une seule fois par personne ; l'accueil n'attend jamais l'imprimante."),
        choices=("never", "walk_ins", "all"),
    )
    arrival_printer: str = _setting(
        "", N_("Imprimante des arrivées"), N_("Une imprimante d'étiquettes, de préférence.")
    )
    arrival_stock: str = _setting("brother-62x100", N_("Étiquette des arrivées"), N_("Une étiquette par page."))
    arrival_design: str = _setting("", N_("Modèle des arrivées"))
    default_stock: str = _setting("avery-l7418", N_("Planche de badges"), N_("Proposée à chaque impression."))
    badge_design: str = _setting("sober")
    documents_folder: str = _setting("", N_("Dossier des documents"), N_("Où les fichiers créés sont proposés."))
    blank_rows: int = _setting(3)
    sheet_choices: str = _setting("")  # how sign-in sheets are laid out, as JSON: {choice: value}
    badge_order: str = _setting("name", choices=("name", "employer", "group", "added"))
    fronts_only: str = _setting("")  # ids of stocks on which the backs of badges are left out
    photos_folder: str = _setting("")
    label_stock: str = _setting("")  # of address labels; that of badges when empty
    # Next free label of half-used sheets, as JSON: {stock: label}; after prints that can be taken back, {stock: [label,
    # [event, at, label before], …]}.
    started_sheets: str = _setting("")
    calibrations: str = _setting("")  # as JSON: {printer: {stock: [x, y, scale_x, scale_y]}}
    recent_stocks: str = _setting("")  # ids, the latest first
    mode: str = _setting("", choices=("", "volunteer", "kiosk"))  # what this station is left in
    second_screen: bool = _setting(False)  # open
    second_screen_name: str = _setting("")  # the screen it stands on
    second_screen_full: bool = _setting(False)
    second_screen_last: bool = _setting(False)  # shows who came last
    second_screen_names: bool = _setting(False)  # names who is on the waiting list
    window: str = _setting("")
    event_id: str = _setting("")
    columns: str = _setting("")

    def save(self) -> None:
        """Write the file, whole or not at all."""
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())  # or a power cut may leave an empty file in the place of the old one
        temporary.replace(path)

    @classmethod
    def load(cls) -> Settings:
        """Read the file. A damaged file is set aside and the defaults are used; so is a value that makes no sense."""
        settings, stored = cls(), _stored()
        for setting in SETTINGS:
            if setting.key not in stored:
                continue
            value = stored[setting.key]
            if _accepts(setting, value):
                setattr(settings, setting.key, value)
            else:
                log.warning("setting %s made no sense: its default is used", setting.key)
        settings.text_zoom = min(200, max(100, settings.text_zoom))
        if "station" not in stored:  # its first name is in the language of whoever opens the program first
            known = settings.language in i18n.LANGUAGES
            with i18n.speaking(settings.language if known else i18n.system_language()):
                settings.station = _(settings.station)
        return settings

    @property
    def documents(self) -> Path:
        """Where files made for the user are proposed."""
        return Path(self.documents_folder) if self.documents_folder else paths.documents()


def _stored() -> dict[str, Any]:
    """What the file holds; nothing when there is none, or none that can be read."""
    path = _path()
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(stored, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("settings cannot be read (%s): defaults are used", error.strerror)
        return {}
    except ValueError:
        aside = path.with_suffix(".damaged.json")
        path.replace(aside)
        log.warning("settings were damaged: set aside as %s, defaults are used", aside.name)
        return {}
    return stored


def _row(key: str, default: Any, metadata: Any) -> Setting:
    return Setting(
        key, type(default), default, metadata["label"], metadata["help"], metadata["choices"], metadata["pattern"]
    )


SETTINGS = tuple(_row(f.name, f.default, f.metadata) for f in fields(Settings) if f.default is not MISSING)
BY_KEY = {setting.key: setting for setting in SETTINGS}


def _accepts(setting: Setting, value: object) -> bool:
    if type(value) is not setting.type or (setting.choices and value not in setting.choices):
        return False
    return not setting.pattern or re.fullmatch(setting.pattern, str(value)) is not None


def _path() -> Path:
    return paths.config() / "settings.json"
