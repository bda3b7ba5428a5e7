"""„Marktplatz“: the catalogue, the page of a product, and what comes of it."""
