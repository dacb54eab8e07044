"""What forwards beneath the prompt: BIRD and the kernel of one network namespace, without kernel VRFs.

Read in this order: `state` (the contract), `leaks`, `neighbors`, `bird_filters`, `bird_leaks`, `bird_config` (to BIRD),
`kernel_state`, `kernel` (to the kernel), `birdc`, `bird_process`, `bird_answers`, `report` (back from both),
`bird` (all of it together).

Where it knowingly differs from IOS:

- A VRF's own external path beats an equal one from another VRF, which counts as internal; IOS keeps the oldest.
- Leaked paths are not told to internal neighbors.
- Leaking begins a second after its first configuration: a session of BIRD with itself has to come up.
- ECMP asks for AS paths of equal length, not for equal AS paths.
- A changed inbound list takes effect at once, without `clear ip bgp`.
- Message counts are worked out from the timers and the route changes: BIRD 2.0 does not count messages.
- One address in two VRFs is possible, but the router's own sessions from it use one of them.
"""
