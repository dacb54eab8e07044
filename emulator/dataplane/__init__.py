"""The data plane: BIRD and the kernel of one network namespace, without kernel VRFs.

Read in this order: `state` (the contract), `leaks`, `neighbors`, `bird_filters`, `bird_leaks`, `bird_config` (to BIRD),
`kernel_state`, `kernel` (to the kernel), `birdc`, `bird_process`, `bird_answers`, `report` (back from both),
`bird` (all of it together).

Known differences from IOS:

- A VRF's own external path beats an equal one from another VRF, which counts as internal; IOS keeps the oldest.
- Leaked paths are not announced to internal neighbors.
- Leaking starts a second after its first configuration, because BIRD's session with itself must come up.
- ECMP requires AS paths of equal length, not equal AS paths.
- A changed inbound list takes effect at once, without `clear ip bgp`.
- Message counts are computed from the timers and the route changes: BIRD 2.0 does not count messages.
- One address can be in two VRFs, but the router's own sessions from it use one of them.
"""
