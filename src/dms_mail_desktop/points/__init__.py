"""What a configuration point does with a mailbox: finding, fetching, taking apart and storing messages, each once."""
