using Version = FLChain.Fabric.Protos.Version;

namespace FLChain.Cli.Audit.State;

/// <summary>Where a value was written: the number of the block and the place of the transaction in it.</summary>
internal readonly record struct StateVersion(ulong Block, ulong Place)
{
    public static StateVersion? From(Version? message) => message is null ? null : new StateVersion(message.BlockNum, message.TxNum);

    public Version ToMessage() => new() { BlockNum = Block, TxNum = Place };

    public override string ToString() => $"{Block}/{Place}";
}
