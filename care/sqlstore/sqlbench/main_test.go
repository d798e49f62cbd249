package sqlbench_test

import (
	"fmt"
	"os"
	"os/signal"
	"testing"
)

// TestMain clears away what was made, also when it is interrupted. A process that another benchmark started
// does that one's work instead.
func TestMain(m *testing.M) {
	if task := os.Getenv(taskVar); task != "" {
		helpOut(task)
		return
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	go func() {
		<-interrupted
		tidyUp()
		panic("interrupted")
	}()
	defer tidyUp()
	m.Run()
}

func tidyUp() {
	if err := made.clear(); err != nil {
		say("what is left behind: %v", err)
	}
}

// say is for who waits.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
