"""Files as they come: encodings, archives, delimited text, Excel."""
