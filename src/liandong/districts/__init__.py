"""Every business row belongs to one district: base classes, the scope, the request's transaction."""
