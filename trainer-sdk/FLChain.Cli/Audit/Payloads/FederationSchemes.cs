using FLChain.Cli.Audit.State;
using FLChain.Core.Ledger;
using FLChain.Core.Records;

namespace FLChain.Cli.Audit.Payloads;

/// <summary>The masking schemes of the federations as the state gives them. A key is read once, not for every proof. Safe for concurrent use while nobody applies a block.</summary>
internal sealed class FederationSchemes(AuditOptions options, LedgerState state)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (StateVersion Dealt, FederationScheme? Scheme)> _known = new(StringComparer.Ordinal);

    /// <summary>The scheme of a federation, or null where its records give none.</summary>
    public FederationScheme? Of(string fid)
    {
        if (!Naming.IsFid(fid) || state.Get(options.ChaincodeName, Keys.Setup(fid)) is not { } setup) return null;
        lock (_gate)
        {
            if (_known.TryGetValue(fid, out var known) && known.Dealt == setup.Version) return known.Scheme;
            var scheme = Read(fid, setup);
            _known[fid] = (setup.Version, scheme);
            return scheme;
        }
    }

    private FederationScheme? Read(string fid, StateValue setup) =>
        state.Get(options.ChaincodeName, Keys.Model(fid)) is { } model
        && LedgerKeys.TryDecode<ModelRecord>(model.Bytes.Span) is { } record
        && LedgerKeys.TryDecode<SetupRecord>(setup.Bytes.Span) is { } dealt
        && FederationScheme.TryCreate(options.ChannelId, record, dealt, out var scheme)
            ? scheme
            : null;
}
