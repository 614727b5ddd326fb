"""Issues 诉求: what people raise, who owns it, by when, and what came of it."""
