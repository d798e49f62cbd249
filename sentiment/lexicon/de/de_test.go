package de_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/de"
)

func scorer(t *testing.T) *sentiment.Scorer {
	t.Helper()
	l, err := de.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "de", l.Name())
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
		{"Mein Paket ist immer noch nicht da", bad, sentiment.Complaint},
		{"Seit gestern kein Internet, die Hotline ist nicht erreichbar", bad, sentiment.Complaint},
		{"Eure App stürzt ständig ab", bad, sentiment.Complaint},
		{"Der Zug fällt aus, mal wieder keine Durchsage", bad, sentiment.Complaint},
		{"Schon wieder 40 Minuten Verspätung", bad, sentiment.Complaint},
		{"Ich warte seit drei Wochen auf die Rückerstattung", bad, sentiment.Complaint},
		{"Der Fahrer war unfreundlich und patzig", bad, sentiment.Complaint},
		{"Ware kam beschädigt an", bad, sentiment.Complaint},
		{"Mir wurde doppelt abgebucht", bad, sentiment.Complaint},
		{"Kann mich seit dem Update nicht mehr einloggen", bad, sentiment.Complaint},
		{"Der Koffer ist weg und niemand weiß Bescheid", bad, sentiment.Complaint},
		{"Danke für nichts", bad, sentiment.Complaint},
		{"Kundenservice unterirdisch, nie wieder", bad, sentiment.Complaint},
		{"Lieferverzögerung ohne Ankündigung", bad, sentiment.Complaint},
		{"Das Netz funktioniert nicht", bad, sentiment.Complaint},
		{"Warum dauert das so lange?", bad, sentiment.Complaint},
		{"Na toll, der Flug wurde gestrichen", bad, sentiment.Complaint},

		{"Das ist nicht gut", bad, sentiment.Chatter},
		{"so ein Mist", bad, sentiment.Chatter},
		{"Ich hasse Montage", bad, sentiment.Chatter},
		{"Echt schade, dass der Garten weg ist", bad, sentiment.Chatter},
		{"Der Film war todlangweilig", bad, sentiment.Chatter},
		{"keinen Bock mehr", bad, sentiment.Chatter},
		{"Das ist peinlich und armselig", bad, sentiment.Chatter},

		{"Super Service, vielen Dank!", good, sentiment.Praise},
		{"Schnelle Lieferung und sehr nette Beratung", good, sentiment.Praise},
		{"Gar nicht schlecht, die neue App", good, sentiment.Praise},
		{"Ich freue mich so auf das Wochenende", good, sentiment.Praise},
		{"Alles bestens, gerne wieder", good, sentiment.Praise},
		{"Das Problem ist gelöst, danke euch", good, sentiment.Praise},
		{"Der Schaffner war hilfsbereit und freundlich", good, sentiment.Praise},
		{"Erst etwas langsam, aber am Ende wunderbar", good, sentiment.Praise},
		{"Wunderschoene Gruesse, das war ein toller Abend", good, sentiment.Praise},

		{"Die Suppe war kalt und der Kellner weg", bad, sentiment.Complaint},
		{"Da kann man nicht meckern", good, sentiment.Praise},
		{"Im Winter regnet es in Hamburg", plain, sentiment.Chatter},
		{"Das Tor zur Garage ist offen", plain, sentiment.Chatter},
		{"Lieber Kundenservice, wie ändere ich meine Adresse?", plain, sentiment.Question},
		{"Liebe Grüße aus Bremen", plain, sentiment.Chatter},
		{"Guten Tag zusammen", plain, sentiment.Chatter},
		{"Die Sitzung beginnt am Dienstag in Kiel", plain, sentiment.Chatter},
		{"Wann öffnet die Filiale am Samstag?", plain, sentiment.Question},
		{"Liefert ihr auch nach Österreich?", plain, sentiment.Question},
		{"Wie kann ich meine Adresse ändern?", plain, sentiment.Question},
		{"Könnt ihr mich bitte zurückrufen", plain, sentiment.Request},
		{"Brauche Hilfe beim Aktivieren der Karte, bitte", plain, sentiment.Request},
		{"Bitte schickt mir die Rechnung per Mail", plain, sentiment.Request},
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
		"Im Wagen riecht es nach Rauch":         sentiment.Safety,
		"Wir stecken im Aufzug":                 sentiment.Safety,
		"Stromausfall im ganzen Viertel":        sentiment.Outage,
		"Mein Konto wurde gehackt":              sentiment.Fraud,
		"Das geht jetzt an meinen Anwalt":       sentiment.Legal,
		"Ich werde meinen Vertrag kündigen":     sentiment.Leaving,
		"Was kostet die Fahrt von Ulm nach Hof": 0,
	} {
		require.Equal(t, want, s.Score(text).Urgency, "%q:\n%v", text, s.Explain(text))
	}
}
