"""From a router that is configured already to the stack that describes it; reads only, sends nothing."""
