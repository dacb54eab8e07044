"""What forwards beneath the prompt: BIRD and the kernel of one network namespace, without kernel VRFs.

Read in this order: `state` (the contract), `leaks`, `neighbors`, `bird_filters`, `bird_config` (to BIRD),
`kernel_state`, `kernel` (to the kernel), `birdc`, `bird_process`, `bird_answers`, `report` (back from both),
`bird` (all of it together).

Where it knowingly differs from IOS:

- Between equal external paths the lowest router id wins, as with `bgp bestpath compare-routerid`; IOS keeps the
  oldest. Only so do a VRF and those that import from it choose the same path.
- Where the importing VRF has `maximum-paths`, a MED that a neighbor sent is not compared among leaked paths.
- ECMP asks for AS paths of equal length, not for equal AS paths.
- A changed inbound list takes effect at once, without `clear ip bgp`.
- Message counts are worked out from the timers and the route changes: BIRD 2.0 does not count messages.
- One address in two VRFs is possible, but the router's own sessions from it use one of them.
"""
