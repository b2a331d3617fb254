using FLChain.Core.Events;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Registry;

/// <summary>RegisterTrainer: the caller becomes a trainer and its deposit d_DP is frozen (paper, section III.B).</summary>
internal static class Registration
{
    private const int MaxPseudonymLength = 128;
    private const int MaxDescriptionLength = 500;

    public static async Task<TrainerRecord> RunAsync(LedgerContext context, RegisterTrainer request)
    {
        var policy = await context.PolicyAsync();
        var caller = context.Caller;
        Rule.RequireText(caller.CommonName, 1, MaxPseudonymLength, "the pseudonym (the certificate's common name)");
        Rule.RequireP256(request.EncryptionKey, "the encryption key");
        RequireSound(request.Dr);
        Rule.Require(!await context.ExistsAsync(Keys.Trainer(caller.PartyId)), ErrorCodes.AlreadyRegistered, "the caller is registered already");

        var payments = new Payments(context);
        payments.Pay(AccountName.Party(caller.PartyId), AccountName.Deposit(caller.PartyId), policy.RegistrationDeposit, PaymentEvent.RegisterTrainer, string.Empty);
        await payments.CommitAsync();

        var trainer = new TrainerRecord(
            DpId: caller.PartyId,
            PkPsu: caller.PublicKey,
            Pseudonym: caller.CommonName,
            Msp: caller.Msp,
            EncryptionKey: request.EncryptionKey,
            Dr: request.Dr,
            Evidence: Evidence.None,
            Rely: ReliabilityScore.Of(Evidence.None, policy),
            Flms: [],
            Engagements: [],
            Status: TrainerStatus.Qualified,
            Available: true,
            Version: 1,
            PreviousTx: string.Empty,
            Tx: context.Tx);
        await context.PutAsync(Keys.Trainer(trainer.DpId), trainer);
        context.Emit(TransactionNames.Registry.Contract, TransactionNames.Registry.RegisterTrainer, new LedgerEvent(Author: trainer.DpId));
        return trainer;
    }

    /// <summary>What a trainer may say of its data.</summary>
    public static void RequireSound(DataResource dr)
    {
        Rule.Require(
            dr.Features >= 1 && dr.Labels >= 1 && dr.Samples is >= 1 and <= DataResource.MaxSamples,
            ErrorCodes.BadArgument,
            $"features and labels are 1 or more, samples 1 to {DataResource.MaxSamples}");
        Rule.RequireText(dr.Description, 0, MaxDescriptionLength, "the description of the data");
    }
}
