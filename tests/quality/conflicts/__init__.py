"""Events of our own told by two to four outlets, one change planted in one article at a time."""
