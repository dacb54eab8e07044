"""One change on one router: the lock, the session, the plan and its undo, the revert timer, the journal."""
