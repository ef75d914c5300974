"""The ledger of a project: what proves its work, document by document, in order by target."""
