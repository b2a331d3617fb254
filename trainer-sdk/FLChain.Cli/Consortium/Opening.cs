using FLChain.Core.Policies;
using FLChain.TrainerSdk;
using FLChain.TrainerSdk.Authority;
using FLChain.TrainerSdk.Market;

namespace FLChain.Cli.Consortium;

/// <summary>What a consortium needs before its first trainer registers: a policy, and funds. Repeated, it changes nothing.</summary>
internal static class Opening
{
    private const long TrainerFunds = 2_000_000;
    private const long BuyerFunds = 1_000_000;

    /// <summary>Sets the default policy where none is, and mints the funds of each party that has none of them yet.</summary>
    public static async Task RunAsync(OptionsFiles files, AuthorityOffice authority, CancellationToken cancellationToken)
    {
        if (await authority.PolicyAsync(cancellationToken) is null)
            await authority.SetPolicyAsync(Policy.Default(authority.MspId, authority.EncryptionKey), cancellationToken);
        await Task.WhenAll(files.Trainers.Select(async file =>
        {
            await using var trainer = Trainer.Connect(file);
            await authority.MintAsync(trainer.DpId, TrainerFunds, $"up-{trainer.DpId[..16]}", cancellationToken);
        }));
        await using var buyer = Buyer.Connect(TrainerOptions.Load(files.Buyer));
        await authority.MintAsync(buyer.PartyId, BuyerFunds, $"up-{buyer.PartyId[..16]}", cancellationToken);
    }
}
