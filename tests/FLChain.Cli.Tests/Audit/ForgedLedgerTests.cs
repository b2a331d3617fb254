using FLChain.Cli.Audit;
using FLChain.Core.Encoding;
using FLChain.Core.Ledger;
using FLChain.Core.Money;
using FLChain.Core.Records;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>Rewritten writes with everything around them mended: by an outsider who has no keys, and by all organizations together.</summary>
[Collection(SharedLedger.Name)]
public sealed class ForgedLedgerTests(AuditedLedger ledger)
{
    private const string RegisterTrainer = "registry:RegisterTrainer";
    private const string Mint = "incentive:Mint";

    [Fact]
    public async Task AuditAsync_AmountInABlockWithHashesRecomputed_NamesTheSignaturesThatNoLongerHold()
    {
        var source = ledger.Copy();
        var forger = new Forger(source);
        var where = forger.Find(Mint);
        forger.Rewrite(where, ToOneMore);
        forger.Rechain();

        var report = await ledger.AuditAsync(source);

        Assert.Equal(0, report[AuditCheckKind.Blocks].Errors);
        AssertError(report, AuditCheckKind.Orderer, where.Block);
        AssertError(report, AuditCheckKind.Creators, where.Block);
        AssertError(report, AuditCheckKind.Money, where.Block);
    }

    [Fact]
    public async Task AuditAsync_AmountInABlockSignedByEverybody_IsFoundByRunningItAgainAndByItsSum()
    {
        var source = ledger.Copy();
        var where = Conspire(source, Mint, ToOneMore, ledger.Story.Authority.Signing);

        var report = await ledger.AuditAsync(source);

        foreach (var kind in new[] { AuditCheckKind.Blocks, AuditCheckKind.Orderer, AuditCheckKind.Creators, AuditCheckKind.Endorsements })
            Assert.Equal(0, report[kind].Errors);
        AssertError(report, AuditCheckKind.Reexecution, where.Block);
        AssertError(report, AuditCheckKind.Money, where.Block);
        Assert.Contains(report.Findings, finding => finding.Check == AuditCheckKind.Reexecution && finding.Place.Key!.StartsWith("posting/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuditAsync_BothSidesOfAPaymentSignedByEverybody_IsFoundByRunningItAgain()
    {
        var source = ledger.Copy();
        var where = Conspire(
            source,
            Mint,
            set =>
            {
                foreach (var write in set.Writes)
                {
                    if (write.Key.StartsWith("\0posting\0", StringComparison.Ordinal))
                    {
                        var posting = CanonicalJson.Decode<Posting>(write.Value.Span);
                        write.Value = ByteString.CopyFrom(CanonicalJson.Encode(posting with { Amount = posting.Amount * 2 }));
                    }
                    else if (write.Key.StartsWith("\0credit\0", StringComparison.Ordinal))
                    {
                        var credit = CanonicalJson.Decode<CreditEntry>(write.Value.Span);
                        write.Value = ByteString.CopyFrom(CanonicalJson.Encode(new CreditEntry(credit.Amount * 2)));
                    }
                }
            },
            ledger.Story.Authority.Signing);

        AssertError(await ledger.AuditAsync(source), AuditCheckKind.Reexecution, where.Block);
    }

    [Fact]
    public async Task AuditAsync_WriteOfOneTrainersRecordSignedByEverybody_NamesTheKey()
    {
        var source = ledger.Copy();
        var member = ledger.Story.Members.First(party => party.PublicKey.SequenceEqual(CreatorOf(source, RegisterTrainer)));
        var where = Conspire(
            source,
            RegisterTrainer,
            set =>
            {
                var write = set.Writes.Single(write => write.Key == Keys.Trainer(member.Id));
                var record = CanonicalJson.Decode<TrainerRecord>(write.Value.Span);
                write.Value = ByteString.CopyFrom(CanonicalJson.Encode(record with { Rely = record.Rely + 1 }));
            },
            member.Signing);

        var report = await ledger.AuditAsync(source);

        Assert.Contains(
            report.Findings,
            finding => finding.Check == AuditCheckKind.Reexecution && finding.Place.Block == (ulong)where.Block && finding.Place.Key == $"trainer/{member.Id}");
    }

    private (int Block, int Place) Conspire(RecordedSource source, string function, Action<KVRWSet> change, SigningIdentity creator)
    {
        var forger = new Forger(source);
        var where = forger.Find(function);
        forger.Rewrite(where, change, ledger.Consortium.Node, creator);
        using var orderer = ledger.Consortium.Orderer();
        forger.Rechain(orderer);
        return where;
    }

    private static void ToOneMore(KVRWSet set)
    {
        var write = set.Writes.First(write => write.Key.StartsWith("\0posting\0party:", StringComparison.Ordinal));
        var posting = CanonicalJson.Decode<Posting>(write.Value.Span);
        write.Value = ByteString.CopyFrom(CanonicalJson.Encode(posting with { Amount = posting.Amount + 1 }));
    }

    private static byte[] CreatorOf(RecordedSource source, string function)
    {
        var (block, place) = new Forger(source).Find(function);
        var transaction = Fabric.Blocks.TransactionEnvelope.Parse(source.Blocks[block].Data.Data[place].Memory).Transaction!;
        Assert.True(X509Identity.TryParse(transaction.SignatureHeader.Creator, out var identity, out _));
        return identity.Certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }

    private static void AssertError(AuditReport report, AuditCheckKind kind, int block)
    {
        Assert.False(report.Passed);
        Assert.Contains(report.Findings, finding => finding.Severity == AuditSeverity.Error && finding.Check == kind && finding.Place.Block == (ulong)block);
    }
}
