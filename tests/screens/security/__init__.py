"""What must hold on every screen and dialog of the portal, whichever they are."""
