"""The learned judge: which blocks of a page are its article."""
