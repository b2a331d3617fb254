using FLChain.Core.Events;

namespace FLChain.Chaincode.Registry;

/// <summary>
/// AttestRoot: each organization's word on the Merkle root of all trainers and models at a block height. A word once
/// given stays: whoever attests a wrong root is seen to have done so.
/// </summary>
internal static class RootAttestation
{
    // Organizations of a channel are tens; the bound keeps a query from growing without end.
    private const int MaxOrganizations = 1_000;

    public static async Task RunAsync(LedgerContext context, AttestRoot request)
    {
        var msp = context.Caller.Msp;
        Rule.Require(request.Height >= 0 && request.Leaves >= 0, ErrorCodes.BadArgument, "height and leaves are 0 or more");
        Rule.Require(Naming.IsDigest(request.Root), ErrorCodes.BadArgument, "the root is not a SHA-512 digest");
        Rule.Require(LedgerKey.IsAttribute(msp), ErrorCodes.BadArgument, "the MSP id cannot be part of a key");
        var key = Keys.Root(request.Height, msp);
        Rule.Require(!await context.ExistsAsync(key), ErrorCodes.AlreadyAttested, $"{msp} has attested a root at height {request.Height} already");

        await context.PutAsync(key, new RootRecord(request.Height, msp, request.Root, request.Leaves, context.Now));
        context.Emit(
            TransactionNames.Registry.Contract,
            TransactionNames.Registry.AttestRoot,
            new LedgerEvent(Author: context.Caller.PartyId, Reference: request.Height.ToString()));
    }

    public static async Task<RootsAnswer> AtAsync(LedgerContext context, int height)
    {
        Rule.Require(height >= 0, ErrorCodes.BadArgument, "a height is 0 or more");
        var roots = await context.ListAsync<RootRecord>(Keys.Roots(height), MaxOrganizations);
        var agreed = roots
            .GroupBy(root => root.Root, StringComparer.Ordinal)
            .Where(group => group.Count() >= 2 && group.Count() * 2 > roots.Count)
            .Select(group => group.Key)
            .SingleOrDefault();
        return new RootsAnswer(roots, agreed);
    }
}
