"""The tree of places: district, street, community, and below it compound and grid."""
