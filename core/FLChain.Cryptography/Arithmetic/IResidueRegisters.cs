namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// A file of numbered registers that hold residues in the form in which the engine multiplies fastest (Montgomery form
/// with OpenSSL). Algorithms over many products are written once on this. Not thread-safe; disposing clears the values.
/// </summary>
internal interface IResidueRegisters : IDisposable
{
    /// <summary>Width in bytes of <see cref="Import"/> and <see cref="Export"/>.</summary>
    int InternalBytes { get; }

    /// <summary>Reads a big-endian value below the modulus.</summary>
    void Load(int register, ReadOnlySpan<byte> bigEndian);

    /// <summary>Writes the value big-endian, padded on the left.</summary>
    void Store(int register, Span<byte> bigEndian);

    void SetOne(int register);

    void Copy(int target, int source);

    /// <summary>target = a·b; any of the three may be the same register.</summary>
    void Multiply(int target, int a, int b);

    /// <summary>Reads what <see cref="Export"/> wrote, without conversion.</summary>
    void Import(int register, ReadOnlySpan<byte> internalForm);

    /// <summary>Writes the engine's own form, valid only for registers of the same modulus and engine.</summary>
    void Export(int register, Span<byte> internalForm);
}
