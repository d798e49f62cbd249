package sentiment_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kindlydm/kindly/sentiment"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	text := "Not VERY good, but on hold! please 😡😡"
	got := scorer(t).Explain(text)
	quote := func(start, end int) string { return text[start:end] }
	type change struct {
		rule  sentiment.Rule
		cause string
	}
	type span struct {
		text, entry string
		base        float64
		request     float64
		changes     []change
	}
	var spans []span
	for _, s := range got.Spans {
		one := span{text: quote(s.Start, s.End), entry: s.Entry, base: s.Base, request: s.Request}
		for _, c := range s.Changes {
			one.changes = append(one.changes, change{c.Rule, quote(c.Start, c.End)})
		}
		spans = append(spans, one)
		require.Equal(t, "small", s.Part)
	}
	require.Equal(t, []span{
		{"good", "good", 2, 0, []change{
			{sentiment.RuleIntensifier, "VERY"}, {sentiment.RuleNegated, "Not"},
			{sentiment.RuleContrast, "but"}, {sentiment.RuleExclaimed, "!"},
		}},
		{"on hold", "on hold", -3, 0, []change{{sentiment.RuleExclaimed, "!"}}},
		{"please", "please", 0, 1, nil},
		{"😡", "😡", -2, 0, nil},
		{"😡", "😡", -2, 0, []change{{sentiment.RuleRepeated, ""}}},
	}, spans)
	require.Equal(t, got.Score, scorer(t).Score(text))
}

func TestExplainContrastOnce(t *testing.T) {
	t.Parallel()
	got := scorer(t).Explain("good but bad but late")
	var changes []int
	for _, s := range got.Spans {
		changes = append(changes, len(s.Changes))
	}
	require.Equal(t, []int{1, 1, 0}, changes, "%v", got)
}

// The margins are what the label and the compound follow from.
func TestMargins(t *testing.T) {
	t.Parallel()
	m := scorer(t).Explain("@acme good, please").Margins
	require.InDelta(t, 0.5, m.Courtesy, 1e-9)
	require.InDelta(t, 1.5, m.Balance, 1e-9)
	require.InDelta(t, 1.2, m.Positive, 1e-9)
	require.InDelta(t, -0.9, m.Negative, 1e-9)
	m = scorer(t).Explain("@acme my parcel").Margins
	require.InDelta(t, 0.6, m.Lean, 1e-9)
	require.InDelta(t, -0.6, m.Balance, 1e-9)
	require.Equal(t, "balance -0.60: courtesy 0.00, grievance 0.00, lean 0.60; positive from +0.90, negative from -0.60", m.String())
}

// An entry without feeling gives way to one that begins in it, but still counts.
func TestExplainGivesWay(t *testing.T) {
	t.Parallel()
	spans := scorer(t).Explain("@acme my parcel too big").Spans
	require.Len(t, spans, 2)
	require.Equal(t, [2]int{6, 8}, [2]int{spans[0].Start, spans[0].End})
	require.InDelta(t, 0.6, spans[0].Matter, 1e-9)
	require.Equal(t, "parcel too big", spans[1].Entry)
}

func TestLeanHasAnEnd(t *testing.T) {
	t.Parallel()
	require.InDelta(t, 1, scorer(t).Explain("@acme my parcel, my parcel, my parcel").Margins.Lean, 1e-9)
}

func TestExplanationString(t *testing.T) {
	t.Parallel()
	require.Equal(t, `negative -0.34, complaint, urgent: legal
positive 0.00, negative 2.00, request 0.00, question 0.00
balance -3.60: courtesy 0.00, grievance 1.20, lean 0.00; positive from +0.90, negative from -0.60
 -2.00  "too BIG" small -2.00, complaint
 +0.00  "my lawyer" small, urgent: legal
`, scorer(t).Explain("@acme too BIG, my lawyer").String())
}

func TestExplanationHTML(t *testing.T) {
	t.Parallel()
	require.Equal(t, `&lt;b&gt; &#34;<mark class="positive" title="+0.60 small +2.00, ironic × 0.30">good</mark>&#34; &amp; `+
		`<mark class="negative" title="-2.00 small -2.00, complaint">too big</mark>, `+
		`<mark class="request" title="+0.00 small, request 1.00">please</mark>`+"\n"+
		`<mark class="question" title="+0.00 small, question 1.00">where is</mark> `+
		`<mark class="other" title="+0.00 small, matter 0.60">my parcel</mark>`,
		scorer(t).Explain("<b> \"good\" & too big, please\nwhere is my parcel").HTML())
}

// Without its marks the page says what the text says, whatever is in it.
func TestExplanationHTMLIsSafe(t *testing.T) {
	t.Parallel()
	s := scorer(t)
	marks := regexp.MustCompile(`</?mark[^>]*>`)
	for _, text := range []string{
		`<script>alert("good")</script>`, `not "good" <img src=x onerror=bad>`, "good\xff\xfebad", `' onmouseover='bad`, "&lt;3 &amp;",
	} {
		page := s.Explain(text).HTML()
		require.Equal(t, strings.ToValidUTF8(text, "\ufffd"), html.UnescapeString(marks.ReplaceAllString(page, "")))
		require.NotContains(t, marks.ReplaceAllString(page, ""), "<")
	}
}
