using FLChain.Chaincode.Tests.Market;
using Contract = FLChain.Core.TransactionNames.Registry;

namespace FLChain.Chaincode.Tests.Registry;

public sealed class RootAttestationTests : IDisposable
{
    private static readonly string Root = Naming.Digest("root"u8);
    private static readonly string Other = Naming.Digest("other"u8);

    private readonly MarketWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task AttestRoot_MajorityOfOrganizations_Agrees()
    {
        await AttestAsync(_world.Authority, 7, Root);
        Assert.Null((await RootsAsync(7)).Agreed);
        await AttestAsync(_world.Buyer, 7, Root);
        Assert.Equal(Root, (await RootsAsync(7)).Agreed);
        await AttestAsync(_world.NewTrainer(0), 7, Other);
        Assert.Equal(Root, (await RootsAsync(7)).Agreed);
        await AttestAsync(_world.NewTrainer(1), 7, Other);
        var split = await RootsAsync(7);
        Assert.Null(split.Agreed);
        Assert.Equal(4, split.Roots.Count);
    }

    [Fact]
    public async Task AttestRoot_OtherHeight_IsItsOwnMatter()
    {
        await AttestAsync(_world.Authority, 7, Root);
        await AttestAsync(_world.Authority, 8, Root);
        Assert.Single((await RootsAsync(7)).Roots);
        Assert.Empty((await RootsAsync(9)).Roots);
    }

    [Fact]
    public async Task AttestRoot_SameOrganizationAgain_IsRefused()
    {
        await AttestAsync(_world.NewTrainer(0), 7, Root);
        await RefusedAsync(ErrorCodes.AlreadyAttested, _world.NewTrainer(2), new AttestRoot(7, Other, 3));
    }

    [Fact]
    public async Task AttestRoot_Malformed_IsRefused()
    {
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, new AttestRoot(-1, Root, 1));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, new AttestRoot(1, Root, -1));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, new AttestRoot(1, Root.ToUpperInvariant(), 1));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, new AttestRoot(1, Root[1..], 1));
        await RefusedAsync(ErrorCodes.BadArgument, _world.Organization("MSP\u0001").Enrol("odd"), new AttestRoot(1, Root, 1));
        await _world.Ledger.RefusedAsync(ErrorCodes.BadArgument, _world.Buyer, Contract.Contract, Contract.GetRoots, new AttestedHeight(-1));
    }

    private async Task AttestAsync(TestIdentity caller, int height, string root) =>
        await _world.Ledger.SubmitAsync(caller, Contract.Contract, Contract.AttestRoot, new AttestRoot(height, root, 3));

    private Task<RootsAnswer> RootsAsync(int height) =>
        _world.Ledger.EvaluateAsync<RootsAnswer>(_world.Buyer, Contract.Contract, Contract.GetRoots, new AttestedHeight(height));

    private async Task RefusedAsync(string code, TestIdentity caller, AttestRoot request) =>
        await _world.Ledger.RefusedAsync(code, caller, Contract.Contract, Contract.AttestRoot, request);
}
