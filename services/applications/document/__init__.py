"""The papers of a programme: its notice, its forms, its receipts, its summary sheets."""
