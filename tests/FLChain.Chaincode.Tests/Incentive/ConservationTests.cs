using FLChain.Chaincode.Incentive;
using FLChain.Chaincode.Infrastructure;
using FLChain.Chaincode.Tests.Market;
using FLChain.Core.Encoding;

namespace FLChain.Chaincode.Tests.Incentive;

/// <summary>The proof of conservation must fail on a ledger whose money does not add up, which no transaction can bring about.</summary>
public sealed class ConservationTests
{
    private static readonly string Party = Naming.PartyId("someone"u8);

    [Fact]
    public async Task Prove_PostingsAndAccountsAgree_Holds()
    {
        var proof = await ProveAsync(Issued(10), Account(10, 0));
        Assert.Null(proof);
    }

    [Fact]
    public async Task Prove_BalanceNotInTheStatement_Fails() => Assert.Equal(ErrorCodes.NotConserved, await ProveAsync(Issued(10), Account(11, 0)));

    [Fact]
    public async Task Prove_DepositNotInTheStatement_Fails() => Assert.Equal(ErrorCodes.NotConserved, await ProveAsync(Issued(10), Account(10, 1)));

    [Fact]
    public async Task Prove_CreditNotInTheStatement_Fails() =>
        Assert.Equal(ErrorCodes.NotConserved, await ProveAsync(Issued(10), Account(10, 0), (Keys.Credit(Party, "tx", 0), new CreditEntry(1))));

    [Fact]
    public async Task Prove_StatementWithoutAccount_Fails() => Assert.Equal(ErrorCodes.NotConserved, await ProveAsync(Issued(10)));

    [Fact]
    public async Task Prove_OneSidedPosting_Fails() =>
        Assert.Equal(ErrorCodes.NotConserved, await ProveAsync(Issued(10), Account(10, 0), Line(AccountName.Public, 3, AccountName.Issue)));

    private static (string Key, object Value)[] Issued(long amount) =>
        [Line(AccountName.Issue, -amount, AccountName.Party(Party)), Line(AccountName.Party(Party), amount, AccountName.Issue)];

    private static (string Key, object Value) Account(long balance, long deposit) => (Keys.Account(Party), new AccountRecord(balance, deposit));

    private static (string Key, object Value) Line(string account, long amount, string counterparty) =>
        (Keys.Posting(account, 1, "tx", 0), new Posting(account, amount, counterparty, PaymentEvent.Mint, string.Empty, 1, "tx"));

    private static Task<string?> ProveAsync((string Key, object Value)[] postings, params (string Key, object Value)[] more) => RunAsync([.. postings, .. more]);

    private static async Task<string?> RunAsync((string Key, object Value)[] entries)
    {
        using var world = new MarketWorld();
        var state = new MemoryState(0);
        var proposal = world.Ledger.Propose(world.Buyer, "tests:Seed", null);
        var sets = new TransactionSets();
        foreach (var (key, value) in entries) sets.Writes[key] = CanonicalJson.Encode(value.GetType(), value);
        state.BeginBlock();
        state.Commit(new Endorsement(proposal, Fabric.Shim.ChaincodeResponse.Ok(), sets), 0);
        using var simulation = new Simulation(state, MemoryLedger.ChannelId, proposal);
        try
        {
            var proof = await Conservation.ProveAsync(new LedgerContext(simulation, new ChaincodeOptions { AuthorityMsp = MarketWorld.AuthorityMsp }));
            Assert.Equal(proof.Minted, proof.SumOfAccounts);
            return null;
        }
        catch (ContractException broken)
        {
            return broken.Error.Code;
        }
    }
}
