//go:build imports

// Package metallb names the programs built from this module, so that go.mod keeps what they need.
package metallb

import (
	_ "go.universe.tf/metallb/controller"
	_ "go.universe.tf/metallb/frr-tools/cp-tool"
	_ "go.universe.tf/metallb/frr-tools/metrics"
	_ "go.universe.tf/metallb/speaker"
)
