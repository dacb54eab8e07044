module bgp-coexist/toolchain/calico

go 1.24

require (
	github.com/projectcalico/calico v0.0.0-20251021213802-b1f3c43f8437
	github.com/projectcalico/api v0.0.0-20251022175904-f2ab03771208
)
