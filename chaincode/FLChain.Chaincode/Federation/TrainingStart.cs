using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FLChain.Core.Events;
using FLChain.Core.Reliability;

namespace FLChain.Chaincode.Federation;

/// <summary>StartTraining: from preparation to the first iteration, once enough members have confirmed what they were dealt.</summary>
internal static class TrainingStart
{
    private const string BeaconTag = "FLChain/first-beacon/v1";

    public static async Task<ModelRecord> RunAsync(LedgerContext context, ModelReference request)
    {
        var model = await context.ModelAtAsync(request.Fid, ModelStage.Preparing);
        var setup = await FederationContract.SetupOf(context, model);
        var confirmations = await Preparation.ConfirmationsAsync(context, model, setup);
        var starters = await Preparation.StartersAsync(context, model, confirmations);
        Rule.Require(starters.Count > 0, ErrorCodes.NotConfirmed, Obstacle(model, confirmations));

        var since = Math.Max(context.Now, confirmations.Max(confirmation => confirmation.At));
        var started = model.Next(context) with { Stage = ModelStage.Training, StageSince = since, Active = starters };
        await context.PutAsync(Keys.Model(model.Fid), started);
        await context.PutAsync(Keys.Round(model.Fid, 0), FirstRound(started, Beacon(model.Fid, setup, confirmations)));
        context.Emit(TransactionNames.Federation.Contract, TransactionNames.Federation.StartTraining, new LedgerEvent(Fid: model.Fid, Iteration: 0));
        return started;
    }

    private static RoundRecord FirstRound(ModelRecord model, string beacon) => new(
        Iteration: 0,
        Contributors: [],
        Leader: string.Empty,
        Digest: string.Empty,
        Shares: [],
        Beacon: beacon,
        Active: model.Active,
        Standings: [.. model.Dps.Select(dpId => new Standing(dpId, Evidence.None, 0, 0, 0))],
        ClosedAt: model.StageSince);

    // The sealed commitments hold fresh randomness of every member, so no member can choose this value while one other
    // has yet to confirm; it seeds only the draw of the first iteration's leader.
    private static string Beacon(string fid, SetupRecord setup, IEnumerable<ConfirmationRecord> confirmations)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        Append(hash, Encoding.ASCII.GetBytes(BeaconTag));
        Append(hash, Encoding.ASCII.GetBytes(fid));
        Append(hash, setup.PublicKey);
        foreach (var confirmation in confirmations.Where(confirmation => !confirmation.Complaint))
        {
            Append(hash, Encoding.ASCII.GetBytes(confirmation.DpId));
            Append(hash, Encoding.ASCII.GetBytes(confirmation.CommitmentDigest));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }

    private static string Obstacle(ModelRecord model, IReadOnlyList<ConfirmationRecord> confirmations)
    {
        if (confirmations.Count == 0) return "no member has confirmed, or the dealing was opened on the ledger: then the authority deals again";
        if (confirmations.FirstOrDefault(confirmation => confirmation.Complaint) is { } complaint)
            return $"{complaint.DpId} complains of its share: the authority deals again, or the deadline passes";
        var heard = confirmations.Select(confirmation => confirmation.DpId).ToHashSet(StringComparer.Ordinal);
        if (model.Dps.FirstOrDefault(dpId => !heard.Contains(dpId)) is { } silent)
            return $"{heard.Count} of {model.Dps.Count} members have confirmed; {silent}, for one, has not";
        var first = confirmations[0];
        return confirmations.FirstOrDefault(confirmation => !confirmation.WeightsCommitment.AsSpan().SequenceEqual(first.WeightsCommitment)) is { } other
            ? $"the commitments to the initial weights differ: that of {other.DpId} is not that of {first.DpId}"
            : "the federation is smaller than the policy now allows";
    }
}
