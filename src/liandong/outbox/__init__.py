"""Messages to people: written with the act that causes them, delivered by jobs that outlive a crash."""
