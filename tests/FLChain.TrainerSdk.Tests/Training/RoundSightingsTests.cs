using FLChain.Core;
using FLChain.Core.Answers;
using FLChain.Core.Events;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Training;

namespace FLChain.TrainerSdk.Tests.Training;

public sealed class RoundSightingsTests
{
    private const int Iteration = 5;
    private readonly RoundSightings _seen = new(Iteration);

    [Fact]
    public void Hear_ASubmission_NamesItsAuthorAndTurnsNothing()
    {
        Hear(TransactionNames.Training.SubmitGradient, "a");
        Hear(TransactionNames.Training.SubmitAggregate, "b");
        Hear(TransactionNames.Training.SubmitShare, "c");

        Assert.Equal(["a"], _seen.Gradients);
        Assert.Equal(["b"], _seen.Aggregates);
        Assert.Equal(["c"], _seen.Shares);
        Assert.True(_seen.IsNew);
        Assert.False(_seen.HasTurned);
    }

    [Fact]
    public void Hear_AnotherIteration_IsNothing()
    {
        Hear(TransactionNames.Training.SubmitGradient, "a", Iteration + 1);
        Hear(TransactionNames.Training.ElectLeader, "a", Iteration - 1);

        Assert.Empty(_seen.Gradients);
        Assert.False(_seen.IsNew);
        Assert.False(_seen.HasTurned);
    }

    [Theory]
    [InlineData(TransactionNames.Training.ElectLeader, false)]
    [InlineData(TransactionNames.Training.CloseRound, false)]
    [InlineData(TransactionNames.Training.Expire, true)]
    public void Hear_WhatTurnsTheIteration_IsAlwaysWorthALook(string transaction, bool expires)
    {
        Hear(transaction, "a");

        Assert.True(_seen.HasTurned);
        Assert.Equal(expires, _seen.HasExpired);
    }

    [Fact]
    public void Hear_WhatNamesNoIteration_IsWorthALookToo()
    {
        Hear(TransactionNames.Training.Return, "a", null);

        Assert.True(_seen.HasTurned);
    }

    [Fact]
    public void BeginLook_ForgetsWhatWasNewAndKeepsWhoWasSeen()
    {
        Hear(TransactionNames.Training.SubmitShare, "a");
        Hear(TransactionNames.Training.Expire, "a");

        _seen.BeginLook();

        Assert.False(_seen.IsNew || _seen.HasTurned || _seen.HasExpired);
        Assert.Equal(["a"], _seen.Shares);
    }

    [Fact]
    public void See_TakesWhatTheLedgerHasWithoutCallingItNew()
    {
        _seen.See(new RoundState(
            Iteration, "share", 0, ["a", "b"], [new GradientEntry("a", "", 0, [], 0)], null, [new AggregateEntry("b", "", 0)], null, [new ShareEntry("c", "", 0, [], 0)], null));

        Assert.Equal(["a"], _seen.Gradients);
        Assert.Equal(["b"], _seen.Aggregates);
        Assert.Equal(["c"], _seen.Shares);
        Assert.False(_seen.IsNew);
    }

    private void Hear(string transaction, string author, int? iteration = Iteration) =>
        _seen.Hear(TransactionNames.EventName(TransactionNames.Training.Contract, transaction), new LedgerEvent("fid", iteration, author));
}
