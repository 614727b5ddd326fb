"""The duty catalogue 权责清单: which level owns which matter."""
