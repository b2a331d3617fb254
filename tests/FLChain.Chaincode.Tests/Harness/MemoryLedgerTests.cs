using FLChain.Fabric.Shim;
using Xunit.Sdk;

namespace FLChain.Chaincode.Tests.Harness;

/// <summary>The harness must behave as a peer does and must catch what it promises to catch.</summary>
public sealed class MemoryLedgerTests : IDisposable
{
    private readonly TestOrganization _organization = new("OrgMSP");
    private readonly TestIdentity _caller;
    private readonly MemoryLedger _ledger = new(ContractRouter.Create([new ProbeContract()], new JsonCodec()), blocksToLive: 2);

    public MemoryLedgerTests() => _caller = _organization.Enrol("caller");

    public void Dispose() => _organization.Dispose();

    [Fact]
    public async Task Read_AfterWriteInSameTransaction_SeesCommittedStateOnly()
    {
        Assert.False((await CommitAsync("PutAndRead", "a")).Answer<bool>());
        Assert.True((await CommitAsync("PutAndRead", "a")).Answer<bool>());
    }

    [Fact]
    public async Task Commit_TwoChangesOfOneKeyInOneBlock_SecondConflicts()
    {
        var first = await EndorseAsync("Change", "a");
        var second = await EndorseAsync("Change", "a");
        Assert.Equal([ValidationCode.Valid, ValidationCode.MvccReadConflict], _ledger.Commit(first, second));
    }

    [Fact]
    public async Task Commit_BlindWritesOfOneKey_BothValid()
    {
        var first = await EndorseAsync("Put", "a");
        var second = await EndorseAsync("Put", "a");
        Assert.Equal([ValidationCode.Valid, ValidationCode.Valid], _ledger.Commit(first, second));
    }

    [Fact]
    public async Task Commit_KeyAddedToReadRange_PhantomConflict()
    {
        await CommitAsync("Put", "a");
        var count = await EndorseAsync("CountInto", "n");
        await CommitAsync("Put", "b");
        Assert.Equal([ValidationCode.PhantomReadConflict], _ledger.Commit(count));
    }

    [Fact]
    public async Task Commit_KeyAddedOutsideReadRange_Valid()
    {
        var count = await EndorseAsync("CountInto", "n");
        await CommitAsync("CountInto", "other");
        Assert.Equal([ValidationCode.Valid], _ledger.Commit(count));
    }

    [Fact]
    public async Task PrivateData_AfterItsBlocksToLive_IsGone()
    {
        await CommitAsync("PutPrivate", "p");
        await CommitAsync("Put", "a");
        await CommitAsync("Put", "b");
        Assert.True((await EndorseAsync("HasPrivate", "p")).Answer<bool>());
        await CommitAsync("Put", "c");
        Assert.False((await EndorseAsync("HasPrivate", "p")).Answer<bool>());
    }

    [Theory]
    [InlineData("TwoAtOnce")]
    [InlineData("WriteAfterPage")]
    [InlineData("Undecided")]
    public async Task Endorse_WhatAPeerRefuses_FailsTheTest(string transaction) =>
        await Assert.ThrowsAnyAsync<XunitException>(() => EndorseAsync(transaction, "a"));

    [Fact]
    public async Task Commit_PostingWithoutCounterpart_FailsTheTest() =>
        await Assert.ThrowsAnyAsync<XunitException>(() => CommitAsync("OneSided", AccountName.Public));

    [Fact]
    public async Task Commit_BalanceWithoutPosting_FailsTheTest() =>
        await Assert.ThrowsAnyAsync<XunitException>(() => CommitAsync("OutOfNothing", _caller.PartyId));

    [Fact]
    public void KeyOrder_IsThatOfUtf8()
    {
        // U+1F600 is above U+FF5E in UTF-8 and below it in UTF-16.
        Assert.True(Utf8KeyComparer.Instance.Compare("\U0001F600", "～") > 0);
        Assert.True(string.CompareOrdinal("\U0001F600", "～") < 0);
    }

    [Fact]
    public void Identity_PartyId_IsHashOfItsPublicKey() => Assert.Equal(Naming.PartyId(_caller.Client.SubjectPublicKeyInfo), _caller.PartyId);

    private Task<Endorsement> EndorseAsync(string transaction, string argument) => _ledger.EndorseAsync(_caller, "probe", transaction, argument);

    private async Task<Endorsement> CommitAsync(string transaction, string argument)
    {
        var endorsement = await EndorseAsync(transaction, argument);
        Assert.Equal([ValidationCode.Valid], _ledger.Commit(endorsement));
        return endorsement;
    }
}
