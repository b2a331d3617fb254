using FLChain.Cryptography.Envelopes;

namespace FLChain.TrainerSdk.State;

/// <summary>The P-256 key for sealed envelopes, one for each state folder.</summary>
internal static class EncryptionKeyFile
{
    /// <summary>Opens the folder's key, which is made on the first run.</summary>
    public static EnvelopeKey Open(string stateDirectory)
    {
        OwnerOnlyFile.CreateFolder(stateDirectory);
        var path = Path.Combine(stateDirectory, "encryption-key.pem");
        if (File.Exists(path)) return EnvelopeKey.LoadPem(path);
        var key = EnvelopeKey.Generate();
        key.SavePem(path);
        return key;
    }
}
