namespace FLChain.Chaincode.Infrastructure;

/// <summary>A record's next version points at the transaction that wrote the one before (the paper's block height).</summary>
internal static class Versions
{
    public static TrainerRecord Next(this TrainerRecord trainer, LedgerContext context) =>
        trainer with { Version = trainer.Version + 1, PreviousTx = trainer.Tx, Tx = context.Tx };

    public static ModelRecord Next(this ModelRecord model, LedgerContext context) =>
        model with { Version = model.Version + 1, PreviousTx = model.Tx, Tx = context.Tx };
}
