namespace FLChain.Laboratory.Conducts;

/// <summary>Overflows a slot, and does not open its seed when it is asked to.</summary>
internal sealed class WithheldSeed : OverflowingGradient
{
    public override byte[]? OpenedSeed(byte[] seed) => null;
}
