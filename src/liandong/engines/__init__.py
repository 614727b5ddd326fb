"""Engines: arrays in, answers out. They know no Django, no database and no screen."""
