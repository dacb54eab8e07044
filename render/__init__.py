"""How what should exist is written: IOS lines, Calico and MetalLB objects. Pure."""
