"""„Marktplatz“: the catalogue and the page of a product."""
