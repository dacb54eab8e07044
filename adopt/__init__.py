"""From a configured router to the stack that describes it; read-only."""
