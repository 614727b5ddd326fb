"""How the parts are put together: settings, addresses, the database and who may sign in to it."""
