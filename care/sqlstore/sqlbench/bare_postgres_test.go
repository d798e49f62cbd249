package sqlbench_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// barePostgres sends a statement for each table, all in one round trip, which is one transaction. The rows
// travel as an array for each column.
type barePostgres struct {
	conn       *pgx.Conn
	statements []string
	numbers    [][]bool // whether a column of a table has numbers, else texts
}

func newBarePostgres(tb testing.TB, url string, tables []table) writer {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), url)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, conn.Close(context.WithoutCancel(tb.Context()))) })
	w := &barePostgres{conn: conn}
	for _, t := range tables {
		types := columnTypes(tb, conn, t)
		numbers := make([]bool, len(types))
		for i, typ := range types {
			numbers[i] = typ != "text"
		}
		w.statements, w.numbers = append(w.statements, t.insertPostgres(types)), append(w.numbers, numbers)
	}
	return w
}

func (t table) insertPostgres(types []string) string {
	columns, values := strings.Join(t.columns, ", "), "x.*"
	if t.seq {
		columns += ", seq"
		values += ", nextval('" + t.name + "_seq')"
	}
	arrays := make([]string, len(types))
	for i, typ := range types {
		arrays[i] = fmt.Sprintf("$%d::%s[]", i+1, typ)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM unnest(%s) AS x", t.name, columns, values, strings.Join(arrays, ", ")) +
		t.upsert()
}

func columnTypes(tb testing.TB, conn *pgx.Conn, t table) []string {
	tb.Helper()
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		require.NoError(tb, conn.QueryRow(tb.Context(), `SELECT udt_name FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 AND column_name = $2`, t.name, c).Scan(&out[i]), "%s.%s", t.name, c)
	}
	return out
}

func (w *barePostgres) ready(rows written) any {
	b := &pgx.Batch{}
	for i, table := range rows {
		if len(table) == 0 {
			continue
		}
		args := make([]any, len(table[0]))
		for c := range args {
			args[c] = array(table, c, w.numbers[i][c])
		}
		b.Queue(w.statements[i], args...)
	}
	return b
}

func array(rows [][]any, column int, numbers bool) any {
	if numbers {
		return columnOf[int64](rows, column)
	}
	return columnOf[string](rows, column)
}

// columnOf has nil for NULL.
func columnOf[T any](rows [][]any, column int) []*T {
	out := make([]*T, len(rows))
	for i, row := range rows {
		if v, ok := row[column].(T); ok {
			out[i] = &v
		}
	}
	return out
}

func (w *barePostgres) write(ctx context.Context, ready any) error {
	return w.conn.SendBatch(ctx, ready.(*pgx.Batch)).Close() //nolint:forcetypeassert // ready made it
}
