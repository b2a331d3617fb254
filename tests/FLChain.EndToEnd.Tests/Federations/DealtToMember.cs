using FLChain.Core.Ledger;
using FLChain.Core.Records;
using FLChain.TrainerSdk.Ledger;
using FLChain.TrainerSdk.State;
using FLChain.TrainerSdk.Training;

namespace FLChain.EndToEnd.Tests.Federations;

/// <summary>Opens what the authority dealt to a member, with the key in the member's state folder.</summary>
internal static class DealtToMember
{
    public static async Task<DealtSecrets> OpenAsync(TestFederation world, TestMember member)
    {
        var setup = await world.Ledger.SetupAsync(FederationShape.Fid, CancellationToken.None);
        return Open(setup, member.StateDirectory, member.DpId);
    }

    private static DealtSecrets Open(SetupRecord setup, string stateDirectory, string dpId)
    {
        using var key = EncryptionKeyFile.Open(stateDirectory);
        var envelope = setup.Shares.Single(share => share.DpId == dpId).Envelope;
        Assert.True(key.TryOpen(EnvelopeContexts.DealtShare(setup.Fid, setup.Attempt, dpId), envelope, out var plaintext, out _));
        return DealtSecrets.TryDecode(plaintext) ?? throw new InvalidOperationException("the dealt secrets do not read");
    }
}
