"""The frame that every screen lives in: bar, desk, messages, language, the administrator's pages."""
