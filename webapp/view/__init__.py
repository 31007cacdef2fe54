"""What the pages show, as plain records: made from the floors below, free of HTML and of requests."""
