using System.Threading.Channels;
using FLChain.Benchmarks.Federations;
using FLChain.Cli.Audit;
using FLChain.Cli.Audit.Wire;
using FLChain.Cli.Consortium;
using FLChain.Cli.Demo;
using FLChain.Cryptography.Envelopes;
using FLChain.Fabric.Blocks;
using FLChain.Fabric.Client;

namespace FLChain.Benchmarks.Paper;

/// <summary>
/// Audits the chain while it grows, each payload before it expires. How far it came is written down now and then, with
/// the hash of that block, so that the audit of a later run on the same chain takes payloads from there on.
/// </summary>
internal sealed class ChainFollower : IProgress<AuditProgress>
{
    // Proofs are verified beside the blocks; what was passed so many blocks ago is done with certainty.
    private const ulong Margin = 64;
    private const ulong NoteEvery = 100;

    private readonly string _notes;
    private readonly ConnectionProfile _profile;
    private readonly AuditKey _auditKey;
    private readonly ulong _blocksToLive;
    private readonly Func<ulong> _height;
    private readonly TaskCompletionSource _until = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<ulong> _toNote = Channel.CreateUnbounded<ulong>();
    private ulong _audited;
    private ulong _noted;

    public ChainFollower(string folder, string profile, AuditKey auditKey, ulong blocksToLive, Func<ulong> height)
    {
        _notes = Path.Combine(folder, "audited.json");
        _profile = ConnectionProfile.Load(profile);
        _auditKey = auditKey;
        _blocksToLive = blocksToLive;
        _height = height;
    }

    /// <summary>Blocks that are audited.</summary>
    public ulong Audited => Interlocked.Read(ref _audited);

    /// <summary>Follows the chain until <see cref="Stop"/>; ends early where the audit cannot go on or how far it came cannot be written down.</summary>
    public async Task<AuditReport> RunAsync(CancellationToken cancellationToken)
    {
        await using var source = GatewayAuditSource.Connect(_profile);
        Func<CancellationToken, Task<AuditReport?>>[] works = [token => AuditAsync(source, token), NoteAllAsync];
        return (await Together.RunAsync(works, (work, token) => work(token), cancellationToken))[0]!;
    }

    /// <summary>What is on the ledger now is the last that is audited.</summary>
    public void Stop() => _until.TrySetResult();

    /// <summary>Waits while the audit is so far behind that payloads might expire before it sees them.</summary>
    public async Task KeepUpAsync(CancellationToken cancellationToken)
    {
        while (Audited + (_blocksToLive / 2) < _height()) await Task.Delay(100, cancellationToken);
    }

    public void Report(AuditProgress value)
    {
        Interlocked.Exchange(ref _audited, value.Block);
        if (value.Step != "blocks" || value.Errors > 0 || value.Block < _noted + Margin + NoteEvery) return;
        _noted = value.Block - Margin;
        _toNote.Writer.TryWrite(_noted);
    }

    private async Task<AuditReport?> AuditAsync(GatewayAuditSource source, CancellationToken cancellationToken)
    {
        var before = await ExaminedBeforeAsync(source, cancellationToken);
        _noted = before;
        var report = await LedgerAuditor.FollowAsync(
            source,
            new AuditOptions
            {
                ChannelId = _profile.Channel,
                ChaincodeName = _profile.Chaincode,
                AuthorityMsp = EmbeddedConsortium.AuthorityMsp,
                Trust = ProfileTrust.Load(_profile),
                PayloadBlocksToLive = _blocksToLive,
                Fid = FederationPlan.Fid,
                AuditKey = _auditKey,
                ExaminedBefore = before,
            },
            _until.Task,
            this,
            cancellationToken);
        _toNote.Writer.Complete();
        return report;
    }

    // One note after another, in the order of the blocks.
    private async Task<AuditReport?> NoteAllAsync(CancellationToken cancellationToken)
    {
        await using var source = GatewayAuditSource.Connect(_profile);
        await foreach (var before in _toNote.Reader.ReadAllAsync(cancellationToken))
            JsonFile.Write(_notes, new Note(before, await HashAsync(source, before - 1, cancellationToken)));
        return null;
    }

    private static async Task<string> HashAsync(GatewayAuditSource source, ulong number, CancellationToken cancellationToken)
    {
        await foreach (var block in source.BlocksAsync(number, number, cancellationToken)) return Convert.ToHexStringLower(BlockHashing.HeaderHash(block.Header));
        throw new InvalidDataException($"there is no block {number}");
    }

    private async Task<ulong> ExaminedBeforeAsync(GatewayAuditSource source, CancellationToken cancellationToken)
    {
        if (JsonFile.Read<Note>(_notes) is not { Before: > 0 } note) return 0;
        if (await HashAsync(source, note.Before - 1, cancellationToken) == note.Hash) return note.Before;
        throw new InvalidDataException($"the ledger is not the one of which {_notes} says how far it was audited");
    }

    private sealed record Note(ulong Before, string Hash);
}
