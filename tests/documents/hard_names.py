"""Forty names that badges have trouble with: first name, last name, employer, job title."""

from __future__ import annotations

LONG_EMPLOYER = "Communauté d'agglomération du Nord Grande-Terre et des îles avoisinantes de la Guadeloupe"
LONG_JOB = "Directrice générale adjointe chargée des ressources humaines et du dialogue social"

HARD_NAMES = (
    ("Éloïse", "Arrondell", "Collectivité de Saint-Martin", "Cheffe de service"),
    ("Jean", "d'Arbaud", "Université des Antilles", "Enseignant-chercheur en informatique"),
    ("Marie-Bernadette Célestine", "Lake-Hodge de la Fontaine-Richardson", LONG_EMPLOYER, LONG_JOB),
    ("Nguyễn Thị Ánh", "Đặng", "Ville de Basse-Terre", ""),
    ("", "Fleming", "Caisse territoriale des œuvres scolaires", "Agent"),
    ("Cher", "", "", ""),
    ("Αθηνά", "Παπαδοπούλου", "Préfecture", "Traductrice"),
    ("Anne", "Rajaonarimampianinandriamanjatovololona", "CNFPT", ""),
    ("Юлия", "Кузнецова", "", ""),
    ("Li", "O", "CT", "DGS"),
    ("X", "Y", "", ""),
    ("Maximilien-Alexandre-Théodore", "O", LONG_EMPLOYER, ""),
    ("W", "Wwwwwwwwwwwwwwwwwwwwww", "WWWWWWWWWWWWWWWWWWWW", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"),
    ("iiiiiiiiiiiiiiiiiiiii", "llllllllllllllllllllllllll", "iiiiiiii", "lllllll"),
    ("N'Golo", "N'Diaye", "Mairie d'Ô", "Chargé d'études"),
    ("Ánh Nguyệt", "Nguyễn Phúc Bảo Ngọc", "Ville de Nîmes", "Ingénieure"),
    ("Søren", "Ångström-Øresund", "Région Île-de-France", "Économiste"),
    ("Zoë", "MÜLLER-LÜDENSCHEIDT", "Grand Est", ""),
    ("Françoise-Emmanuelle", "de Saint-Exupéry d'Hautefort de la Rochefoucauld", "Sénat", LONG_JOB),
    ("Pierre Paul Jacques", "de la Croix du Sud et du Nord", "Les Abymes", "Agent"),
    ("José-María", "Íñiguez Peñarroya", "Cayenne", "Técnico"),
    ("Ioánnis", "Παπακωνσταντίνου", "Μυτιλήνη", ""),
    ("Александра", "Воскресенская-Богоявленская", "Посольство", "Переводчик"),
    ("Łucja", "Brzęczyszczykiewicz", "Chrząszczyżewoszyce", "Łękołody"),
    ("Ğülşen", "Çağlayangil", "İstanbul", "Müdür"),
    ("Ștefan", "Țuțuianu", "București", ""),
    ("Jean-Jacques", "D’Avout d’Auerstaedt", "Caisse d’allocations", "Chef d’équipe"),
    ("A", "Bcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "", ""),
    ("Anne-Marie-Louise-Charlotte-Victoire", "", LONG_EMPLOYER, LONG_JOB),
    ("Jo", "De", "", ""),
    ("Ève", "Öz", "Ù", "Î"),
    ("Marie", "Dupont épouse Martin-Lefèvre", "Département de La Réunion", "Assistante socio-éducative"),
    ("Hawa", "Bâ", "Mamoudzou", "ATSEM"),
    ("Te Ariki", "Tehei'ura-Vāhine", "Papeete", "Fa'aterehau"),
    ("Pua", "Kealiʻiokamālamalama", "Honolulu", ""),
    ("Mohamed Lamine Abdoulaye", "Ould Sidi Mohamed El Moctar", "Koungou", "Médiateur"),
    ("JEAN PIERRE", "DUPOND-DURAND", "COMMUNE DE LE GOSIER", "RESPONSABLE DES SYSTÈMES D'INFORMATION"),
    ("jean", "dupond", "commune de goyave", "agent"),
    ("Antidisestablishmentarianistically", "Pneumonoultramicroscopicsilicovolcanoconiosis", "Q", ""),
    ("Éléonore", "Grâce-À-Dieu", "Saint-Barthélemy", "Œnologue à l'hôtel de la Collectivité, bureau n° 12"),
)
assert len(HARD_NAMES) == 40
