"""What overlays make of shipped maps, and what becomes of them when the shipped maps move on."""
