using System.Numerics;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>Arithmetic modulo one odd number on OpenSSL, with its Montgomery context kept.</summary>
#pragma warning disable CA1001 // Keys hold it for as long as they are referenced; the two safe handles free themselves.
internal sealed class OpenSslModulus : IModularArithmetic
{
#pragma warning restore CA1001
    private readonly BigNum modulus;
    private readonly MontgomeryContext montgomery;

    public OpenSslModulus(BigInteger modulus)
    {
        Modulus = modulus;
        ElementBytes = modulus.GetByteCount(isUnsigned: true);
        this.modulus = BigNum.FromBigEndian(modulus.ToByteArray(isUnsigned: true, isBigEndian: true));
        montgomery = new MontgomeryContext(this.modulus.Pointer);
    }

    public BigInteger Modulus { get; }

    public int ElementBytes { get; }

    internal nint Montgomery => montgomery.Pointer;

    public IResidueRegisters CreateRegisters(int count) => new OpenSslRegisters(this, count);

    public BigInteger Power(BigInteger value, BigInteger exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent.Sign, nameof(exponent));
        using var @base = FromElement(value);
        using var power = BigNum.FromBigEndian(exponent.ToByteArray(isUnsigned: true, isBigEndian: true));
        using var context = BigNumContext.Rent();
        using var result = BigNum.Create();
        OpenSslException.Require(LibCrypto.BN_mod_exp_mont(
            result.Pointer, @base.Pointer, power.Pointer, modulus.Pointer, context.Pointer, Montgomery) == 1);
        return ToInteger(result);
    }

    public BigInteger PowerSecret(BigInteger value, SecretInteger exponent)
    {
        using var @base = FromElement(value);
        using var power = BigNum.FromSecret(exponent);
        using var context = BigNumContext.Rent();
        using var result = BigNum.Create();
        OpenSslException.Require(LibCrypto.BN_mod_exp_mont_consttime(
            result.Pointer, @base.Pointer, power.Pointer, modulus.Pointer, context.Pointer, Montgomery) == 1);
        return ToInteger(result);
    }

    public bool TryInvert(BigInteger value, out BigInteger inverse)
    {
        using var number = FromElement(value);
        using var context = BigNumContext.Rent();
        using var result = BigNum.Create();
        bool found = LibCrypto.BN_mod_inverse(result.Pointer, number.Pointer, modulus.Pointer, context.Pointer) != 0;
        if (!found)
            LibCrypto.ERR_clear_error();
        inverse = found ? ToInteger(result) : BigInteger.Zero;
        return found;
    }

    private BigNum FromElement(BigInteger value)
    {
        if (value.Sign < 0 || value >= Modulus)
            throw new ArgumentOutOfRangeException(nameof(value), "An element must be at least zero and below the modulus.");
        return BigNum.FromBigEndian(value.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    private BigInteger ToInteger(BigNum number)
    {
        var bytes = new byte[ElementBytes];
        OpenSslException.Require(LibCrypto.BN_bn2binpad(number.Pointer, bytes, bytes.Length) >= 0);
        return FixedWidth.Read(bytes);
    }
}
