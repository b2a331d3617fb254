using FLChain.DevPeer.Ledger;
using Google.Protobuf;

namespace FLChain.DevPeer.Tests.Ledger;

public sealed class UpdateBatchTests
{
    private static readonly StateVersion Version = new(5, 0);

    [Fact]
    public void CommitHash_OfTheSameUpdatesInAnyOrder_IsTheSame()
    {
        var (first, second) = (new UpdateBatch(), new UpdateBatch());
        first.Put("c", "a", Value([1], Version));
        first.Put("c", "b", Value([2], Version));
        second.Put("c", "b", Value([2], Version));
        second.Put("c", "a", Value([1], Version));

        Assert.Equal(first.ComputeCommitHash([0], []), second.ComputeCommitHash([0], []));
    }

    [Theory]
    [InlineData("value")]
    [InlineData("deletion")]
    [InlineData("version")]
    [InlineData("key")]
    [InlineData("namespace")]
    [InlineData("private")]
    [InlineData("metadata")]
    public void CommitHash_OfOtherUpdates_Differs(string change)
    {
        var (plain, other) = (new UpdateBatch(), new UpdateBatch());
        plain.Put("c", "a", Value([1], Version));
        other.Put("c", "a", Value([1], Version));
        switch (change)
        {
            case "value":
                other.Put("c", "a", Value([2], Version));
                break;
            case "deletion":
                other.Put("c", "a", Value(null, Version));
                break;
            case "version":
                other.Put("c", "a", Value([1], new StateVersion(5, 1)));
                break;
            case "key":
                other.Put("c", "b", Value([1], Version));
                break;
            case "namespace":
                other.Put("d", "a", Value([1], Version));
                break;
            case "metadata":
                other.Put("c", "a", new StateUpdate([1], ByteString.CopyFrom(1), Version));
                break;
            default:
                other.PutHash(new CollectionId("c", "p"), [1], Value([2], Version));
                break;
        }

        Assert.NotEqual(plain.ComputeCommitHash([0], []), other.ComputeCommitHash([0], []));
    }

    [Fact]
    public void CommitHash_CoversVerdictsAndThePreviousHash()
    {
        var batch = new UpdateBatch();
        var hash = batch.ComputeCommitHash([0], [1]);

        Assert.NotEqual(hash, batch.ComputeCommitHash([11], [1]));
        Assert.NotEqual(hash, batch.ComputeCommitHash([0], [2]));
        // Where one part ends and the next begins is part of it.
        Assert.NotEqual(batch.ComputeCommitHash([0, 1], []), batch.ComputeCommitHash([0], [1]));
    }

    [Fact]
    public void Put_TwiceInABlock_KeepsTheLastValueAndBothHistoryEntries()
    {
        var batch = new UpdateBatch();
        batch.Put("c", "a", Value([1], Version));
        batch.Remember("c", "a", Version);
        batch.Put("c", "a", Value([2], new StateVersion(5, 1)));
        batch.Remember("c", "a", new StateVersion(5, 1));

        Assert.Equal([2], Assert.Single(batch.State).Update.Value!);
        Assert.Equal(2, batch.History.Count);
    }

    private static StateUpdate Value(byte[]? value, StateVersion version) => new(value, null, version);
}
