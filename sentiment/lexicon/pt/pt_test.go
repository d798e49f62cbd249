package pt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
	"github.com/kindlydm/kindly/sentiment/lexicon/pt"
)

func TestLexicon(t *testing.T) {
	t.Parallel()
	l, err := pt.Lexicon()
	require.NoError(t, err)
	require.Equal(t, "pt", l.Name())
	require.Equal(t, "pt", l.Language())
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
		{"Estou há duas horas na fila e ninguém atende", bad, complaint},
		{"Minha encomenda não chegou e vocês não respondem", bad, complaint},
		{"Fui cobrado duas vezes na mesma fatura", bad, complaint},
		{"Quero meu dinheiro de volta, isso é um golpe", bad, complaint},
		{"O app não funciona desde ontem", bad, complaint},
		{"Sem internet outra vez, que vergonha de serviço", bad, complaint},
		{"Perderam a minha mala e ninguém sabe de nada", bad, complaint},
		{"O entregador foi muito grosso comigo", bad, complaint},
		{"Péssimo atendimento, nunca mais compro aqui", bad, complaint},
		{"Cancelaram meu voo sem avisar", bad, complaint},
		{"A pizza chegou fria e com uma hora de atraso", bad, complaint},
		{"A rede está péssima aqui no bairro, não consigo ligar", bad, complaint},
		{"Comeram os meus megas outra vez", bad, complaint},
		{"Não consigo entrar na minha conta", bad, complaint},
		{"Que maravilha, mais um atraso. Obrigado por nada", bad, complaint},
		{"vcs só sabem enrolar o cliente, pqp", bad, complaint},
		{"O site caiu de novo bem na hora de pagar", bad, complaint},
		{"Estou farto das vossas chamadas", bad, complaint},
		{"Podem me ajudar com a minha fatura, por favor?", plain, request},
		{"Me chamem na DM por favor", plain, request},
		{"Preciso de falar com um assistente", plain, request},
		{"Gostaria de alterar a data da minha reserva", plain, request},
		{"Mais um dia sem água na nossa zona", bad, complaint},
		{"O meu telefone ainda está sem rede", bad, complaint},
		{"Respondam o meu email", plain, request},
		{"Qual é o prazo de validade do cartão?", plain, question},
		{"Não posso ir amanhã", plain, other},
		{"A gala começa às nove no teatro", plain, other},
		{"A que horas abre a loja da Baixa?", plain, question},
		{"Como faço para ativar o roaming?", plain, question},
		{"Quanto custa a entrega para Matola?", plain, question},
		{"Muito obrigado pela ajuda, vocês são muito simpáticos", good, praise},
		{"Excelente serviço, rápido e sem problemas", good, praise},
		{"Amei o novo app, super fácil de usar", good, praise},
		{"O técnico foi top, resolveu tudo em dez minutos", good, praise},
		{"Que gesto lindo, parabéns à equipa", good, praise},
		{"Chegou tudo perfeito e antes do prazo", good, praise},
		{"A moça que me atendeu foi um amor", good, praise},
		{"Este café não é nada mau", good, praise},
		{"Maningue nice o vosso serviço", good, praise},
		{"Estou a gramar desta nova aplicação", good, praise},
		{"mto bom, valeu galera", good, praise},
		{"Vou no autocarro para casa da minha irmã", plain, other},
		{"Amanhã saímos às oito", plain, other},
		{"O vendedor mostrou dois apartamentos", plain, other},
		{"Não gostei nada do novo visual", bad, other},
		{"A comida estava horrível", bad, complaint},
		{"Tá tudo tranquilo, a porta continua aberta", good, praise},
		{"O meu telemóvel explodiu, há fumo na cozinha", bad, complaint},
		{"Clonaram meu cartão e há compras que não reconheço", bad, complaint},
		{"Que festa linda, estou tão feliz", good, praise},
		{"Estou triste e cansada, que dia horrível", bad, other},
		{"kkkkk já cheguei em casa", plain, other},
	}
	l, err := pt.Lexicon()
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
		{"Cheiro a gás no prédio, ajudem por favor", sentiment.Safety},
		{"Estamos sem luz desde ontem e ninguém atende", sentiment.Outage},
		{"Hackearam a minha conta", sentiment.Fraud},
		{"Vou processar a empresa, falem com o meu advogado", sentiment.Legal},
		{"Vou mudar de operadora", sentiment.Leaving},
		{"Quero saber o preço do plano", 0},
	}
	l, err := pt.Lexicon()
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
