"""What a resident sees without an account: one plain page a matter, behind an unguessable link."""
