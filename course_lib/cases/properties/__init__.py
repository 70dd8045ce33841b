"""What counts where there is more than one right answer: properties of the values."""
