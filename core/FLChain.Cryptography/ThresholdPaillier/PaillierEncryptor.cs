using FLChain.Cryptography.Arithmetic;

namespace FLChain.Cryptography.ThresholdPaillier;

/// <summary>
/// One thread's working memory for the encryptions of a vector, (1 + M·n)·h_n^α in two steps, so that the mask h_n^α can
/// be ready before there is a plaintext. Disposing clears it.
/// </summary>
internal sealed class PaillierEncryptor : IDisposable
{
    private readonly ThresholdPublicKey key;
    private readonly IResidueRegisters registers;
    private readonly SecretInteger modulus;
    private readonly SecretInteger factor;

    public PaillierEncryptor(ThresholdPublicKey key)
    {
        this.key = key;
        registers = key.Arithmetic.CreateRegisters(2);
        modulus = SecretInteger.FromPublic(key.Modulus);
        factor = new SecretInteger(2 * modulus.LimbCount);
    }

    /// <summary>h_n^α, big-endian.</summary>
    public void WriteMask(SecretInteger alpha, Span<byte> target)
    {
        registers.SetOne(0);
        key.FixedBaseTable.MultiplyPower(registers, 0, 1, alpha);
        registers.Store(0, target);
    }

    /// <summary>(1 + M·n)·mask for a secret plaintext M below n, big-endian.</summary>
    public void Encrypt(SecretInteger plaintext, ReadOnlySpan<byte> mask, Span<byte> target)
    {
        factor.Limbs.Clear();
        factor.Limbs[0] = 1;
        factor.AddProduct(plaintext, modulus);
        factor.WriteBigEndian(target);
        registers.Load(0, target);
        registers.Load(1, mask);
        registers.Multiply(0, 0, 1);
        registers.Store(0, target);
    }

    public void Dispose()
    {
        registers.Dispose();
        factor.Dispose();
        modulus.Dispose();
    }
}
