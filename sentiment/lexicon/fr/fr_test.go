package fr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/fr"
)

func scorer(t *testing.T) *sentiment.Scorer {
	t.Helper()
	l, err := fr.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "fr", l.Name())
	require.Greater(t, l.Len(), 5000)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	return s
}

// What customers say, as people would judge it.
func TestCustomers(t *testing.T) {
	t.Parallel()
	const bad, plain, good = sentiment.Negative, sentiment.Neutral, sentiment.Positive
	tests := []struct {
		text   string
		label  sentiment.Label
		intent sentiment.Intent
	}{
		{"Mon colis n'est toujours pas arrivé, c'est inadmissible", bad, sentiment.Complaint},
		{"Ça ne marche pas depuis ce matin", bad, sentiment.Complaint},
		{"ça marche pas", bad, sentiment.Complaint},
		{"J'attends un remboursement depuis trois semaines", bad, sentiment.Complaint},
		{"L'appli plante à chaque fois depuis la mise à jour", bad, sentiment.Complaint},
		{"Personne ne répond au téléphone", bad, sentiment.Complaint},
		{"Le conseiller m'a raccroché au nez", bad, sentiment.Complaint},
		{"Train supprimé, encore, et aucune explication", bad, sentiment.Complaint},
		{"Votre livreur a jeté le paquet par-dessus la clôture, article cassé", bad, sentiment.Complaint},
		{"Vous m'avez prélevé deux fois le même mois", bad, sentiment.Complaint},
		{"Plus d'internet à la maison, qu'est-ce que vous faites ?", bad, sentiment.Complaint},
		{"Service client injoignable, plus jamais chez vous", bad, sentiment.Complaint},
		{"Bagages perdus à Lyon et pas de nouvelles", bad, sentiment.Complaint},
		{"Merci pour rien", bad, sentiment.Complaint},
		{"Impossible de me connecter à mon compte", bad, sentiment.Complaint},
		{"Vous vous moquez de vos clients", bad, sentiment.Complaint},
		{"Le vendeur était désagréable et incompétent", bad, sentiment.Complaint},

		{"C'est nul", bad, sentiment.Chatter},
		{"Ce n'est pas bon du tout", bad, sentiment.Chatter},
		{"J'aime pas cette chanson", bad, sentiment.Chatter},
		{"j'en ai marre de la pluie", bad, sentiment.Chatter},
		{"Quelle tristesse, encore un accident grave", bad, sentiment.Chatter},
		{"pff c'est la galère", bad, sentiment.Chatter},

		{"J'adore, merci beaucoup à toute l'équipe", good, sentiment.Praise},
		{"Livraison rapide et vendeur très sympathique", good, sentiment.Praise},
		{"Franchement pas mal du tout", good, sentiment.Praise},
		{"La nouvelle appli est géniale !", good, sentiment.Praise},
		{"Problème résolu, merci à vous", good, sentiment.Praise},
		{"Accueil chaleureux, personnel à l'écoute, je recommande", good, sentiment.Praise},
		{"trop bien ce concert", good, sentiment.Praise},
		{"Aucun souci, tout s'est bien passé", good, sentiment.Praise},
		{"Un peu long au départ, mais le résultat est magnifique", good, sentiment.Praise},

		{"Encore un train annulé à cause de la grève", bad, sentiment.Complaint},
		{"Belle victoire de toute l'équipe", good, sentiment.Praise},
		{"À ne pas oublier : la réunion de lundi", plain, sentiment.Chatter},
		{"Une nuée de moineaux traverse la place", plain, sentiment.Chatter},
		{"Manifestation prévue samedi à Lyon", plain, sentiment.Chatter},
		{"Bonjour", plain, sentiment.Chatter},
		{"La réunion aura lieu mardi à Nantes", plain, sentiment.Chatter},
		{"À quelle heure ouvre l'agence de Dakar ?", plain, sentiment.Question},
		{"Est-ce que vous livrez le samedi ?", plain, sentiment.Question},
		{"Comment puis-je changer mon adresse ?", plain, sentiment.Question},
		{"Pouvez-vous me rappeler s'il vous plaît", plain, sentiment.Request},
		{"Besoin d'aide pour activer ma carte, svp", plain, sentiment.Request},
		{"Merci de m'indiquer le numéro de suivi", plain, sentiment.Request},
	}
	s := scorer(t)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got := s.Score(tt.text)
			require.Equal(t, tt.label, got.Label, "%q:\n%v", tt.text, s.Explain(tt.text))
			require.Equal(t, tt.intent, got.Intent, "%q:\n%v", tt.text, s.Explain(tt.text))
		})
	}
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	for text, want := range map[string]sentiment.Urgency{
		"Il y a de la fumée dans le wagon":      sentiment.Safety,
		"Forte odeur de gaz dans l'immeuble":    sentiment.Safety,
		"Panne générale dans tout le quartier":  sentiment.Outage,
		"Mon compte a été piraté":               sentiment.Fraud,
		"Mon avocat vous écrira":                sentiment.Legal,
		"Je résilie demain":                     sentiment.Leaving,
		"Quels sont vos horaires d'ouverture ?": 0,
	} {
		require.Equal(t, want, s.Score(text).Urgency, "%q:\n%v", text, s.Explain(text))
	}
}
