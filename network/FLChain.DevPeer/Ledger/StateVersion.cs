using Version = FLChain.Fabric.Protos.Version;

namespace FLChain.DevPeer.Ledger;

/// <summary>Where a value was written: the block's number and the transaction's position in it.</summary>
internal readonly record struct StateVersion(ulong Block, ulong Position)
{
    public Version ToMessage() => new() { BlockNum = Block, TxNum = Position };

    public static StateVersion? From(Version? message) =>
        message is null ? null : new StateVersion(message.BlockNum, message.TxNum);
}
