"""What views want to be found out, a study a file; each is answered while it is looked at."""
