using System.Globalization;
using FLChain.Core.Ledger;
using FLChain.Core.Requests;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>Which payload stands under which private key.</summary>
internal static class PayloadKeys
{
    private const string Type = "payload";

    public static string Of(PayloadReference reference) => Keys.Payload(reference.Phase, reference.Fid, reference.Iteration, reference.Author);

    /// <summary>The payload under a private key, or null when the key is none of a payload's.</summary>
    public static PayloadReference? Parse(string collection, string key)
    {
        if (collection != Keys.PayloadCollection || LedgerKeys.TrySplit(key) is not [Type, var phase, var fid, var iteration, var author]) return null;
        return int.TryParse(iteration, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PayloadReference(fid, number, phase, author)
            : null;
    }
}
