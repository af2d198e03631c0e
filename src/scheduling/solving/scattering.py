"""Mix the bits of a number, so that sums of many such numbers tell sets of them apart."""

ALL_BITS = (1 << 64) - 1


def scattered(bits: int) -> int:
    """Mix 64 bits (the finaliser of SplitMix64; Steele, Lea and Flood, 2014).

    Python's hash of a tuple is so nearly linear that the sums for two hearings, and for the same
    two with their starts exchanged, are often equal.
    """
    bits &= ALL_BITS
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & ALL_BITS
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & ALL_BITS
    return bits ^ bits >> 31
