"""What the business is: people, events, presence, and the rules they follow. Pure Python."""
