using System.Diagnostics.CodeAnalysis;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Fabric.Shim;

/// <summary>What a TRANSACTION or INIT message says about the invocation, read once and checked before the contract runs.</summary>
internal sealed record InvocationFacts(
    TransactionKey Key,
    DateTimeOffset Timestamp,
    ClientIdentity Creator,
    IReadOnlyList<ReadOnlyMemory<byte>> Arguments,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Transient)
{
    private const int EndorserTransaction = (int)HeaderType.EndorserTransaction;

    /// <summary>Reads a message that may be anything.</summary>
    /// <param name="message">The peer's message.</param>
    /// <param name="creators">Reads who proposed it.</param>
    /// <param name="facts">What it says, when the result is true.</param>
    /// <param name="fault">What is wrong with it, when the result is false.</param>
    public static bool TryRead(ChaincodeMessage message, CreatorCache creators, [NotNullWhen(true)] out InvocationFacts? facts, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            facts = Read(message, creators);
            fault = null;
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            fault = "it is not encoded as the protocol says";
        }
        catch (FormatException exception)
        {
            fault = exception.Message;
        }

        facts = null;
        return false;
    }

    private static InvocationFacts Read(ChaincodeMessage message, CreatorCache creators)
    {
        ChaincodeInput input = ChaincodeInput.Parser.ParseFrom(message.Payload);
        if (message.Proposal is null)
        {
            throw new FormatException("it carries no proposal");
        }

        Proposal proposal = Proposal.Parser.ParseFrom(message.Proposal.ProposalBytes);
        Header header = Header.Parser.ParseFrom(proposal.Header);
        ChannelHeader channel = ChannelHeader.Parser.ParseFrom(header.ChannelHeader);
        SignatureHeader signature = SignatureHeader.Parser.ParseFrom(header.SignatureHeader);
        ChaincodeProposalPayload payload = ChaincodeProposalPayload.Parser.ParseFrom(proposal.Payload);

        // The channel may differ: a contract of another channel can call this one for a query.
        if (channel.TxId != message.Txid)
        {
            throw new FormatException("its proposal belongs to another transaction");
        }

        if (channel.Type != EndorserTransaction)
        {
            throw new FormatException($"its proposal has header type {channel.Type} and not that of an endorser transaction");
        }

        return new InvocationFacts(
            new TransactionKey(message.ChannelId, message.Txid),
            ReadTimestamp(channel),
            creators.Read(signature.Creator),
            [.. input.Args.Select(argument => argument.Memory)],
            payload.TransientMap.ToDictionary(entry => entry.Key, entry => entry.Value.Memory, StringComparer.Ordinal));
    }

    private static DateTimeOffset ReadTimestamp(ChannelHeader channel)
    {
        if (channel.Timestamp is null)
        {
            throw new FormatException("its proposal has no timestamp");
        }

        try
        {
            return channel.Timestamp.ToDateTimeOffset();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException("its proposal's timestamp is no time", exception);
        }
    }
}
