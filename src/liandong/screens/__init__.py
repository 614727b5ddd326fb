"""What every screen shares: templates, components, words of time, paging, and the files a browser loads."""
