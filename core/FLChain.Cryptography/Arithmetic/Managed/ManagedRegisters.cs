using System.Numerics;

namespace FLChain.Cryptography.Arithmetic.Managed;

/// <summary>Registers as plain residues. BigInteger cannot be cleared: disposal only drops the references.</summary>
internal sealed class ManagedRegisters(ManagedModulus modulus, int count) : IResidueRegisters
{
    private readonly BigInteger[] values = new BigInteger[count];

    public int InternalBytes => modulus.ElementBytes;

    public void Load(int register, ReadOnlySpan<byte> bigEndian) => values[register] = FixedWidth.Read(bigEndian);

    public void Store(int register, Span<byte> bigEndian) => FixedWidth.Write(values[register], bigEndian);

    public void SetOne(int register) => values[register] = BigInteger.One;

    public void Copy(int target, int source) => values[target] = values[source];

    public void Multiply(int target, int a, int b) => values[target] = values[a] * values[b] % modulus.Modulus;

    public void Import(int register, ReadOnlySpan<byte> internalForm) => Load(register, internalForm);

    public void Export(int register, Span<byte> internalForm) => Store(register, internalForm);

    public void Dispose() => Array.Clear(values);
}
