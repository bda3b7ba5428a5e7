"""From a promised mail to finished bytes, and on to where it is delivered."""
