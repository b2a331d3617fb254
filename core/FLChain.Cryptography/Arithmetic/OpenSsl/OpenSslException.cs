using System.Security.Cryptography;

namespace FLChain.Cryptography.Arithmetic.OpenSsl;

/// <summary>A BN function failed where only exhausted memory or a defect of ours can be the cause.</summary>
internal sealed class OpenSslException(string message) : CryptographicException(message)
{
    public static void Require(bool success)
    {
        if (success)
            return;
        LibCrypto.ERR_clear_error();
        throw new OpenSslException("OpenSSL's big-number arithmetic failed.");
    }
}
