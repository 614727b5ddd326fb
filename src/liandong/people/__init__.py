"""Who, with what appointment; who may see and do what."""
