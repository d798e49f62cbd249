module github.com/kindlydm/kindly/sla/slabench

go 1.26.0

replace github.com/kindlydm/kindly => ../..

require (
	github.com/kindlydm/kindly v0.0.0
	github.com/rickar/cal/v2 v2.1.13
	github.com/stretchr/testify v1.12.1
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect
