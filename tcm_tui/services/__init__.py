"""Use cases: what people can do here. No interface, no printing."""
