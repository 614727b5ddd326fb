"""Who there is: desks, offices, departments, branches, enterprises, communities, companies and units."""
