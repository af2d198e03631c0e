"""The engine that plans hearings: pure, without a database and without a page."""
