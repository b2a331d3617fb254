namespace FLChain.Core.Ledger;

/// <summary>
/// The contexts with which envelopes are sealed and must be opened, as UTF-8: what was sealed for one purpose, model or
/// party opens for no other.
/// </summary>
public static class EnvelopeContexts
{
    /// <summary>The key of a bought model, sealed to the buyer's one-time key: <c>FLChain/delivery/v1/{fid}/{purchaseId}</c>.</summary>
    public static byte[] Delivery(string fid, string purchaseId) => System.Text.Encoding.UTF8.GetBytes($"FLChain/delivery/v1/{fid}/{purchaseId}");

    /// <summary>A member's dealt secrets, sealed to its encryption key: <c>FLChain/share/v1/{fid}/{attempt}/{dpId}</c>.</summary>
    public static byte[] DealtShare(string fid, int attempt, string dpId) => System.Text.Encoding.UTF8.GetBytes($"FLChain/share/v1/{fid}/{attempt}/{dpId}");

    /// <summary>A member's commitment to its share, sealed to the authority: <c>FLChain/commitment/v1/{fid}/{attempt}/{dpId}</c>.</summary>
    public static byte[] ShareCommitment(string fid, int attempt, string dpId) => System.Text.Encoding.UTF8.GetBytes($"FLChain/commitment/v1/{fid}/{attempt}/{dpId}");

    /// <summary>A member's unmasking shares of an iteration, sealed for the federation: <c>FLChain/gradient-share/v1/{channel}/{fid}/{iteration}/{dpId}</c>.</summary>
    public static byte[] GradientShare(string channel, string fid, int iteration, string dpId) =>
        System.Text.Encoding.UTF8.GetBytes($"FLChain/gradient-share/v1/{channel}/{fid}/{iteration}/{dpId}");

    /// <summary>A contributor's seed of a disputed iteration, sealed to the authority: <c>FLChain/seed/v1/{fid}/{iteration}/{dpId}</c>.</summary>
    public static byte[] SeedOpening(string fid, int iteration, string dpId) => System.Text.Encoding.UTF8.GetBytes($"FLChain/seed/v1/{fid}/{iteration}/{dpId}");
}
