using System.Security.Cryptography;
using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.State;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// A judge's P-256 signing key. The policy names the public keys of its judges, or none: then the authority's own key
/// judges. The file is PEM (PKCS#8), readable by its owner alone. Not for concurrent use; disposing it gives up the secret.
/// </summary>
public sealed class JudgeKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa _key;

    private JudgeKey(ECDsa key) => _key = key;

    /// <summary>DER SubjectPublicKeyInfo, as <c>Policy.JudgeKeys</c> names it.</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    /// <summary>A new key that belongs to nobody yet.</summary>
    public static JudgeKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key; the authority's <c>encryption-key.pem</c> is one too.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds no P-256 private key.</exception>
    public static JudgeKey Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"there is no judge's key '{path}'", path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            // A public key imports too, and other curves have 256 bits as well.
            if (key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == P256) return new JudgeKey(key);
            key.Dispose();
            throw new InvalidDataException($"'{path}' holds a key of another curve than P-256");
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"'{path}' holds no private key in PEM: {error.Message}", error);
        }
    }

    /// <summary>Writes the key for its owner alone.</summary>
    public void Save(string path) => OwnerOnlyFile.Write(path, System.Text.Encoding.UTF8.GetBytes(_key.ExportPkcs8PrivateKeyPem()));

    /// <summary>Signs a judgment in its canonical form, for one channel.</summary>
    public JudgeSignature Sign(string channel, Judgment judgment) => new(
        PublicKey, _key.SignData(JudgmentForm.Encode(channel, judgment), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    /// <summary>Gives up the secret.</summary>
    public void Dispose() => _key.Dispose();
}
