"""Papers: what is filed or issued here, as a sheet of A4 that an office can sign and seal."""
