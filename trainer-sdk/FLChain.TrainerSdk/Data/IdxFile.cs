namespace FLChain.TrainerSdk.Data;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
public sealed class IdxFile
{
    internal IdxFile(int[] dimensions, byte[] values)
    {
        Dimensions = dimensions;
        Values = values;
    }

    /// <summary>Length in each dimension, outermost first; each at least 1.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The values, row-major; as many as the product of the dimensions.</summary>
    public ReadOnlyMemory<byte> Values { get; }
}
