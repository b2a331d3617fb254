using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Records;

namespace FLChain.TrainerSdk.Misbehavior;

/// <summary>
/// A judgment on its way from judge to judge: what is decided, and who has signed it so far. The file is canonical JSON;
/// it is no secret, and whoever changes a word of it loses the signatures.
/// </summary>
/// <param name="Channel">The channel for which it is signed.</param>
/// <param name="Claim">The claim that is judged, so that a judge reads what it signs.</param>
/// <param name="Judgment">The judgment.</param>
/// <param name="Signatures">Who has signed, one for each key.</param>
public sealed record JudgmentFile(string Channel, string Claim, Judgment Judgment, IReadOnlyList<JudgeSignature> Signatures)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no judgment, or the judgment is not of the claim that it shows.</exception>
    public static JudgmentFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"there is no judgment '{path}'", path);
        JudgmentFile file;
        try
        {
            file = CanonicalJson.Decode<JudgmentFile>(File.ReadAllBytes(path));
        }
        catch (CanonicalFormatException error)
        {
            throw new InvalidDataException($"'{path}' is no judgment: {error.Message}", error);
        }

        return JudgmentForm.ClaimDigest(file.Claim) == file.Judgment.ClaimDigest
            ? file
            : throw new InvalidDataException($"'{path}' shows another claim than the one that it judges");
    }

    /// <summary>Writes the file, or replaces it.</summary>
    public void Save(string path) => File.WriteAllBytes(path, CanonicalJson.Encode(this));

    /// <summary>The same judgment with one more signature; a second one of the same key takes the place of the first.</summary>
    public JudgmentFile Sign(JudgeKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signature = key.Sign(Channel, Judgment);
        return this with { Signatures = [.. Signatures.Where(other => !other.Key.AsSpan().SequenceEqual(signature.Key)), signature] };
    }
}
