package es_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/es"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	l, err := es.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "es", l.Name())
	require.Equal(t, "es", l.Language())
	require.Greater(t, l.Len(), 15_000)
}

// What customers say, as people would judge it.
func TestSentences(t *testing.T) {
	t.Parallel()
	const (
		bad, plain, good                            = sentiment.Negative, sentiment.Neutral, sentiment.Positive
		complaint, request, question, praise, other = sentiment.Complaint, sentiment.Request, sentiment.Question,
			sentiment.Praise, sentiment.Chatter
	)
	tests := []struct {
		text   string
		label  sentiment.Label
		intent sentiment.Intent
	}{
		{"Llevo dos horas esperando y nadie contesta el teléfono", bad, complaint},
		{"Mi paquete no llega y ustedes no responden", bad, complaint},
		{"Me cobraron dos veces la misma factura", bad, complaint},
		{"Quiero mi dinero de vuelta, esto es una estafa", bad, complaint},
		{"La app no funciona desde ayer", bad, complaint},
		{"Otra vez sin internet, qué vergüenza de servicio", bad, complaint},
		{"Perdieron mi maleta y nadie da la cara", bad, complaint},
		{"El repartidor fue muy grosero conmigo", bad, complaint},
		{"Pésima atención al cliente, no vuelvo más", bad, complaint},
		{"Cancelaron mi vuelo sin avisar", bad, complaint},
		{"La pizza llegó fría y con una hora de retraso", bad, complaint},
		{"Sois unos ladrones, me habéis subido la tarifa", bad, complaint},
		{"No puedo entrar en mi cuenta y el código no llega", bad, complaint},
		{"¡Genial, otro retraso! Gracias por nada", bad, complaint},
		{"El pedido vino incompleto y el soporte no sirve para nada", bad, complaint},
		{"Hasta las narices de sus llamadas comerciales", bad, complaint},
		{"Nunca más compro en esta tienda", bad, complaint},
		{"El wifi del hotel va lentísimo", bad, complaint},
		{"¿Me pueden ayudar con mi factura, por favor?", plain, request},
		{"Por favor revisen su DM", plain, request},
		{"Necesito hablar con un agente", plain, request},
		{"Quisiera cambiar la fecha de mi reserva", plain, request},
		{"Disculpa, ¿a qué hora abren mañana?", plain, question},
		{"Lean el mensaje que les mandé", plain, request},
		{"Revisen sus mensajes", plain, request},
		{"El casco va encima de la moto", plain, other},
		{"El profesor toma el metro otra vez", plain, other},
		{"¿A qué hora abre la tienda de Callao?", plain, question},
		{"¿Cómo puedo activar el roaming?", plain, question},
		{"¿Cuánto tarda el envío a Canarias?", plain, question},
		{"Muchas gracias por la ayuda, son muy amables", good, praise},
		{"Excelente servicio, rápido y sin problemas", good, praise},
		{"Me encanta la nueva app, es súper fácil de usar", good, praise},
		{"El técnico fue un crack, lo arregló todo en diez minutos", good, praise},
		{"Qué lindo detalle, mil gracias al equipo", good, praise},
		{"Todo llegó perfecto y antes de tiempo", good, praise},
		{"La chica que me atendió fue un encanto", good, praise},
		{"No está nada mal el café de esta cafetería", good, praise},
		{"Muy chévere el trato, los recomiendo", good, praise},
		{"Voy en el autobús a casa de mi hermana", plain, other},
		{"Mañana salimos a las ocho", plain, other},
		{"El comercial me enseñó dos pisos", plain, other},
		{"No me gusta nada el nuevo diseño", bad, other},
		{"La comida estaba asquerosa", bad, complaint},
		{"El servicio no es malo", good, praise},
		{"Me da igual, pero la puerta sigue abierta", plain, other},
		{"Mi celular explotó cargando, hay humo en la cocina", bad, complaint},
		{"Me clonaron la tarjeta y hay compras que no reconozco", bad, complaint},
		{"Los voy a denunciar, hablen con mi abogado", bad, complaint},
		{"Qué chido está el concierto, estoy feliz", good, praise},
		{"Estoy triste y cansada, qué día tan malo", bad, other},
	}
	l, err := es.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			e := s.Explain(tt.text)
			require.Equal(t, tt.label, e.Label, "%s", e)
			require.Equal(t, tt.intent, e.Intent, "%s", e)
		})
	}
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want sentiment.Urgency
	}{
		{"Huele a gas en el portal, ayuda por favor", sentiment.Safety},
		{"Llevamos sin luz desde ayer y nadie contesta", sentiment.Outage},
		{"Me hackearon la cuenta", sentiment.Fraud},
		{"Los voy a demandar, hablen con mi abogado", sentiment.Legal},
		{"Me cambio a la competencia", sentiment.Leaving},
		{"Quiero saber el precio del plan", 0},
	}
	l, err := es.Lexicon()
	require.NoError(t, err)
	s, err := sentiment.New(sentiment.Config{Lexicons: []*sentiment.Lexicon{l}})
	require.NoError(t, err)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, s.Score(tt.text).Urgency)
		})
	}
}
