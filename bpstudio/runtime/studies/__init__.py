"""What views ask about the network besides what every snapshot tells, a file each."""
