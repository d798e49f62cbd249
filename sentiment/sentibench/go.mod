module github.com/kindlydm/kindly/sentiment/sentibench

go 1.26.0

replace github.com/kindlydm/kindly => ../..

require (
	github.com/jonreiter/govader v0.0.0-20250429093935-f6505c8d03cc
	github.com/kindlydm/kindly v0.0.0
	github.com/stretchr/testify v1.12.1
)

require (
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	gonum.org/v1/gonum v0.8.2 // indirect
)
