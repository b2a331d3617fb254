using System.Runtime.ConstrainedExecution;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>Registers as BIGNUMs in Montgomery form.</summary>
internal sealed class OpenSslRegisters : CriticalFinalizerObject, IResidueRegisters
{
    private readonly OpenSslModulus modulus;
    private readonly nint[] numbers;
    private readonly BigNumContext.Lease context;
    private bool disposed;

    public OpenSslRegisters(OpenSslModulus modulus, int count)
    {
        this.modulus = modulus;
        numbers = new nint[count];
        context = BigNumContext.Rent();
        for (int i = 0; i < count; i++)
        {
            numbers[i] = LibCrypto.BN_new();
            OpenSslException.Require(numbers[i] != 0);
        }
    }

    ~OpenSslRegisters() => Free();

    public int InternalBytes => modulus.ElementBytes;

    public void Load(int register, ReadOnlySpan<byte> bigEndian)
    {
        nint number = numbers[register];
        OpenSslException.Require(LibCrypto.BN_bin2bn(bigEndian, bigEndian.Length, number) != 0
            && LibCrypto.BN_to_montgomery(number, number, modulus.Montgomery, context.Pointer) == 1);
    }

    public void Store(int register, Span<byte> bigEndian)
    {
        using var plain = BigNum.Create();
        OpenSslException.Require(
            LibCrypto.BN_from_montgomery(plain.Pointer, numbers[register], modulus.Montgomery, context.Pointer) == 1
            && LibCrypto.BN_bn2binpad(plain.Pointer, bigEndian, bigEndian.Length) >= 0);
    }

    public void SetOne(int register) => Load(register, [1]);

    public void Copy(int target, int source) =>
        OpenSslException.Require(LibCrypto.BN_copy(numbers[target], numbers[source]) != 0);

    public void Multiply(int target, int a, int b) => OpenSslException.Require(
        LibCrypto.BN_mod_mul_montgomery(numbers[target], numbers[a], numbers[b], modulus.Montgomery, context.Pointer) == 1);

    public void Import(int register, ReadOnlySpan<byte> internalForm) => OpenSslException.Require(
        LibCrypto.BN_lebin2bn(internalForm, internalForm.Length, numbers[register]) != 0);

    public void Export(int register, Span<byte> internalForm) => OpenSslException.Require(
        LibCrypto.BN_bn2lebinpad(numbers[register], internalForm, internalForm.Length) >= 0);

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        Free();
        context.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (nint number in numbers)
        {
            if (number != 0)
                LibCrypto.BN_clear_free(number);
        }
    }
}
