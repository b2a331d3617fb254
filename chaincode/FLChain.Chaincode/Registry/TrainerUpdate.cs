using FLChain.Core.Events;

namespace FLChain.Chaincode.Registry;

/// <summary>UpdateTrainer and SetAvailability: a new version of the caller's own record, which points at the one before.</summary>
internal static class TrainerUpdate
{
    public static async Task<TrainerRecord> RunAsync(LedgerContext context, UpdateTrainer request)
    {
        var trainer = await context.RequireTrainerAsync();
        Rule.Require(request.EncryptionKey is not null || request.Dr is not null, ErrorCodes.BadArgument, "there is nothing to update");
        if (request.EncryptionKey is { } key)
        {
            Rule.RequireP256(key, "the encryption key");
            await RequireNothingSealedAsync(context, trainer);
        }

        if (request.Dr is { } dr) Registration.RequireSound(dr);

        var next = trainer with { EncryptionKey = request.EncryptionKey ?? trainer.EncryptionKey, Dr = request.Dr ?? trainer.Dr };
        return await WriteAsync(context, next, TransactionNames.Registry.UpdateTrainer);
    }

    public static async Task<TrainerRecord> SetAvailabilityAsync(LedgerContext context, SetAvailability request)
    {
        var trainer = await context.RequireTrainerAsync();
        return await WriteAsync(context, trainer with { Available = request.Available }, TransactionNames.Registry.SetAvailability);
    }

    // What was sealed to the key that stands must stay openable: under another key a rightly dealt share would look bad.
    private static async Task RequireNothingSealedAsync(LedgerContext context, TrainerRecord trainer)
    {
        foreach (var fid in trainer.Engagements)
            Rule.Require(
                (await context.ModelAsync(fid)).Stage != ModelStage.Preparing,
                ErrorCodes.WrongStage,
                $"secrets of {fid} are being dealt to the key that stands");
    }

    private static async Task<TrainerRecord> WriteAsync(LedgerContext context, TrainerRecord changed, string transaction)
    {
        var next = changed.Next(context);
        await context.PutAsync(Keys.Trainer(next.DpId), next);
        context.Emit(TransactionNames.Registry.Contract, transaction, new LedgerEvent(Author: next.DpId));
        return next;
    }
}
