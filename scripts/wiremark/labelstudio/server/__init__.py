"""A live server: login, projects, what is pushed to it and pulled from it."""
