package archive_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func writeFile(t testing.TB, file, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
}
