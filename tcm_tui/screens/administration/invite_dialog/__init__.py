"""„Mehrere einladen“: rows typed, pasted or imported, each with its verdict, sent together."""
