module github.com/kindlydm/kindly/examples/holidays

go 1.26.0

require (
	github.com/emersion/go-ical v0.0.0-20250329121855-f41e73efc392
	github.com/kindlydm/kindly v0.0.0
	github.com/rickar/cal/v2 v2.1.13
	github.com/stretchr/testify v1.12.1
	github.com/teambition/rrule-go v1.8.2
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace github.com/kindlydm/kindly => ../..
