using FLChain.Fabric.Blocks;
using FLChain.Fabric.Identities;
using FLChain.Fabric.Protos;
using Google.Protobuf;

namespace FLChain.Cli.Tests.Audit;

/// <summary>
/// Rewrites what a transaction wrote and mends what depends on it: the hashes, which anyone can, and with the keys of
/// every organization the signatures too.
/// </summary>
internal sealed class Forger(RecordedSource source)
{
    /// <summary>Block and place of the first valid transaction of a function.</summary>
    public (int Block, int Place) Find(string function)
    {
        for (var block = 0; block < source.Blocks.Count; block++)
            foreach (var transaction in BlockTransaction.ReadAll(source.Blocks[block]))
                if (transaction.ValidationCode == TxValidationCode.Valid && FunctionOf(transaction) == function)
                    return (block, transaction.Index);
        throw new InvalidOperationException($"there is no valid {function}");
    }

    /// <summary>Changes the public writes of a transaction. Without keys its signatures no longer hold.</summary>
    public void Rewrite((int Block, int Place) where, Action<KVRWSet> change, Func<string, SigningIdentity>? peerOf = null, SigningIdentity? creator = null) =>
        RewriteResults(
            where,
            results =>
            {
                var space = results.NsRwset.Single(part => part.Namespace == Consortium.Chaincode);
                var writes = KVRWSet.Parser.ParseFrom(space.Rwset);
                change(writes);
                space.Rwset = writes.ToByteString();
            },
            peerOf,
            creator);

    /// <summary>Changes what a transaction read and wrote in any namespace. Without keys its signatures no longer hold.</summary>
    public void RewriteResults(
        (int Block, int Place) where, Action<TxReadWriteSet> change, Func<string, SigningIdentity>? peerOf = null, SigningIdentity? creator = null)
    {
        var entry = source.Blocks[where.Block].Data.Data[where.Place];
        var envelope = Envelope.Parser.ParseFrom(entry);
        var payload = Payload.Parser.ParseFrom(envelope.Payload);
        var transaction = Transaction.Parser.ParseFrom(payload.Data);
        var actionPayload = ChaincodeActionPayload.Parser.ParseFrom(transaction.Actions[0].Payload);
        var endorsed = actionPayload.Action;
        endorsed.ProposalResponsePayload = Changed(endorsed.ProposalResponsePayload, change);
        if (peerOf is not null)
        {
            foreach (var endorsement in endorsed.Endorsements)
            {
                using var peer = peerOf(SerializedIdentity.Parser.ParseFrom(endorsement.Endorser).Mspid);
                endorsement.Signature = ByteString.CopyFrom(peer.Sign([.. endorsed.ProposalResponsePayload.Span, .. endorsement.Endorser.Span]));
            }
        }

        transaction.Actions[0].Payload = actionPayload.ToByteString();
        payload.Data = transaction.ToByteString();
        envelope.Payload = payload.ToByteString();
        if (creator is not null) envelope.Signature = ByteString.CopyFrom(creator.Sign(envelope.Payload.Span));
        source.Blocks[where.Block].Data.Data[where.Place] = envelope.ToByteString();
    }

    /// <summary>Recomputes data hashes and the chain of header hashes; with the orderer's key its signatures too.</summary>
    public void Rechain(SigningIdentity? orderer = null)
    {
        var previous = ByteString.Empty;
        foreach (var block in source.Blocks)
        {
            block.Header.DataHash = ByteString.CopyFrom(BlockHashing.DataHash(block.Data));
            block.Header.PreviousHash = previous;
            previous = ByteString.CopyFrom(BlockHashing.HeaderHash(block.Header));
            if (orderer is null) continue;
            var metadata = Metadata.Parser.ParseFrom(block.Metadata.Metadata[0]);
            foreach (var signature in metadata.Signatures)
                signature.Signature = ByteString.CopyFrom(
                    orderer.Sign(BlockHashing.MetadataSignedBytes(metadata.Value, signature.SignatureHeader, block.Header)));
            block.Metadata.Metadata[0] = metadata.ToByteString();
        }
    }

    private static ByteString Changed(ByteString outcome, Action<TxReadWriteSet> change)
    {
        var response = ProposalResponsePayload.Parser.ParseFrom(outcome);
        var action = ChaincodeAction.Parser.ParseFrom(response.Extension);
        var results = TxReadWriteSet.Parser.ParseFrom(action.Results);
        change(results);
        action.Results = results.ToByteString();
        response.Extension = action.ToByteString();
        return response.ToByteString();
    }

    private static string? FunctionOf(BlockTransaction transaction) =>
        transaction.Envelope.Transaction?.Action is { Arguments.Count: > 0 } action
            ? System.Text.Encoding.UTF8.GetString(action.Arguments[0].Span)
            : null;
}
