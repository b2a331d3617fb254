using FLChain.Fabric.Client;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Gateway.Ledger;

/// <summary>Blocks from the peers of a network, the next peer when one is lost.</summary>
internal sealed class FabricLedgerSource(Network network) : ILedgerSource
{
    // Fabric's system chaincode that answers questions about the chain.
    private const string ChainQueries = "qscc";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly GatewayTimeouts Timeouts = new() { Evaluate = Patience };

    public IAsyncEnumerable<Block> BlocksAsync(ulong first, CancellationToken cancellationToken) => network.BlocksAsync(first, null, cancellationToken);

    public async Task<ulong> HeightAsync(CancellationToken cancellationToken)
    {
        var info = await network.GetContract(ChainQueries).EvaluateAsync(
            "GetChainInfo", [network.ChannelId], new ProposalOptions { Timeouts = Timeouts }, cancellationToken);
        return HeightIn(info);
    }

    /// <summary>Field 1 of <c>common.BlockchainInfo</c>, the number of blocks.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no protobuf message.</exception>
    internal static ulong HeightIn(byte[] info)
    {
        var input = new CodedInputStream(info);
        ulong height = 0;
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (tag == WireFormat.MakeTag(1, WireFormat.WireType.Varint)) height = input.ReadUInt64();
            else input.SkipLastField();
        }

        return height;
    }
}
