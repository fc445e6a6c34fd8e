"""The communes of the overseas delegations, whose bare name stands for their town hall."""

from __future__ import annotations

from ia_events.domain.employers import employer_key

_NAMES = (
    # Guadeloupe
    "Les Abymes, Anse-Bertrand, Baie-Mahault, Baillif, Basse-Terre, Bouillante, Capesterre-Belle-Eau, "
    "Capesterre-de-Marie-Galante, Deshaies, La Désirade, Le Gosier, Gourbeyre, Goyave, Grand-Bourg, Lamentin, "
    "Morne-à-l'Eau, Le Moule, Petit-Bourg, Petit-Canal, Pointe-à-Pitre, Pointe-Noire, Port-Louis, Saint-Claude, "
    "Saint-François, Saint-Louis, Sainte-Anne, Sainte-Rose, Terre-de-Bas, Terre-de-Haut, Trois-Rivières, Vieux-Fort, "
    "Vieux-Habitants, "
    # Martinique
    "L'Ajoupa-Bouillon, Les Anses-d'Arlet, Basse-Pointe, Bellefontaine, Le Carbet, Case-Pilote, Le Diamant, Ducos, "
    "Fonds-Saint-Denis, Fort-de-France, Le François, Grand'Rivière, Gros-Morne, Le Lamentin, Le Lorrain, Macouba, "
    "Le Marigot, Le Marin, Le Morne-Rouge, Le Morne-Vert, Le Prêcheur, Rivière-Pilote, Rivière-Salée, Le Robert, "
    "Sainte-Luce, Sainte-Marie, Saint-Esprit, Saint-Joseph, Saint-Pierre, Schœlcher, La Trinité, Les Trois-Îlets, "
    "Le Vauclin, "
    # Guyane
    "Apatou, Awala-Yalimapo, Camopi, Cayenne, Grand-Santi, Iracoubo, Kourou, Macouria, Mana, Maripasoula, Matoury, "
    "Montsinéry-Tonnegrande, Ouanary, Papaichton, Régina, Remire-Montjoly, Roura, Saint-Élie, Saint-Georges, "
    "Saint-Laurent-du-Maroni, Saül, Sinnamary, "
    # La Réunion
    "Les Avirons, Bras-Panon, Cilaos, Entre-Deux, L'Étang-Salé, Petite-Île, La Plaine-des-Palmistes, Le Port, "
    "La Possession, Saint-André, Saint-Benoît, Saint-Denis, Sainte-Suzanne, Saint-Leu, Saint-Paul, Saint-Philippe, "
    "Salazie, Le Tampon, Les Trois-Bassins, "
    # Mayotte
    "Acoua, Bandraboua, Bandrélé, Bouéni, Chiconi, Chirongui, Dembéni, Dzaoudzi, Kani-Kéli, Koungou, Mamoudzou, "
    "Mtsamboro, M'Tsangamouji, Ouangani, Pamandzi, Sada, Tsingoni"
)
COMMUNES = frozenset(map(employer_key, _NAMES.split(", ")))
"""What their names are compared by: `employers.employer_key`."""
