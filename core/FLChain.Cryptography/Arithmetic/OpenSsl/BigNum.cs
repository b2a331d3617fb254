using Microsoft.Win32.SafeHandles;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>Owns one BIGNUM and clears it before it is freed.</summary>
internal sealed class BigNum : SafeHandleZeroOrMinusOneIsInvalid
{
    private BigNum(nint value)
        : base(ownsHandle: true)
    {
        SetHandle(value);
        OpenSslException.Require(!IsInvalid);
    }

    /// <summary>The raw pointer; keep this object alive (a using block does) while it is in use.</summary>
    public nint Pointer => handle;

    public static BigNum Create() => new(LibCrypto.BN_new());

    /// <summary>A copy of a secret in OpenSSL's secure heap where the process has one, marked for constant-time code.</summary>
    public static BigNum FromSecret(SecretInteger value)
    {
        var number = new BigNum(LibCrypto.BN_secure_new());
        OpenSslException.Require(LibCrypto.BN_lebin2bn(value.LittleEndian, value.LimbCount * sizeof(ulong), number.Pointer) != 0);
        LibCrypto.BN_set_flags(number.Pointer, LibCrypto.ConstantTimeFlag);
        return number;
    }

    public static BigNum FromBigEndian(ReadOnlySpan<byte> value)
    {
        var number = Create();
        OpenSslException.Require(LibCrypto.BN_bin2bn(value, value.Length, number.Pointer) != 0);
        return number;
    }

    public SecretInteger ToSecret(int limbCount)
    {
        var secret = new SecretInteger(limbCount);
        OpenSslException.Require(LibCrypto.BN_bn2lebinpad(Pointer, secret.LittleEndian, limbCount * sizeof(ulong)) >= 0);
        return secret;
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.BN_clear_free(handle);
        return true;
    }
}
