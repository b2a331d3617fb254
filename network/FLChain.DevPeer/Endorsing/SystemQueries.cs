using System.Globalization;
using FLChain.DevPeer.Chaincodes;
using FLChain.DevPeer.Ledger;
using FLChain.DevPeer.Protos;
using FLChain.DevPeer.Simulation;
using FLChain.DevPeer.Validation;
using FLChain.Fabric.Protos;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace FLChain.DevPeer.Endorsing;

/// <summary>
/// The system chaincode qscc, which answers questions about the chain: GetChainInfo, GetBlockByNumber, GetBlockByHash,
/// GetBlockByTxID and GetTransactionByID, each with the channel as its first argument. Safe for concurrent use.
/// </summary>
internal sealed class SystemQueries(LedgerStore ledger, ChannelContext channel)
{
    public const string ChaincodeName = "qscc";

    private const int Ok = 200;
    private const int Error = 500;

    private static readonly SimulationResult Nothing = new(new TxReadWriteSet(), null, new HashSet<CollectionId>(), []);

    /// <summary>It runs in the peer; no service is dialled.</summary>
    public static ChaincodeDefinition Definition { get; } =
        new() { Name = ChaincodeName, PackageId = "system", Endpoint = new ChaincodeEndpoint("127.0.0.1:0") };

    public static bool IsFor(TransactionProposal proposal) => ReferenceEquals(proposal.Chaincode, Definition);

    public async Task<SimulatedProposal> EvaluateAsync(TransactionProposal proposal, CancellationToken cancellationToken)
    {
        var arguments = ChaincodeInput.Parser.ParseFrom(proposal.Input).Args;
        using var snapshot = await ledger.OpenQueryAsync(cancellationToken);
        var response = Answer(arguments, snapshot) is { } answer
            ? new Response { Status = Ok, Payload = answer.ToByteString() }
            : new Response { Status = Error, Message = $"Nothing is found for {Name(arguments)}." };
        return new SimulatedProposal(new ChaincodeOutcome(response, null), Nothing);
    }

    private static string Name(RepeatedField<ByteString> arguments) =>
        arguments.Count > 0 && arguments[0].Length <= 100 ? $"'{arguments[0].ToStringUtf8()}'" : "this question";

    private IMessage? Answer(RepeatedField<ByteString> arguments, LedgerSnapshot snapshot)
    {
        if (arguments.Count < 2 || arguments[1].ToStringUtf8() != channel.ChannelId)
            return null;
        var subject = arguments.Count > 2 ? arguments[2] : ByteString.Empty;
        return arguments[0].ToStringUtf8() switch
        {
            "GetChainInfo" => Describe(snapshot),
            "GetBlockByNumber" => ulong.TryParse(subject.ToStringUtf8(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? snapshot.Blocks.GetBlock(number)
                : null,
            "GetBlockByHash" => snapshot.Blocks.FindBlock(subject.ToByteArray()) is { } number ? snapshot.Blocks.GetBlock(number) : null,
            "GetBlockByTxID" => Find(subject, snapshot) is { } found ? snapshot.Blocks.GetBlock(found.Block) : null,
            "GetTransactionByID" => Find(subject, snapshot) is { } found ? Describe(found, snapshot) : null,
            _ => null,
        };
    }

    private static TransactionLocation? Find(ByteString transactionId, LedgerSnapshot snapshot) =>
        snapshot.Blocks.FindTransaction(transactionId.ToStringUtf8());

    private static BlockchainInfo Describe(LedgerSnapshot snapshot) => new()
    {
        Height = snapshot.Tip.Height,
        CurrentBlockHash = ByteString.CopyFrom(snapshot.Tip.BlockHash),
        PreviousBlockHash = snapshot.Blocks.GetBlock(snapshot.Tip.Height - 1)!.Header.PreviousHash,
    };

    private static ProcessedTransaction Describe(TransactionLocation location, LedgerSnapshot snapshot) => new()
    {
        TransactionEnvelope = ByteString.CopyFrom(snapshot.Blocks.GetEnvelope(location.Block, location.Position)!),
        ValidationCode = (int)location.Code,
    };
}
