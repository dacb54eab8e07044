module bgp-coexist/toolchain/pause

go 1.24
