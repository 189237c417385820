"""How a shop looks: themes are ours, the brand is the organizer's."""
